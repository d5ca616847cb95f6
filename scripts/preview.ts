import { once } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'
import { readArgs, readPort } from './args'
import { freePortAloud } from './ports'
import { Problem, runScript } from './problem'
import { serveSite } from './serve'
import { normaliseBase, PROJECT_ROOT, siteBase } from './site'

await runScript(async () => {
  const args = readArgs(process.argv.slice(2), 'npm run preview -- [--port N] [--base /sub/]', {
    port: { type: 'string', default: '4173' },
    base: { type: 'string' },
  })
  const wanted = readPort(args.port)
  const dir = join(PROJECT_ROOT, 'dist')
  const base = await siteBase(dir)
  // A site works from the path that it was built for and from no other: say so rather than show a blank page.
  if (args.base !== undefined && normaliseBase(args.base) !== base)
    throw new Problem(`The site in dist/ was built to be served from ${base}: run \`npm run build -- --base ${normaliseBase(args.base)}\` first.`)

  const server = await serveSite({ dir, base, port: await freePortAloud(wanted) })
  console.log(`The built site is at ${server.url} (Ctrl-C ends it).`)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(process, 'SIGHUP')])
  await server.close()
})
