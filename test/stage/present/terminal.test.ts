import type { ReadStream } from 'node:tty'
import { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { listenToKeys } from '../../../stage/present/keys'
import { hasScreen, openCommands, windowUrls } from '../../../stage/present/windows'

describe('keys', () => {
  function keyboard(isTTY = true) {
    const input = Object.assign(new EventEmitter(), { isTTY, setRawMode: vi.fn(), setEncoding: vi.fn(() => input), resume: vi.fn(), pause: vi.fn() })
    return input as typeof input & ReadStream
  }

  it('do what they say, small or large, and Ctrl-C ends', () => {
    const [n, q] = [vi.fn(), vi.fn()]
    const input = keyboard()
    listenToKeys(input, { n, q })
    for (const key of ['n', 'N', 'x', 'no', 'q', '\u0003', 'constructor'])
      input.emit('data', key)
    expect(n).toHaveBeenCalledTimes(2)
    expect(q).toHaveBeenCalledTimes(2)
  })

  it('give the terminal back', () => {
    const n = vi.fn()
    const input = keyboard()
    listenToKeys(input, { n, q: () => {} })!()
    expect(input.setRawMode.mock.calls).toEqual([[true], [false]])
    input.emit('data', 'n')
    expect(n).not.toHaveBeenCalled()
  })

  it('are none without a terminal', () => {
    const input = keyboard(false)
    expect(listenToKeys(input, { q: () => {} })).toBeUndefined()
    expect(input.setRawMode).not.toHaveBeenCalled()
  })
})

describe('windows', () => {
  it('are at the addresses of the deck, whose pages stand behind a hash', () => {
    expect(windowUrls(3030)).toEqual({ projector: 'http://localhost:3030/', presenter: 'http://localhost:3030/#/presenter/' })
  })

  it.each([
    ['darwin', '', [['open', 'URL']]],
    ['win32', '', [['rundll32', 'url.dll,FileProtocolHandler', 'URL']]],
    ['linux', '', [['xdg-open', 'URL']]],
    ['linux', 'firefox_firefox.desktop', [['firefox', '--new-window', 'URL'], ['xdg-open', 'URL']]],
    ['linux', 'google-chrome.desktop', [['google-chrome-stable', '--new-window', 'URL'], ['xdg-open', 'URL']]],
    ['linux', 'org.gnome.Epiphany.desktop', [['xdg-open', 'URL']]],
  ] as const)('are opened on %s, browser "%s"', (platform, browser, commands) => {
    expect(openCommands('URL', platform, browser)).toEqual(commands)
  })

  it('are not opened where nobody could see them', () => {
    expect(hasScreen({}, 'linux')).toBe(false)
    expect(hasScreen({ DISPLAY: '' }, 'linux')).toBe(false)
    expect(hasScreen({ DISPLAY: ':0' }, 'linux')).toBe(true)
    expect(hasScreen({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true)
    expect(hasScreen({}, 'darwin')).toBe(true)
  })
})
