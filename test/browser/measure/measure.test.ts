import type { Finding } from '../findings'
import { Buffer } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { useBrowser } from '../browser'
import { report } from '../findings'
import { contrast, hex, over } from './colour'
import { decodePng, differenceOf } from './picture'

describe('contrast', () => {
  it('goes from 1 to 21 as WCAG has it', () => {
    expect(contrast([0, 0, 0, 1], [255, 255, 255, 1])).toBe(21)
    expect(contrast([255, 255, 255, 1], [255, 255, 255, 1])).toBe(1)
    // The grey that WCAG's own examples call just enough on white.
    expect(contrast([118, 118, 118, 1], [255, 255, 255, 1])).toBeCloseTo(4.54, 2)
  })

  it('sees through a colour to what is behind', () => {
    expect(hex(over([0, 0, 0, 0.5], [255, 255, 255, 1]))).toBe('#808080')
  })
})

describe('a picture', () => {
  const browser = useBrowser()

  const draw = async (html: string): Promise<Buffer> => {
    const page = await browser().newPage({ viewport: { width: 64, height: 48 } })
    try {
      await page.setContent(`<style>body { margin: 0 }</style>${html}`)
      return await page.screenshot()
    }
    finally {
      await page.close()
    }
  }

  it('is decoded to the very pixels that the browser sees in it', async () => {
    const png = await draw('<div style="height: 48px; background: linear-gradient(30deg, red, lime, blue)">Ag</div>')
    const page = await browser().newPage()
    const pixels = await page.evaluate(async (base64) => {
      const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob())
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!
      context.drawImage(image, 0, 0)
      return [...context.getImageData(0, 0, image.width, image.height).data]
    }, png.toString('base64'))
    await page.close()
    const picture = decodePng(png)
    expect(picture).toMatchObject({ width: 64, height: 48 })
    expect(Buffer.from(picture.pixels).equals(Buffer.from(pixels))).toBe(true)
  })

  it('differs where something else is drawn, however faint', async () => {
    const [plain, square, tint] = [
      await draw(''),
      await draw('<div style="position: absolute; left: 10px; top: 20px; width: 3px; height: 2px; background: black"></div>'),
      await draw('<div style="width: 20px; height: 20px; background: #fafafa"></div>'),
    ]
    expect(differenceOf(plain, square)).toEqual({ pixels: 6, area: { left: 10, top: 20, right: 13, bottom: 22 } })
    expect(differenceOf(plain, tint)).toMatchObject({ pixels: 400 })
    expect(differenceOf(plain, await draw(''))).toBeUndefined()
  })

  it('does not differ for a corner that was rounded otherwise', async () => {
    const dot = (shade: string): string => `<div style="width: 2px; height: 2px; background: ${shade}"></div>`
    expect(differenceOf(await draw(dot('#808080')), await draw(dot('#868686')))).toBeUndefined()
  })
})

describe('the report', () => {
  const slides = [1, 2, 3, 4, 5].map(no => ({ no, title: `Slide ${no}`, alias: '', layout: '', notes: [] }))
  const at = (no: number, click: number, theme: 'light' | 'dark', what = 'x'): Finding =>
    ({ check: 'size', place: { slide: slides[no - 1]!, click, theme }, what })

  it('names slide, title, click and theme', () => {
    expect(report([at(2, 3, 'dark', '"jobs inserted" is 13 px, labels need 14 px')]))
      .toEqual(['slide 2 (Slide 2), click 3, dark: "jobs inserted" is 13 px, labels need 14 px'])
  })

  it('says a fault once, with all clicks and themes at which it was seen', () => {
    expect(report([at(1, 0, 'light'), at(1, 1, 'light'), at(1, 2, 'light'), at(1, 4, 'light')])).toEqual(['slide 1 (Slide 1), clicks 0–2, 4, light: x'])
    expect(report([at(1, 1, 'light'), at(1, 1, 'dark'), at(1, 1, 'dark')])).toEqual(['slide 1 (Slide 1), click 1, light and dark: x'])
    expect(report([at(1, 1, 'light'), at(1, 2, 'dark')])).toEqual(['slide 1 (Slide 1), click 1, light and click 2, dark: x'])
  })

  it('keeps the order of the talk', () => {
    expect(report([at(3, 0, 'light', 'c'), at(1, 0, 'light', 'a')])).toEqual(['slide 1 (Slide 1), click 0, light: a', 'slide 3 (Slide 3), click 0, light: c'])
  })

  it('says once what many slides share', () => {
    expect(report([1, 2, 3, 5].map(no => at(no, 0, 'dark')))).toEqual(['slides 1–3, 5, dark: x'])
  })
})
