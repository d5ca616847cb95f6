import type { Plugin, ViteDevServer } from 'vite'
import type { Line } from '../present/child'
import type { FromStage } from '../present/messages'
import type { Role } from './windowMessages'
import * as v from 'valibot'
import { openLine } from '../present/child'
import { fromStage } from '../present/messages'
import { fromWindow, STAGE_EVENT } from './windowMessages'

/** A window, as Vite's websocket knows it. */
interface Window {
  send: (event: string, data: unknown) => void
}

/** What a window has told of itself. */
interface Told {
  role: Role
  /** Whether it shows a panel that can run. */
  canRun: boolean
}

/**
 * Carries what the windows of the laptop and the stage tell each other, in the deck's process of `npm run present`: over
 * Vite's websocket on the one side, over the line to the parent on the other. Nothing of what the stage says is stored here:
 * it says everything again when it is told that a window has come.
 *
 * @param listenToStage opens the line to the parent
 */
export function stageRelay(listenToStage = (listen: (message: FromStage) => void): Line => openLine(fromStage, listen)): Plugin {
  return {
    name: 'deck:stage',
    apply: 'serve',
    // An error that only the speaker can mend is no picture for the projector: it stays in the terminal.
    config: () => ({ server: { hmr: { overlay: false } } }),
    configureServer: server => relay(server, listenToStage),
  }
}

function relay({ ws, httpServer }: ViteDevServer, listenToStage: (listen: (message: FromStage) => void) => Line): void {
  const windows = new Map<Window, Told>()
  /** The window that last told of a live run of its own. */
  let host: Window | undefined

  const line = listenToStage((message) => {
    if (message.kind === 'toRun')
      runner()?.send(STAGE_EVENT, message)
    else
      ws.send(STAGE_EVENT, message)
  })

  httpServer?.once('listening', () => line.send('parent', { kind: 'isUp' }))
  // Slidev makes a new server when the deck's frontmatter changes.
  httpServer?.once('close', line.close)

  /** Who does what is asked of a live run: the window that has it; to start one, the projector, or who else has the panel. */
  function runner(): Window | undefined {
    const able = [...windows].filter(([, { canRun }]) => canRun)
    const [best] = able.find(([, { role }]) => role === 'projector') ?? able[0] ?? []
    return host ?? best
  }

  function toldBy(window: Window): Told {
    const told = windows.get(window) ?? { role: 'aside', canRun: false }
    windows.set(window, told)
    return told
  }

  const tellWindows = (): void => line.send('stage', { kind: 'windows', count: [...windows.values()].filter(({ role }) => role === 'projector').length })
  const tellCanRun = (): void => line.send('stage', { kind: 'canRun', canRun: [...windows.values()].some(({ canRun }) => canRun) })

  function endRunOf(window: Window): void {
    if (window !== host)
      return
    host = undefined
    line.send('stage', { kind: 'run', run: null })
  }

  ws.on(STAGE_EVENT, (data: unknown, window: Window) => {
    const read = v.safeParse(fromWindow, data)
    if (!read.success)
      return
    const message = read.output
    switch (message.kind) {
      case 'hello':
        toldBy(window).role = message.role
        return tellWindows()
      case 'canRun':
        toldBy(window).canRun = message.canRun
        return tellCanRun()
      case 'run':
        if (!message.run)
          return endRunOf(window)
        host = window
        return line.send('stage', message)
      default:
        line.send('stage', message)
    }
  })

  ws.on('vite:client:disconnect', (_data: unknown, window: Window) => {
    endRunOf(window)
    if (!windows.delete(window))
      return
    tellWindows()
    tellCanRun()
  })
}
