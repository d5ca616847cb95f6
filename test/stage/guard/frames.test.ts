import { Buffer } from 'node:buffer'
import { EventEmitter } from 'node:events'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { FRAME_BYTES, readFrame, TOOL_EVENTS } from '../../../stage/guard/frames'
import { guardFrames, mayUpgrade } from '../../../stage/guard/sockets'

const EVENTS = { ...TOOL_EVENTS, 'deck:greet': v.strictObject({ name: v.string() }) }
const custom = (event: unknown, data?: unknown): string => JSON.stringify({ type: 'custom', event, data })

describe('a message on the websocket', () => {
  it.each([
    JSON.stringify({ type: 'ping' }),
    custom('vite:invalidate', { path: '/a.ts', message: 'why' }),
    custom('unocss:hmr', ['__ALL__']),
    custom('deck:greet', { name: 'Ada' }),
  ])('goes on when it is known: %s', text => expect(JSON.parse(readFrame(Buffer.from(text), EVENTS)!.toString())).toEqual(JSON.parse(text)))

  it.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['null, on which Slidev ends', 'null'],
    ['a number', '1'],
    ['an array', '[]'],
    ['an unknown type', JSON.stringify({ type: 'full-reload' })],
    ['a file to be written, without its data', custom('slidev:monaco-write')],
    ['a file to be written', custom('slidev:monaco-write', { file: 'slides.md', content: '' })],
    ['a message of UnoCSS that it cannot take apart', custom('unocss:hmr')],
    ['another one', custom('unocss:hmr', [{ __proto__: null }])],
    ['an invalidation of nothing', custom('vite:invalidate')],
    ['an event of Vite that is not for windows', custom('vite:client:disconnect')],
    ['a call into the server', custom('vite:invoke', { id: 'send:1', name: 'fetchModule', data: ['/slides.md'] })],
    ['an own event with other data', custom('deck:greet', { name: 1 })],
    ['an event named like a property of every object', custom('constructor', {})],
    ['an event without a name', custom(undefined, {})],
    ['something beside the event', JSON.stringify({ type: 'ping', more: 1 })],
  ])('is dropped when it is %s', (_what, text) => expect(readFrame(Buffer.from(text), EVENTS)).toBeUndefined())

  it('is dropped when it is too large', () => {
    const ofLength = (length: number): Buffer => Buffer.from(custom('deck:greet', { name: 'a'.repeat(length) }))
    expect(readFrame(ofLength(FRAME_BYTES / 2), EVENTS)).toBeDefined()
    expect(readFrame(ofLength(FRAME_BYTES), EVENTS)).toBeUndefined()
  })
})

describe('a guarded socket', () => {
  function open(handle: (text: string) => void): { receive: (raw: string, isBinary?: boolean) => void, heard: string[], reported: unknown[] } {
    const socket = new EventEmitter()
    const heard: string[] = []
    const reported: unknown[] = []
    guardFrames(socket, EVENTS, error => reported.push(error))
    socket.on('message', (raw: Buffer) => {
      heard.push(raw.toString())
      handle(raw.toString())
    })
    return { receive: (raw, isBinary = false) => void socket.emit('message', Buffer.from(raw), isBinary), heard, reported }
  }

  it('hands on what is known, to whoever listens', () => {
    const { receive, heard } = open(() => {})
    receive(custom('deck:greet', { name: 'Ada' }))
    receive('null')
    receive(custom('deck:greet', { name: 'Ada' }), true)
    expect(heard).toEqual([custom('deck:greet', { name: 'Ada' })])
  })

  it('outlives a handler that throws', () => {
    const { receive, heard, reported } = open(() => {
      throw new Error('stumbled')
    })
    receive(custom('deck:greet', { name: 'Ada' }))
    receive(custom('deck:greet', { name: 'Bob' }))
    expect(heard).toHaveLength(2)
    expect(reported.map(String)).toEqual(['Error: stumbled', 'Error: stumbled'])
  })
})

describe('an upgrade', () => {
  const OWN = { 'host': 'localhost:3030', 'origin': 'http://localhost:3030', 'sec-websocket-protocol': 'vite-hmr' }
  const isAllowed = (url: string, headers: Record<string, string | undefined> = {}, hosts = 1): boolean =>
    mayUpgrade({ method: 'GET', url, headers: { ...OWN, ...headers }, headersDistinct: { host: Array.from({ length: hosts }, () => 'x') } }, 3030, '/')

  it('is for Vite\'s hot updates and pings', () => {
    expect(isAllowed('/?token=aB_-9')).toBe(true)
    expect(isAllowed('/', { 'sec-websocket-protocol': 'vite-ping' })).toBe(true)
    expect(isAllowed('/?token=x', { 'sec-fetch-site': 'same-origin' })).toBe(true)
  })

  it.each([
    ['without an origin', { origin: undefined }],
    ['of another page', { origin: 'http://evil.example' }],
    ['of another page of this machine', { origin: 'http://localhost:8080' }],
    ['of the same server under another name', { origin: 'http://127.0.0.1:3030' }],
    ['of another page, as the browser says', { 'sec-fetch-site': 'cross-site' }],
    ['to another name', { host: 'evil.example:3030', origin: 'http://evil.example:3030' }],
    ['without a name', { host: undefined, origin: 'http://undefined' }],
    ['with another protocol', { 'sec-websocket-protocol': 'chat' }],
    ['without a protocol', { 'sec-websocket-protocol': undefined }],
    ['with two protocols', { 'sec-websocket-protocol': 'vite-hmr, chat' }],
  ])('is refused %s', (_how, headers) => expect(isAllowed('/', headers)).toBe(false))

  it.each(['/x', '//', 'http://localhost:3030/', '/?token=a&x=1', '/?x', '/??', '/#', ''])('is refused at %j', url => expect(isAllowed(url)).toBe(false))
  it('is refused with two names', () => expect(isAllowed('/', {}, 2)).toBe(false))
})
