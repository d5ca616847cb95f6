import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { defineVitePluginsSetup } from '@slidev/types'
import { writeWorker } from '../beam/isolation/build-worker'
import { isolationHeaders } from '../beam/isolation/headers'
import { panels } from '../components/panels'
import { guard } from '../stage/guard/plugin'
import { stageRelay } from '../stage/window/relay'
import { fromWindow, STAGE_EVENT } from '../stage/window/windowMessages'
import { hideRestingPointer, keepEmbeddedControlAtHome, unnestMenuButton } from './chrome'
import { completeHead, siteUrlFrom } from './head'
import { panelProblems } from './panels'
import { followStageInNotes, leavePositionToStage } from './stageMode'

/**
 * What has to be put right in what Slidev makes: the head of the built page, and a button of its controls. What a slide
 * asks of its panel is looked at before anybody sees the slide. And the page is isolated, as the virtual machine of the
 * live runs needs it: by headers of the dev server, by a service worker of the built site. The dev server is guarded; under
 * `npm run present` it carries what its windows and the stage tell each other.
 */
export default defineVitePluginsSetup(({ clientRoot, data, inspect, remote }) => {
  let base = '/'
  const { VITE_STAGE: stage } = process.env
  // The room's site has no PDF, and so no button that leads to it.
  const hasPdf = stage !== 'follow'
  if (!hasPdf)
    data.config.download = false
  return [
    guard({ slideCount: () => data.slides.length, remote, inspect, events: { [STAGE_EVENT]: fromWindow } }),
    ...stage === 'present' ? [stageRelay()] : [],
    {
      name: 'deck:watch',
      // What is built while the windows are open is nothing that they show.
      config: () => ({ server: { watch: { ignored: ['**/.cache/**', '**/dist/**'] } } }),
    },
    {
      name: 'deck:warm',
      // What only a part that comes later imports, Vite would find when the windows are open, and load them all anew.
      config: () => ({ optimizeDeps: { include: ['uqr', 'valibot'] }, server: { warmup: { clientFiles: [`${clientRoot}/main.ts`] } } }),
    },
    {
      name: 'deck:head',
      apply: 'build',
      configResolved(config) {
        base = config.base
      },
      transformIndexHtml: html => completeHead(html, { base, siteUrl: siteUrlFrom(process.env.SITE_URL), hasPdf }),
    },
    {
      name: 'deck:isolation',
      enforce: 'pre',
      // Not by `server.headers`, because Slidev answers with its page past these.
      configureServer({ middlewares }) {
        middlewares.use((_request, response, next) => {
          response.setHeaders(new Headers(isolationHeaders))
          next()
        })
      },
    },
    {
      name: 'deck:offline',
      apply: 'build',
      // Once every file has been written.
      writeBundle: {
        order: 'post',
        sequential: true,
        handler: ({ dir }) => writeWorker(dir!),
      },
    },
    {
      name: 'deck:panels',
      enforce: 'pre',
      transform(_code, id) {
        const no = Number(/__slidev_(\d+)\.md$/.exec(id)?.[1])
        const slide = data.slides[no - 1]
        const problems = slide ? panelProblems({ no, frontmatter: slide.frontmatter, content: slide.content }, panels) : []
        if (problems.length > 0)
          this.error({ message: problems.join('\n'), id })
      },
    },
    {
      name: 'deck:chrome',
      enforce: 'pre',
      transform(code, id) {
        // In development the version of a package may stand behind the name.
        const file = id.replace(/\?v=\w+$/, '')
        if (file.endsWith('@slidev/client/internals/MenuButton.vue'))
          return unnestMenuButton(code)
        if (file.endsWith('@slidev/client/composables/useHideCursorIdle.ts'))
          return hideRestingPointer(code, fileURLToPath(new URL('restingPointer.ts', import.meta.url)))
        if (stage && file.endsWith('@slidev/client/setup/root.ts'))
          return leavePositionToStage(code)
        if (stage && file.endsWith('@slidev/client/pages/notes.vue'))
          return followStageInNotes(code, fileURLToPath(new URL('stagePlace.ts', import.meta.url)))
        if (file.endsWith('@slidev/client/composables/useEmbeddedCtrl.ts'))
          return keepEmbeddedControlAtHome(code)
      },
    },
  ]
})
