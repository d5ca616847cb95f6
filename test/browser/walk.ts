import type { Buffer } from 'node:buffer'
import type { Browser, Page } from 'playwright-chromium'
import type { Talk } from './deck'
import type { Check, Finding, Place, Theme } from './findings'
import type { Rest } from './measure/settle'
import { axeFaults } from './measure/axe'
import { faintTexts, needsPixels } from './measure/contrasts'
import { overflows, overlaps } from './measure/fit'
import { decodePng, differenceOf } from './measure/picture'
import { settle } from './measure/settle'
import { smallTexts } from './measure/sizes'
import { readSurvey } from './measure/survey'
import { openPage, press, screenshot } from './page'

/** The deck as somebody saw it who went all the way through it. */
export interface Walk {
  findings: Finding[]
  /** Clicks of each slide as Slidev counts them: presses of the right arrow key until the slide is left, less one. */
  clicks: Map<number, number>
}

/** A step as it looked on the way forwards. */
interface Step {
  place: Place
  picture: Buffer
}

export interface WalkOptions {
  /** The visitor's colour scheme. */
  theme: Theme
  /** Which steps are entered by their address, counted from 0 through all slides; every one unless given. */
  enters?: (step: number) => boolean
  /** Which steps axe looks at, counted likewise; every one unless given. */
  asksAxe?: (step: number) => boolean
}

/** Called with the faults of a kind. */
export type Find = (check: Check, ...faults: string[]) => void

/**
 * Goes through a deck as a speaker does: forwards to its end by the right arrow key, back by the left; then enters steps
 * by their addresses. Everything is measured on the way forwards; the other ways must show the same pictures.
 *
 * @param browser one that runs
 * @param siteUrl where the site is served, base and closing slash included
 * @param talk the deck as written
 * @param options who walks, and how much is looked at
 */
export async function walk(browser: Browser, siteUrl: string, talk: Talk, options: WalkOptions): Promise<Walk> {
  const { theme, enters = () => true, asksAxe = () => true } = options
  const findings: Finding[] = []
  const clicks = new Map<number, number>()
  const steps = new Map<string, Step>()
  let place = placeOf({ no: 1, click: 0 }, talk, theme)
  const find: Find = (check, ...faults) => findings.push(...faults.map(what => ({ check, place, what })))
  const page = await openPage(browser, siteUrl, { theme, onComplaint: ({ check, what }) => find(check, what) })

  const compare = async (check: 'back' | 'entry', way: string): Promise<void> => {
    const before = steps.get(keyOf(place))
    if (!before)
      return find(check, `${way} leads to a step that is not there on the way forwards`)
    const difference = differenceOf(before.picture, await screenshot(page))
    if (difference) {
      const { area, pixels } = difference
      find(check, `${way} shows another picture than going forwards: ${pixels} pixels differ, from ${area.left}, ${area.top} to ${area.right}, ${area.bottom}`)
    }
  }

  try {
    await page.goto(siteUrl)
    let rest = await page.evaluate(settle, '')
    for (;;) {
      place = placeOf(rest, talk, theme)
      clicks.set(rest.no, rest.click)
      const isAxeStep = asksAxe(steps.size)
      steps.set(keyOf(place), { place, picture: await screenshot(page) })
      find('motion', ...rest.moving.map(what => `${what} moves although the visitor asked for less motion`))
      await measure(page, find)
      if (isAxeStep)
        find('axe', ...await axeFaults(page))
      if (!rest.hasNext)
        break
      rest = await press(page, 'ArrowRight')
    }
    while (rest.hasPrevious) {
      rest = await press(page, 'ArrowLeft')
      place = placeOf(rest, talk, theme)
      await compare('back', 'going back')
    }

    for (const { place: entered } of [...steps.values()].filter((_, index) => enters(index))) {
      place = entered
      const { slide, click } = entered
      // The part before the hash makes it another page to the browser: it is loaded, not just turned to.
      await page.goto(`${siteUrl}?enter=${slide.no}.${click}#/${slide.alias}${click ? `?clicks=${click}` : ''}`)
      await page.evaluate(settle, '')
      await compare('entry', 'entering it by its address')
    }
  }
  finally {
    await page.context().close()
  }
  return { findings, clicks }
}

/** Looks for what is too large for its place, in the way of something else, too small or too faint to be read. */
export async function measure(page: Page, find: Find): Promise<void> {
  const seen = await readSurvey(page)
  find('fit', ...overflows(seen))
  find('overlap', ...overlaps(seen))
  find('size', ...smallTexts(seen))
  find('contrast', ...faintTexts(seen, needsPixels(seen) ? decodePng(await pictureWithoutText(page)) : undefined))
}

/** What the slide looks like with its letters taken away. */
async function pictureWithoutText(page: Page): Promise<Buffer> {
  const style = await page.addStyleTag({
    content: `
      #slide-content * { -webkit-text-fill-color: transparent !important; text-decoration: none !important; text-shadow: none !important }
      #slide-content text, #slide-content tspan { fill: transparent !important; stroke: transparent !important }
    `,
  })
  try {
    return await screenshot(page)
  }
  finally {
    await style.evaluate(element => (element as Element).remove())
  }
}

function placeOf({ no, click }: Pick<Rest, 'no' | 'click'>, talk: Talk, theme: Theme): Place {
  const slide = talk.slides[no - 1]
  if (!slide)
    throw new Error(`The site shows a slide ${no}, but slides.md has ${talk.slides.length}.`)
  return { slide, click, theme }
}

function keyOf({ slide, click }: Place): string {
  return `${slide.no}.${click}`
}
