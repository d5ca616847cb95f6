import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'

/** Where the windows of the laptop show the talk. */
export interface WindowUrls {
  projector: string
  presenter: string
}

/** Browsers of Linux by the names of their desktop files; all of them take `--new-window`. */
const NEW_WINDOW_PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/^google-chrome/, 'google-chrome-stable'],
  [/^chromium-browser/, 'chromium-browser'],
  [/^chromium/, 'chromium'],
  [/^firefox/, 'firefox'],
  [/^microsoft-edge/, 'microsoft-edge'],
  [/^brave-browser/, 'brave-browser'],
]

/** The addresses of a dev server; the deck's own addresses stand behind a hash. */
export function windowUrls(port: number): WindowUrls {
  return { projector: `http://localhost:${port}/`, presenter: `http://localhost:${port}/#/presenter/` }
}

/** Whether a browser could be shown at all; asking for one on a machine without a screen only makes noise. */
export function hasScreen({ DISPLAY, WAYLAND_DISPLAY, WSL_DISTRO_NAME }: NodeJS.ProcessEnv = process.env, platform = process.platform): boolean {
  return platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY || WSL_DISTRO_NAME)
}

/**
 * The commands that open an address in the system's browser, each to be tried when the one before it fails. In a window of its
 * own where the browser is known to take that wish, so that one can be moved to the projector; a plain opener makes tabs.
 *
 * @param url the address
 * @param platform of this machine
 * @param browser what the system calls its browser, where that is known: `firefox.desktop`
 */
export function openCommands(url: string, platform: NodeJS.Platform, browser = ''): string[][] {
  if (platform === 'darwin')
    return [['open', url]]
  // Not by `cmd /c start`, which takes the `&` of an address for the end of a command.
  if (platform === 'win32')
    return [['rundll32', 'url.dll,FileProtocolHandler', url]]
  const program = NEW_WINDOW_PROGRAMS.find(([pattern]) => pattern.test(browser))?.[1]
  return [...program ? [[program, '--new-window', url]] : [], ['xdg-open', url]]
}

/**
 * Opens projector and presenter view.
 *
 * @returns false when no command of this system could do it
 */
export async function openWindows({ projector, presenter }: WindowUrls): Promise<boolean> {
  const browser = process.platform === 'linux' ? await defaultBrowser() : undefined
  // One after the other, so that a browser that has to be started first is not started twice; the speaker looks at the last.
  for (const url of [projector, presenter]) {
    if (!await tryAll(openCommands(url, process.platform, browser)))
      return false
  }
  return true
}

async function tryAll(commands: string[][]): Promise<boolean> {
  for (const [program, ...args] of commands) {
    if (await isStarted(program!, args))
      return true
  }
  return false
}

/** How long an opener is watched: one that is still there has become the browser itself. */
const OPENER_MS = 1_500

async function isStarted(program: string, args: string[]): Promise<boolean> {
  const child = spawn(program, args, { stdio: 'ignore', detached: true })
  child.unref()
  const ended = once(child, 'exit', { signal: AbortSignal.timeout(OPENER_MS) }).then(([code]) => code === 0, (error: Error) => error.name === 'AbortError')
  return ended
}

async function defaultBrowser(): Promise<string> {
  const child = spawn('xdg-settings', ['get', 'default-web-browser'], { stdio: ['ignore', 'pipe', 'ignore'] })
  let answer = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => answer += text)
  await once(child, 'close', { signal: AbortSignal.timeout(OPENER_MS) }).catch(() => {})
  return answer.trim()
}
