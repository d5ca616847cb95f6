import type { Survey, TextKind } from './survey'
import { quote } from './words'

/** The smallest type, at a canvas 720 pixels high. */
const SMALLEST: Record<TextKind, number> = { body: 24, code: 16, token: 16, dimmed: 16, label: 14 }

const KIND: Record<TextKind, string> = { body: 'body text needs', code: 'code needs', token: 'code needs', dimmed: 'code needs', label: 'labels need' }

/** Names every text that is too small: `"jobs inserted" is 13 px, labels need 14 px`. */
export function smallTexts({ texts }: Survey): string[] {
  const problems = texts
    .filter(text => text.size < SMALLEST[text.kind] - 0.05)
    .map(text => `${quote(text.text)} is ${Number(text.size.toFixed(1))} px, ${KIND[text.kind]} ${SMALLEST[text.kind]} px`)
  return [...new Set(problems)]
}
