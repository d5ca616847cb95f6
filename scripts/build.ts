import { relative, resolve } from 'node:path'
import process from 'node:process'
import { siteUrlFrom } from '../setup/head'
import { readArgs } from './args'
import { buildSite } from './build-site'
import { Problem, runScript } from './problem'
import { reportSite } from './report-site'
import { normaliseBase, PROJECT_ROOT } from './site'

/** A wrong address is said before the build, in a sentence; within the build it would come with a stack trace. */
function checkSiteUrl(): void {
  try {
    siteUrlFrom(process.env.SITE_URL)
  }
  catch (error) {
    throw new Problem((error as Error).message, 2)
  }
}

await runScript(async () => {
  const args = readArgs(process.argv.slice(2), 'npm run build -- [--base /sub/] [--out dist] [--no-pdf]', {
    base: { type: 'string', default: '/' },
    out: { type: 'string', default: 'dist' },
    pdf: { type: 'boolean', default: true },
  })
  const base = normaliseBase(args.base)
  const out = resolve(PROJECT_ROOT, args.out)
  checkSiteUrl()
  await buildSite({ root: PROJECT_ROOT, out, base, pdf: args.pdf })
  console.log(`\nBuilt ${relative(process.cwd(), out) || out}, to be served from ${base}`)
  // Without a PDF nothing needed a browser so far, and measuring is not worth looking for one.
  if (args.pdf)
    console.log((await reportSite(out)).join('\n'))
})
