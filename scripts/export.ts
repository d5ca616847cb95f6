import type { RenderedPdf } from './render-pdf'
import { join, relative, resolve } from 'node:path'
import process from 'node:process'
import { PDF_NAME } from '../setup/head'
import { readArgs } from './args'
import { buildSite } from './build-site'
import { runScript } from './problem'
import { renderPdf } from './render-pdf'
import { PROJECT_ROOT, readableSize, siteBase, staleness } from './site'

await runScript(async () => {
  const args = readArgs(process.argv.slice(2), 'npm run export -- [--with-clicks] [--dark] [--output file.pdf]', {
    'with-clicks': { type: 'boolean', default: false },
    'dark': { type: 'boolean', default: false },
    'output': { type: 'string' },
  })
  const started = Date.now()
  const site = join(PROJECT_ROOT, 'dist')
  const why = await staleness(PROJECT_ROOT, site)
  const marks = [args['with-clicks'] && '-clicks', args.dark && '-dark'].filter(Boolean).join('')
  const output = args.output ? withSuffix(resolve(args.output)) : join(site, PDF_NAME.replace('.pdf', `${marks}.pdf`))

  let rendered: RenderedPdf | undefined
  if (why) {
    console.log(`Building the site first, because ${why}.`)
    // With its PDF, so that a site in dist/ is always a whole one, and for the base that it had.
    rendered = await buildSite({ root: PROJECT_ROOT, out: site, base: await siteBase(site).catch(() => '/') })
  }
  if (!rendered || marks || args.output)
    rendered = await renderPdf({ root: PROJECT_ROOT, site, output, withClicks: args['with-clicks'], dark: args.dark })
  const { pages, bytes } = rendered.inspection
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(`Wrote ${relative(process.cwd(), output)}: ${pages.length} pages, ${readableSize(bytes)}, in ${seconds} s.`)
})

function withSuffix(path: string): string {
  return path.toLowerCase().endsWith('.pdf') ? path : `${path}.pdf`
}
