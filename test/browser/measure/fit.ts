import type { Box, Rect, Survey, TextRun } from './survey'
import { px, quote } from './words'

/** What rounding may cost, in canvas pixels. */
const TOLERANCE = 1

/** By how much a rectangle sticks out of another, and where; undefined when it does not. */
function overhang(inner: Rect, outer: Rect, tolerance = TOLERANCE): { by: number, side: string } | undefined {
  const sides = [
    { side: 'at the left', by: outer.left - inner.left },
    { side: 'at the top', by: outer.top - inner.top },
    { side: 'at the right', by: inner.right - outer.right },
    { side: 'at the bottom', by: inner.bottom - outer.bottom },
  ]
  const worst = sides.sort((a, b) => b.by - a.by)[0]!
  return worst.by > tolerance ? worst : undefined
}

/** The extent to which two rectangles share an area; the smaller of width and height. */
function overlap(a: Rect, b: Rect): number {
  return Math.min(Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top))
}

/** The boxes around something, from the nearest outwards. */
function* around(boxes: Box[], from: number | undefined): Generator<Box> {
  for (let index = from; index !== undefined; index = boxes[index]!.parent)
    yield boxes[index]!
}

/**
 * Names everything that does not fit: what sticks out of the canvas, what sticks out of the box it is in, and what a box
 * cuts off. Drawings for the eye alone (`svg[aria-hidden]`) may be clipped.
 */
export function overflows(survey: Survey): string[] {
  return [...outOfCanvas(survey), ...outOfBox(survey), ...cutOff(survey)]
}

function outOfCanvas({ canvas, boxes, texts }: Survey): string[] {
  const problems: string[] = []
  const told = new Set<Box>()
  for (const text of texts) {
    const out = text.ink && overhang(text.ink, canvas)
    if (!out)
      continue
    problems.push(`${quote(text.text)} sticks out of the canvas by ${px(out.by)} ${out.side}`)
    for (const box of around(boxes, text.box))
      told.add(box)
  }
  for (const box of boxes) {
    const out = box.painted && !box.decorative && !told.has(box) ? overhang(box.rect, canvas) : undefined
    if (out)
      problems.push(`the box ${box.name} sticks out of the canvas by ${px(out.by)} ${out.side}`)
  }
  return problems
}

/**
 * In the flow, what is inside a box has to stay inside it; what floats is free up to the next box that can be seen or
 * that clips. Where a box cannot be seen, letters may reach above and below their line.
 */
function outOfBox({ boxes, texts }: Survey): string[] {
  const problems: string[] = []

  const spill = (rect: Rect, from: number | undefined, leeway = 0): { by: number, side: string, box: Box } | undefined => {
    let floats = false
    for (const box of around(boxes, from)) {
      const isEdge = box.framed || box.clips
      if (!box.inline && !box.shape && (!floats || isEdge)) {
        const { left, right, top, bottom } = box.inside
        const out = overhang(rect, isEdge ? box.inside : { left, right, top: top - leeway, bottom: bottom + leeway })
        if (out)
          return { ...out, box }
      }
      floats ||= box.floating
    }
    return undefined
  }

  const told = new Set<Box>()
  for (const text of texts) {
    const out = text.ink && spill(text.ink, text.box, text.size * 0.25)
    if (!out)
      continue
    problems.push(`${quote(text.text)} sticks out of its box ${out.box.name} by ${px(out.by)} ${out.side}`)
    told.add(out.box)
  }
  for (const box of boxes) {
    if (!box.painted || box.inline || box.floating || box.shape || box.decorative)
      continue
    const out = spill(box.rect, box.parent)
    if (out && !told.has(out.box))
      problems.push(`the box ${box.name} sticks out of its box ${out.box.name} by ${px(out.by)} ${out.side}`)
  }
  return problems
}

function cutOff({ boxes }: Survey): string[] {
  return boxes
    .filter(box => !box.decorative && (box.hidden.x > TOLERANCE || box.hidden.y > TOLERANCE))
    .map(box => `the box ${box.name} cuts off ${px(Math.max(box.hidden.x, box.hidden.y))} of what is in it`)
}

/** Names every text that runs into another one, into a box it is not part of, or under something. */
export function overlaps(survey: Survey): string[] {
  const { boxes, texts } = survey
  const placed = texts.filter((text): text is TextRun & { ink: Rect } => text.ink !== undefined)
  const problems: string[] = []

  placed.forEach((text, index) => {
    for (const other of placed.slice(index + 1)) {
      if (overlap(text.ink, other.ink) > TOLERANCE)
        problems.push(`${quote(text.text)} overlaps ${quote(other.text)} by ${px(overlap(text.ink, other.ink))}`)
    }
    if (text.coveredBy)
      problems.push(`${quote(text.text)} is covered by ${text.coveredBy}`)

    const own = new Set(around(boxes, text.box))
    for (const box of boxes) {
      const into = box.painted && !box.decorative && !own.has(box) ? overlap(text.ink, box.rect) : 0
      // A box all around a text is its background, wherever it stands in the document; contrast is judged by the pixels.
      if (into > TOLERANCE && overhang(text.ink, box.rect))
        problems.push(`${quote(text.text)} runs into the box ${box.name} by ${px(into)}`)
    }
  })

  const foot = boxes.find(box => box.foot)
  for (const box of foot ? boxes : []) {
    const isAround = [...around(boxes, boxes.indexOf(foot!))].includes(box)
    if (!box.foot && !isAround && box.painted && !box.decorative && overlap(box.rect, foot!.rect) > TOLERANCE)
      problems.push(`the box ${box.name} overlaps the running foot by ${px(overlap(box.rect, foot!.rect))}`)
  }
  for (const text of foot ? placed : []) {
    if (!boxes[text.box]!.foot && overlap(text.ink, foot!.rect) > TOLERANCE)
      problems.push(`${quote(text.text)} overlaps the running foot by ${px(overlap(text.ink, foot!.rect))}`)
  }
  return problems
}
