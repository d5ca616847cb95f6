import type { Browser } from 'playwright-chromium'
import type { PrintOptions, PrintPage } from '../../scripts/print-page'
import type { SiteServer } from '../../scripts/serve'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser } from '../../scripts/browser'
import { openPrintPage } from '../../scripts/print-page'
import { serveSite } from '../../scripts/serve'
import { makeFolder } from '../folder'

/** A print page as Slidev makes it: containers at once, each slide when its code has come. */
function printPage(slides: { html: string, afterMs?: number }[], script = ''): string {
  const containers = slides.map((_, index) => `<div class="print-slide-container" id="00${index + 1}-01"><div data-slidev-no="${index + 1}"></div></div>`)
  return `<!doctype html><style>
    body { margin: 0 }
    .print-slide-container { position: relative; overflow: hidden; width: 1280px; height: 720px }
    [data-slidev-no] > div { position: absolute; inset: 0 }
  </style>${containers.join('')}<script>
    for (const [index, { html, afterMs }] of ${JSON.stringify(slides)}.entries())
      setTimeout(() => document.querySelectorAll('[data-slidev-no]')[index].innerHTML = '<div>' + html + '</div>', afterMs ?? 0)
    ${script}
  </script>`
}

let browser: Browser
let dir: string
let server: SiteServer
let opened: PrintPage | undefined

beforeAll(async () => {
  browser = await launchBrowser()
}, 60_000)
beforeEach(async () => {
  dir = await makeFolder()
})
afterEach(async () => {
  await opened?.page.context().close()
  opened = undefined
  await server.close()
})

afterAll(() => browser.close())

async function open(html: string, options: PrintOptions): Promise<PrintPage> {
  await writeFile(join(dir, 'index.html'), html)
  server = await serveSite({ dir })
  opened = await openPrintPage(browser, server.url, options)
  return opened
}

describe('the print page', () => {
  it('is ready only when the last slide has come, though nothing told of it', async () => {
    const { slides } = await open(printPage([{ html: '<h1>Early</h1>' }, { html: '<h1>Late</h1>', afterMs: 700 }]), { slideCount: 2 })
    expect(slides.map(({ words }) => words)).toEqual([['Early'], ['Late']])
  })

  it('names the slides that never come', async () => {
    const never = open(printPage([{ html: 'x' }, { html: 'y', afterMs: 60_000 }]), { slideCount: 3, timeoutMs: 500 })
    await expect(never).rejects.toThrow(/after 0\.5 s still waiting for slide 3, slide 2\./)
  })

  it('names an image that cannot be had, with its slide', async () => {
    await expect(open(printPage([{ html: 'x' }, { html: '<img src=/gone.jpg>' }]), { slideCount: 2 }))
      .rejects
      .toThrow('the image /gone.jpg of slide 2 could not be loaded')
  })

  it('names a font that cannot be had', async () => {
    const face = '<style>@font-face { font-family: Gone; font-weight: 400; src: url(/gone.woff2) }</style><p style="font-family: Gone">x</p>'
    await expect(open(printPage([{ html: face }]), { slideCount: 1 })).rejects.toThrow('the font Gone 400 normal could not be loaded')
  })

  it('stops at a slide whose code cannot be fetched', async () => {
    await expect(open(printPage([{ html: 'x' }], 'console.error("slide failed to load", new Error("404"))'), { slideCount: 1 }))
      .rejects
      .toThrow('slide failed to load')
  })

  it('reads what reaches the paper, and only that', async () => {
    const { slides: [slide] } = await open(printPage([{
      html: `
        <h1>Seen</h1><svg width="300" height="60"><title>unseen</title><text y="40">drawn</text></svg>
        <p style="opacity: 0">later</p><p style="visibility: hidden">hidden</p>
        <ul style="position: absolute; width: 1px; height: 1px; overflow: hidden"><li>spoken</li></ul>
        <p style="position: absolute; clip-path: inset(50%)">clipped</p>
        <p style="position: absolute; left: 2000px">outside</p>
        <a href="https://elixir-lang.org">away</a> <a href="#limiter">within</a> <a href="https://hidden.example" hidden>no</a>`,
    }]), { slideCount: 1 })
    expect(slide).toEqual({
      slide: 1,
      click: undefined,
      words: ['Seen', 'drawn', 'away', 'within'],
      links: ['https://elixir-lang.org/', `${server.url}#/limiter`],
      hasPicture: true,
    })
  })

  it('tells the click that a page shows', async () => {
    const { slides } = await open(printPage([{ html: 'x' }]).replace('001-01', '001-04'), { slideCount: 1, withClicks: true })
    expect(slides[0]).toMatchObject({ slide: 1, click: 3 })
  })
})
