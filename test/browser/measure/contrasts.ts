import type { Rgba } from './colour'
import type { Picture } from './picture'
import type { Rect, Survey, TextKind, TextRun } from './survey'
import { contrast, hex, over } from './colour'
import { coloursIn } from './picture'
import { quote } from './words'

/** The least contrast of each kind of text (WCAG 2.2, 1.4.6 for what is read, 1.4.3 for the rest). */
const LEAST: Record<TextKind, number> = { body: 7, code: 7, token: 4.5, dimmed: 4.5, label: 4.5 }

const KIND: Record<TextKind, string> = { body: 'body text needs', code: 'code needs', token: 'code tokens need', dimmed: 'dimmed code needs', label: 'labels need' }

/**
 * Names every text that is too faint: `"of 250" has a contrast of 3.1 (#9a92a5 on #fbf8f1), labels need 4.5`.
 *
 * @param survey what is on the slide
 * @param withoutText the slide without its letters, for texts that stand on more than plain colours
 */
export function faintTexts(survey: Survey, withoutText?: Picture): string[] {
  const faults = new Map<string, string>()
  for (const text of survey.texts) {
    const { foreground, background } = worstPair(text, survey, withoutText)
    const ratio = contrast(foreground, background)
    if (ratio >= LEAST[text.kind] - 0.005)
      continue
    // Rounded down: a contrast that falls short must not read as if it did not.
    const fault = `a contrast of ${Math.floor(ratio * 100) / 100} (${hex(foreground)} on ${hex(background)}), ${KIND[text.kind]} ${LEAST[text.kind]}`
    // A listing has a great many tokens in few colours: one of each tells enough.
    const isCode = ['code', 'token', 'dimmed'].includes(text.kind)
    const key = isCode ? fault : text.text + fault
    if (!faults.has(key))
      faults.set(key, `${quote(text.text)} has ${fault}`)
  }
  return [...faults.values()]
}

/** The colours of a text and of what is behind it; on a drawing, of the place where it is hardest to read. */
function worstPair(text: TextRun, survey: Survey, picture?: Picture): { foreground: Rgba, background: Rgba } {
  const byStyle = { foreground: text.foreground, background: text.background }
  if (!text.overArt || !text.ink || !picture)
    return byStyle
  const scale = picture.width / survey.canvas.right
  const area = Object.fromEntries(Object.entries(text.ink).map(([side, at]) => [side, at * scale])) as unknown as Rect
  const pairs = coloursIn(picture, area).map(background => ({ foreground: over(text.ownColour, background), background }))
  const ratio = (pair: typeof byStyle): number => contrast(pair.foreground, pair.background)
  return pairs.length ? pairs.reduce((worst, pair) => ratio(pair) < ratio(worst) ? pair : worst) : byStyle
}

/** Whether the pixels have to be asked for the contrast of a text. */
export function needsPixels(survey: Survey): boolean {
  return survey.texts.some(text => text.overArt && text.ink)
}
