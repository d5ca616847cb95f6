import type { WrittenTalk } from '../../../stage/deck/talkInfo'
import type { Interfaces } from '../../../stage/present/network'
import type { OnAir, OnAirOptions } from '../../../stage/present/stageOnAir'
import type { Pairing, TalkState } from '../../../stage/protocol'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fromStage, toParent, toStage } from '../../../stage/present/messages'
import { goOnAir } from '../../../stage/present/stageOnAir'
import { makeFolder } from '../../folder'

const PATIENCE = { timeout: 5_000, interval: 10 }

const talk: WrittenTalk = {
  title: 'A talk',
  slides: [
    { no: 1, title: 'One', clicks: 0, plannedMs: 60_000, notes: [['Hello.']], asides: [] },
    { no: 2, title: 'Two', clicks: 2, plannedMs: 60_000, notes: [['a'], ['b'], ['c']], asides: [] },
  ],
}

/** What it says, as it is after a journey through JSON and the schemas of who reads it. */
class Mailbox {
  readonly deck: v.InferOutput<typeof fromStage>[] = []
  readonly parent: v.InferOutput<typeof toParent.stage>[] = []

  send(to: string, message: unknown): void {
    const read: unknown = JSON.parse(JSON.stringify(message))
    if (to === 'deck')
      this.deck.push(v.parse(fromStage, read))
    else
      this.parent.push(v.parse(toParent.stage, read))
  }

  get pairing(): Pairing {
    return this.parent.flatMap(message => message.kind === 'pairing' ? [message.pairing] : []).at(-1)!
  }

  get state(): TalkState {
    return this.deck.flatMap(message => message.kind === 'state' ? [message.state] : []).at(-1)!
  }

  get plan(): unknown {
    return this.deck.flatMap(message => message.kind === 'plan' ? [message.slides] : []).at(-1)
  }

  get kept(): unknown {
    return this.parent.flatMap(message => message.kind === 'keep' ? [message.kept] : []).at(-1)
  }
}

let folder: string
let mail: Mailbox
const onAirs: OnAir[] = []

beforeEach(async () => {
  folder = await makeFolder({ 'remote/index.html': '<title>remote</title>', 'site/index.html': '<title>site</title>' })
  mail = new Mailbox()
})
afterEach(async () => {
  await Promise.all(onAirs.splice(0).map(onAir => onAir.close()))
})

async function onAir(options: Partial<OnAirOptions> = {}): Promise<OnAir> {
  const stage = await goOnAir({
    talk,
    pictures: null,
    line: mail,
    hasKeys: true,
    port: 0,
    host: 'localhost',
    kept: null,
    say: () => {},
    remoteFolder: join(folder, 'remote'),
    siteFolder: join(folder, 'site'),
    picturesFolder: join(folder, 'pictures'),
    ...options,
  })
  onAirs.push(stage)
  return stage
}

function post(port: number, path: string, body: unknown, { cookie = '', host = 'localhost' } = {}): Promise<Response> {
  const origin = `http://${host}:${port}`
  return fetch(origin + path, { method: 'POST', headers: { 'Content-Type': 'application/json', 'Origin': origin, cookie }, body: JSON.stringify(body) })
}

/** Pairs a phone with the code that is out; its cookie. */
async function pair(port: number, host?: string): Promise<string> {
  const response = await post(port, '/remote/pair', { code: mail.pairing.phoneUrl!.split('#')[1] }, { host })
  expect(response.status).toBe(204)
  return response.headers.get('set-cookie')!.split(';')[0]!
}

function tap(seq: number, command: unknown, client = 'a-phone-1') {
  return { client, commands: [{ seq, from: { slide: 1, click: 0 }, agoMs: 0, command }] }
}

/** Something a process says to this one, through the schema of its line. */
function said(message: unknown) {
  return v.parse(toStage, message)
}

describe('a stage on air', () => {
  it('invites a phone at once, and takes it in with the code of the invitation', async () => {
    const { port } = await onAir()
    expect(mail.pairing).toMatchObject({ hasNetwork: false, audienceUrl: null, phones: [] })
    expect(mail.pairing.phoneUrl).toMatch(new RegExp(`^http://localhost:${port}/remote#[\\w-]{27}$`))
    await pair(port)
    expect(mail.pairing).toMatchObject({ phoneUrl: null, codeEndsAtMs: null, phones: [{ name: expect.any(String) }] })
    expect(mail.deck).toContainEqual({ kind: 'pairing', pairing: mail.pairing })
  })

  it('moves phone and windows alike', async () => {
    const { port, hear } = await onAir()
    const cookie = await pair(port)
    await post(port, '/remote/command', tap(1, { kind: 'next' }), { cookie })
    expect(mail.state.position).toEqual({ slide: 2, click: 0 })
    hear(said({ kind: 'commands', commands: tap(1, { kind: 'next' }, 'a-window-1') }))
    expect(mail.state.position).toEqual({ slide: 2, click: 1 })
    expect(mail.deck).toContainEqual({ kind: 'answer', client: 'a-window-1', answer: { upTo: 1, dropped: [], state: mail.state } })
  })

  it('passes on what a phone wants of the live run, and shows the run to followers', async () => {
    const { port, hear } = await onAir()
    const cookie = await pair(port)
    hear(said({ kind: 'canRun', canRun: true }))
    hear(said({ kind: 'run', run: { id: 'limiter', isPaused: false, canPause: true, says: 'Running.', controls: [] }, snapshot: { tokens: 7 } }))
    hear(said({ kind: 'windows', count: 1 }))
    expect(mail.state).toMatchObject({ canRun: true, hasWindow: true, run: { id: 'limiter' } })
    await post(port, '/remote/command', tap(1, { kind: 'run', deed: 'pause' }), { cookie })
    expect(mail.deck).toContainEqual({ kind: 'toRun', command: { kind: 'run', deed: 'pause' } })
    await post(port, '/remote/command', { client: 'a-phone-1', commands: [], pointer: { x: 0.5, y: 0.25 } }, { cookie })
    expect(mail.deck).toContainEqual({ kind: 'pointer', pointer: { x: 0.5, y: 0.25 } })

    const following = new AbortController()
    const reader = (await fetch(`http://localhost:${port}/follow`, { signal: following.signal })).body!.getReader()
    let text = ''
    await vi.waitFor(async () => {
      text += new TextDecoder().decode((await reader.read()).value)
      expect(text).toContain('data: {"tokens":7}')
    }, PATIENCE)
    expect(text).toContain('data: {"position":{"slide":1,"click":0},"isBlank":false}')
    following.abort()
  })

  it('does what the terminal and the presenter view want', async () => {
    const { port, hear } = await onAir()
    const first = mail.pairing.phoneUrl
    hear(said({ kind: 'newCode' }))
    expect(mail.pairing.phoneUrl).not.toBe(first)
    const cookie = await pair(port)
    hear(said({ kind: 'revoke', phone: mail.pairing.phones[0]!.id }))
    expect(mail.pairing.phones).toEqual([])
    expect((await post(port, '/remote/command', tap(1, { kind: 'next' }), { cookie })).status).toBe(403)
    hear(said({ kind: 'newCode' }))
    await pair(port)
    hear(said({ kind: 'revokeAll' }))
    expect(mail.pairing.phones).toEqual([])
  })

  it('says when the code is over', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    try {
      await onAir()
      expect(mail.pairing.phoneUrl).not.toBeNull()
      vi.advanceTimersByTime(mail.pairing.codeEndsAtMs! - Date.now() + 10)
      expect(mail.pairing.phoneUrl).toBeNull()
    }
    finally {
      vi.useRealTimers()
    }
  })

  it('tells of the pictures from when they are there', async () => {
    const { port, hear } = await onAir()
    const cookie = await pair(port)
    const info = async () => (await fetch(`http://localhost:${port}/remote/info`, { headers: { cookie } })).json()
    const before = await info()
    expect(before).toEqual({ ...talk, edition: mail.state.edition, pictures: null })
    hear(said({ kind: 'pictures', name: 'set-2' }))
    expect(mail.state.edition).toBeGreaterThan(before.edition)
    expect(await info()).toEqual({ ...talk, edition: mail.state.edition, pictures: 'set-2' })
  })

  it('goes by the slides as they are now when they were edited, and tells windows and phones', async () => {
    const { port, hear } = await onAir()
    const cookie = await pair(port)
    hear(said({ kind: 'commands', commands: tap(1, { kind: 'go', to: { slide: 2, click: 2 } }, 'a-window-1') }))
    const before = mail.state
    const edited = { ...talk, slides: [talk.slides[0]!, { ...talk.slides[1]!, clicks: 1, plannedMs: 90_000, notes: [['a'], ['b']] }] }
    hear(said({ kind: 'talk', talk: edited }))
    expect(mail.plan).toEqual([{ clicks: 0, plannedMs: 60_000 }, { clicks: 1, plannedMs: 90_000 }])
    expect(mail.state.position).toEqual({ slide: 2, click: 1 })
    expect(mail.state.edition).toBeGreaterThan(before.edition)
    const info = await (await fetch(`http://localhost:${port}/remote/info`, { headers: { cookie } })).json()
    expect(info).toEqual({ ...edited, edition: mail.state.edition, pictures: null })
  })

  it('tells a window that comes how everything stands at that moment, the timer too', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      const { hear } = await onAir()
      hear(said({ kind: 'commands', commands: tap(1, { kind: 'timer', deed: 'start' }, 'a-window-1') }))
      vi.setSystemTime(Date.now() + 90_000)
      mail.deck.length = 0
      hear(said({ kind: 'windows', count: 1 }))
      expect(mail.deck.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['plan', 'state', 'pairing']))
      expect(mail.plan).toEqual([{ clicks: 0, plannedMs: 60_000 }, { clicks: 2, plannedMs: 60_000 }])
      expect(mail.state.timer).toMatchObject({ elapsedMs: 90_000 })
      // A second one comes: the count is another, and nothing else.
      vi.setSystemTime(Date.now() + 5_000)
      hear(said({ kind: 'windows', count: 2 }))
      expect(mail.state.timer.elapsedMs).toBe(95_000)
    }
    finally {
      vi.useRealTimers()
    }
  })

  it('says which phones are connected, and of the others when they last said something', async () => {
    const { port } = await onAir()
    const cookie = await pair(port)
    expect(mail.pairing.phones).toMatchObject([{ isConnected: false }])
    const cameAtMs = Date.now()
    const looking = new AbortController()
    const stream = await fetch(`http://localhost:${port}/remote/state`, { headers: { cookie }, signal: looking.signal })
    expect(stream.status).toBe(200)
    expect(mail.pairing.phones).toMatchObject([{ isConnected: true }])
    looking.abort()
    await vi.waitFor(() => expect(mail.pairing.phones).toMatchObject([{ isConnected: false }]), PATIENCE)
    expect(mail.pairing.phones[0]!.seenAtMs).toBeGreaterThanOrEqual(cameAtMs)
  })

  it('cannot begin where somebody else answers, and says what helps', async () => {
    const { port } = await onAir()
    await expect(onAir({ port })).rejects.toThrow(`The stage cannot answer at 127.0.0.1:${port} (EADDRINUSE). Start the presentation again, or with another --port.`)
  })

  it('has nothing for the room when the room is not to follow', async () => {
    const { port } = await onAir({ siteFolder: null })
    const status = async (path: string) => (await fetch(`http://localhost:${port}${path}`)).status
    expect(await Promise.all(['/', '/follow', '/index.html', '/remote'].map(status))).toEqual([404, 404, 404, 200])
  })
})

describe('a stage started anew', () => {
  it('stands where the last one stood, with its phones, its timer and the numbers of their commands', async () => {
    const before = await onAir()
    const cookie = await pair(before.port)
    await post(before.port, '/remote/command', tap(1, { kind: 'go', to: { slide: 2, click: 1 } }), { cookie })
    await post(before.port, '/remote/command', tap(2, { kind: 'timer', deed: 'start' }), { cookie })
    const { kept } = mail
    await onAirs.pop()!.close()

    mail = new Mailbox()
    const { port } = await onAir({ kept })
    expect(mail.state).toMatchObject({ position: { slide: 2, click: 1 }, timer: { startedAtMs: expect.any(Number) } })
    expect(mail.pairing.phones).toHaveLength(1)
    expect(mail.pairing.phoneUrl, 'no code that nobody asked for').toBeNull()
    const answer = await (await post(port, '/remote/command', tap(2, { kind: 'next' }), { cookie })).json()
    expect(answer).toMatchObject({ upTo: 2, state: { position: { slide: 2, click: 1 } } })
  })

  it('starts from nothing rather than from nonsense', async () => {
    await onAir({ kept: { talk: 'nonsense', phones: { a: 1 } } })
    expect(mail.state.position).toEqual({ slide: 1, click: 0 })
  })
})

describe('the network of a stage', () => {
  /** Loopback has more addresses than one on Linux, which stand for networks here. */
  const network = (address: string): Interfaces => ({ wlan0: [{ address, netmask: '255.0.0.0', family: 'IPv4', mac: '3c:22:fb:01:02:03', internal: false, cidr: null }] })

  it.runIf(process.platform === 'linux')('is followed to another address, with the same code and port', async () => {
    let here = network('127.1.1.1')
    const sayings: string[] = []
    const { port } = await onAir({ host: undefined, readNetwork: () => here, watchEveryMs: 20, say: sentence => sayings.push(sentence) })
    const { hasNetwork, audienceUrl, phoneUrl } = mail.pairing
    expect(hasNetwork).toBe(true)
    expect(audienceUrl).toBe(`http://127.1.1.1:${port}/`)
    expect((await fetch(audienceUrl!)).status).toBe(200)

    here = network('127.2.2.2')
    await vi.waitFor(() => expect(mail.pairing.audienceUrl).toBe(`http://127.2.2.2:${port}/`), PATIENCE)
    expect(mail.pairing.phoneUrl).toBe(phoneUrl!.replace('127.1.1.1', '127.2.2.2'))
    await vi.waitFor(async () => expect((await fetch(mail.pairing.audienceUrl!)).status).toBe(200), PATIENCE)
    await expect(fetch(audienceUrl!)).rejects.toThrow('fetch failed')

    here = {}
    await vi.waitFor(() => expect(mail.pairing.audienceUrl).toBeNull(), PATIENCE)
    expect((await fetch(`http://localhost:${port}/`)).status).toBe(200)
    expect(sayings).toEqual(['On the network: 127.1.1.1 (wlan0).', 'On the network: 127.2.2.2 (wlan0).', 'No network that a phone could be in: only this laptop is served, until there is one.'])
  })

  it.runIf(process.platform === 'linux')('asks for phones to be paired anew that were paired elsewhere', async () => {
    let here = network('127.1.1.1')
    const sayings: string[] = []
    const { port } = await onAir({ host: undefined, readNetwork: () => here, watchEveryMs: 20, say: sentence => sayings.push(sentence) })
    await pair(port, '127.1.1.1')
    here = {}
    await vi.waitFor(() => expect(mail.pairing.hasNetwork).toBe(false), PATIENCE)
    here = network('127.2.2.2')
    await vi.waitFor(() => expect(mail.pairing.audienceUrl).toBe(`http://127.2.2.2:${port}/`), PATIENCE)
    expect(sayings.at(-1)).toBe('On the network: 127.2.2.2 (wlan0). Phones have to be paired anew there: press n for a code.')
    here = network('127.1.1.1')
    await vi.waitFor(() => expect(mail.pairing.audienceUrl).toBe(`http://127.1.1.1:${port}/`), PATIENCE)
    expect(sayings.at(-1)).toBe('On the network: 127.1.1.1 (wlan0).')
  })

  it.runIf(process.platform === 'linux')('is none from when it is left for one whose address cannot be had yet', async () => {
    let here = network('127.1.1.1')
    await onAir({ host: undefined, readNetwork: () => here, watchEveryMs: 20 })
    expect(mail.pairing.hasNetwork).toBe(true)
    here = network('203.0.113.7')
    await vi.waitFor(() => expect(mail.pairing).toMatchObject({ hasNetwork: false, audienceUrl: null }), PATIENCE)
  })

  it('is none while its address cannot be had: then this laptop alone is served', async () => {
    // Of the addresses for documentation (RFC 5737): no machine has it.
    const here = network('203.0.113.7')
    const sayings: string[] = []
    const { port } = await onAir({ host: undefined, readNetwork: () => here, watchEveryMs: 20, say: sentence => sayings.push(sentence) })
    await vi.waitFor(() => expect(sayings).toContainEqual(expect.stringContaining('The stage cannot answer at 203.0.113.7')), PATIENCE)
    expect(mail.pairing, 'no address that nobody gets to').toMatchObject({ hasNetwork: false, audienceUrl: null })
    expect(mail.pairing.phoneUrl).toContain(`http://localhost:${port}/`)
    expect((await fetch(`http://localhost:${port}/`)).status).toBe(200)
  })
})
