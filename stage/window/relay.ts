import type { Plugin, ViteDevServer } from 'vite'
import type { Line } from '../present/child'
import type { FromStage } from '../present/messages'
import type { Plan, Role } from './windowMessages'
import * as v from 'valibot'
import { openLine } from '../present/child'
import { fromStage } from '../present/messages'
import { fromWindow, STAGE_EVENT } from './windowMessages'

/** A window, as Vite's websocket knows it. */
interface Window {
  send: (event: string, data: unknown) => void
}

/**
 * Carries what the windows of the laptop and the stage tell each other, in the deck's process of `npm run present`: over
 * Vite's websocket on the one side, over the line to the parent on the other.
 *
 * @param readPlan reads what the windows have to know of the slides
 * @param listenToStage opens the line to the parent
 */
export function stageRelay(readPlan: () => Promise<Plan>, listenToStage = (listen: (message: FromStage) => void): Line => openLine(fromStage, listen)): Plugin {
  return {
    name: 'deck:stage',
    apply: 'serve',
    // An error that only the speaker can mend is no picture for the projector: it stays in the terminal.
    config: () => ({ server: { hmr: { overlay: false } } }),
    configureServer: server => relay(server, readPlan, listenToStage),
  }
}

function relay({ ws, config, httpServer }: ViteDevServer, readPlan: () => Promise<Plan>, listenToStage: (listen: (message: FromStage) => void) => Line): void {
  const roles = new Map<Window, Role>()
  /** The window that last told of a live run of its own. */
  let host: Window | undefined
  /** The last one of each kind that says how something stands, for windows that open later. */
  const standing = new Map<FromStage['kind'], FromStage>()

  const line = listenToStage((message) => {
    if (message.kind === 'toRun') {
      const projector = [...roles].find(([, role]) => role === 'projector')?.[0]
      const doer = host ?? projector ?? [...roles.keys()][0]
      doer?.send(STAGE_EVENT, message)
      return
    }
    if (message.kind === 'state' || message.kind === 'pairing')
      standing.set(message.kind, message)
    ws.send(STAGE_EVENT, message)
  })

  // Slidev makes a new server when the deck's frontmatter changes.
  httpServer?.once('close', line.close)

  const countWindows = (): void => {
    const count = [...roles.values()].filter(role => role === 'projector').length
    line.send('stage', { kind: 'windows', count })
  }

  async function welcome(window: Window): Promise<void> {
    window.send(STAGE_EVENT, { kind: 'plan', slides: await readPlan() })
    standing.forEach(message => window.send(STAGE_EVENT, message))
  }

  function endRunOf(window: Window): void {
    if (window !== host)
      return
    host = undefined
    line.send('stage', { kind: 'run', run: null })
  }

  ws.on(STAGE_EVENT, (data: unknown, window: Window) => {
    const read = v.safeParse(fromWindow, data)
    if (!read.success || read.output.kind === 'windows')
      return
    const message = read.output
    if (message.kind === 'hello') {
      const isNew = !roles.has(window)
      roles.set(window, message.role)
      countWindows()
      if (isNew)
        welcome(window).catch((error: Error) => config.logger.error(error.message))
      return
    }
    if (message.kind === 'run') {
      if (!message.run)
        return endRunOf(window)
      host = window
    }
    line.send('stage', message)
  })

  ws.on('vite:client:disconnect', (_data: unknown, window: Window) => {
    endRunOf(window)
    if (roles.delete(window))
      countWindows()
  })
}
