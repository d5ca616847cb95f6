import type { Browser } from 'playwright-chromium'
import { accessSync, constants, readdirSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { chromium } from 'playwright-chromium'
import { unpackBundledChromium } from './bundled-chromium'
import { Problem } from './problem'

/** Where a browser came from, in the order in which they are tried. */
export type BrowserSource = 'explicit' | 'playwright' | 'system' | 'bundled'

/** A browser on this machine and how to start it. */
export interface FoundBrowser {
  /** Absolute path of the program. */
  executablePath: string
  /** Command line flags beyond Playwright's own. */
  args: string[]
  /** Environment variables it needs beyond ours: its own libraries and fonts. */
  env: Record<string, string>
  source: BrowserSource
}

export interface BrowserOptions {
  /** Use exactly this program. Without it the environment variable BROWSER_PATH is asked. */
  executablePath?: string
}

/**
 * A deck is rendered from this machine alone, so the browser has no business on the network: these silence what
 * Chromium would ask of its maker on its own (Playwright silences most of it already).
 */
const QUIET_ARGS = [
  '--disable-background-networking',
  '--disable-client-side-phishing-detection',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-quic',
  '--disable-sync',
  '--no-default-browser-check',
  '--no-first-run',
  '--no-pings',
  // The same glyph positions on every machine, whatever its font settings.
  '--font-render-hinting=none',
  // A large picture is drawn in the frame that it belongs to, not when it is decoded: a screenshot would lack it.
  '--disable-checker-imaging',
]

const NO_BROWSER = 'No browser was found to render the deck with: run `npx playwright install chromium`, or install Chrome, or set BROWSER_PATH to the program of one.'

/**
 * Starts a headless browser, the first of the resolver's order that really starts. A program that is there but does not
 * start (a stub, a library missing) is passed over, except when it was named explicitly.
 *
 * @throws Problem when the named browser is missing or does not start, or when there is none at all
 */
export async function launchBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const failures: string[] = []
  for await (const found of browsers(options)) {
    try {
      return await start(found)
    }
    catch (error) {
      const reason = `${found.executablePath} did not start: ${firstReason(error)}`
      if (found.source === 'explicit')
        throw new Problem(`The browser ${reason}.`)
      failures.push(reason)
    }
  }
  throw new Problem(failures.length ? `${NO_BROWSER} (${failures.join('; ')})` : NO_BROWSER)
}

/**
 * Finds the browser to use: an explicit path, Playwright's own, a system Chrome or Chromium, the one in the npm package
 * `@sparticuz/chromium` (which it unpacks). It does not start it.
 *
 * @throws Problem when the named browser is missing, or when there is none at all
 */
export async function resolveBrowser(options: BrowserOptions = {}): Promise<FoundBrowser> {
  const first = await browsers(options).next()
  if (first.done)
    throw new Problem(NO_BROWSER)
  return first.value
}

async function* browsers(options: BrowserOptions): AsyncGenerator<FoundBrowser, void> {
  const named = options.executablePath ?? process.env.BROWSER_PATH
  if (named) {
    if (!isProgram(named))
      throw new Problem(`The browser ${named}${options.executablePath ? '' : ' (from BROWSER_PATH)'} is not a program on this machine: name the one of a Chrome or Chromium.`)
    yield { executablePath: named, args: QUIET_ARGS, env: {}, source: 'explicit' }
    return
  }
  for (const executablePath of playwrightPaths().filter(isProgram))
    yield { executablePath, args: QUIET_ARGS, env: {}, source: 'playwright' }
  for (const executablePath of systemPaths().filter(isProgram))
    yield { executablePath, args: QUIET_ARGS, env: {}, source: 'system' }
  const bundled = await unpackBundledChromium()
  if (bundled)
    yield { ...bundled, args: [...QUIET_ARGS, ...bundled.args], source: 'bundled' }
}

async function start(found: FoundBrowser): Promise<Browser> {
  const launch = (chromiumSandbox: boolean): Promise<Browser> => chromium.launch({
    executablePath: found.executablePath,
    args: found.args,
    env: { ...process.env, ...found.env },
    chromiumSandbox,
  })
  // Chromium refuses to sandbox as root. Elsewhere the sandbox stays on where the system lets it (many containers and
  // some distributions forbid the user namespaces it is made of).
  if (process.getuid?.() === 0)
    return launch(false)
  try {
    return await launch(true)
  }
  catch {
    return launch(false)
  }
}

/** The browser that `npx playwright install` brings: the small headless one if there, else the full one. */
function playwrightPaths(): string[] {
  const full = chromium.executablePath()
  const match = /^(.*[\\/])chromium-(\d+)[\\/]/.exec(full)
  if (!match)
    return [full]
  const shellRoot = `${match[1]}chromium_headless_shell-${match[2]}`
  const programs = ['chrome-headless-shell', 'chrome-headless-shell.exe', 'headless_shell']
  const shells = subfolders(shellRoot).flatMap(folder => programs.map(program => join(shellRoot, folder, program)))
  return [...shells, full]
}

function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder)
  }
  catch {
    return []
  }
}

function systemPaths(): string[] {
  const env = process.env
  if (process.platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Google Chrome for Testing', 'Microsoft Edge']
    return ['/Applications', `${env.HOME}/Applications`]
      .flatMap(folder => apps.map(app => `${folder}/${app}.app/Contents/MacOS/${app}`))
  }
  if (process.platform === 'win32') {
    const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe']
    return programs.flatMap(program => [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
      .filter(folder => folder !== undefined)
      .map(folder => join(folder, program)))
  }
  const names = ['google-chrome-stable', 'google-chrome', 'chrome', 'chromium', 'chromium-browser', 'chrome-headless-shell']
  const folders = [...(env.PATH ?? '').split(delimiter).filter(Boolean), '/usr/bin', '/usr/local/bin', '/opt/google/chrome', '/snap/bin']
  return names.flatMap(name => [...new Set(folders)].map(folder => join(folder, name)))
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  }
  catch {
    // Not there, or in a folder that we may not look into.
    return false
  }
}

/** The line of a launch error that tells a person most; Playwright's whole message is pages long. */
function firstReason(error: unknown): string {
  const lines = String(error instanceof Error ? error.message : error).split('\n').map(line => line.replace(/^.*\[err\]\s*/, '').trim())
  const telling = lines.find(line => /error while loading|cannot open|not found|EACCES|ENOEXEC|no usable sandbox|FATAL/i.test(line))
  return (telling ?? lines[0] ?? 'no reason given').replace(/\.$/, '').slice(0, 200)
}
