/**
 * On stage the position of the talk is the stage's business: Slidev's own way of sharing it, in which every window believes
 * every other, is taken out.
 *
 * @param source of `@slidev/client/setup/root.ts`
 * @throws {Error} when that file no longer looks as it did
 */
export function leavePositionToStage(source: string): string {
  const heads = ['function updateSharedState() {', 'onPatch((state) => {']
  if (heads.some(head => source.split(head).length !== 2))
    throw new Error('Slidev\'s setup/root.ts has changed: see how setup/stageMode.ts can still take the position out of its hands.')
  return heads.reduce((fixed, head) => fixed.replace(head, `${head}\n    return\n`), source)
}

/**
 * Slidev's page of notes stands where the shared position is, which nobody writes on stage. It goes by the stage instead, within its own
 * window, so that no window can drive another by it.
 *
 * @param source of `@slidev/client/pages/notes.vue`
 * @param stagePlace the module that knows where the talk is: `setup/stagePlace.ts`
 * @throws {Error} when that page no longer looks as it did
 */
export function followStageInNotes(source: string, stagePlace: string): string {
  const fixed = source.replace('import { sharedState } from \'../state/shared\'', `import { stagePlace as sharedState } from ${JSON.stringify(stagePlace)}`)
  const read = new Set(Array.from(fixed.matchAll(/\bsharedState\.(\w+)/g), ([, name]) => name))
  if (fixed === source || [...read].sort().join() !== 'clicks,clicksTotal,page')
    throw new Error('Slidev\'s pages/notes.vue has changed: see how setup/stageMode.ts can still tell it where the talk is.')
  return fixed
}
