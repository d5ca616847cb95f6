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
