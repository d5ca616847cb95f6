import type { ConnectionPoolSnapshot, ConnectionSnapshot, LoggedEvent, RegistrySnapshot } from '../../models/connectionPool'
import type { ChartPaths } from './eppCharts'
import type { EppHealthSnapshot } from './eppHealth'
import { chartPaths, topOfScale } from './eppCharts'
import { eppScenario } from './eppScenario'

/** How something stands; each is also a word on the page, so that colour never tells it alone. */
export type Tone = 'good' | 'plain' | 'warn' | 'bad'

/** What the page draws. */
export interface EppPage {
  open: number
  connections: number
  commandsPerMinute: string
  /** Requests that arrived and are neither answered nor under way. */
  lost: number
  cards: PoolCard[]
  events: EventLine[]
}

/** A number and what it counts. */
export interface Figure { figure: string, unit: string }

/** One registry's card. */
export interface PoolCard {
  registry: string
  endings: string
  process: string
  health: { word: string, tone: Tone }
  /** Over the last five seconds, in whole percent. */
  utilisationPercent: number
  /** One mark a connection, the busy ones first, the lost ones last. */
  marks: RowKind[]
  /** How busy at the refresh, in words. */
  load: string
  /** Of the last five seconds; a dash when nothing was answered. */
  p50: Figure
  p95: Figure
  /** `top` is written at the upper edge, `label` says it to who cannot see it. */
  chart: { p50: ChartPaths, p95: ChartPaths, top: string, label: string }
  rows: ConnectionRow[]
  foot: string
}

export type RowKind = 'busy' | 'idle' | 'down'

/** One connection's row. */
export interface ConnectionRow {
  connection: number
  name: string
  kind: RowKind
  state: string
  /** Its latest response times as a small chart; absent while it is not open. */
  replies?: ChartPaths
  /** The last response time, or the attempt under way. */
  reply: string
  /** How long ago the registry last said anything. */
  lastHeard: string
}

/** One line of the list at the right. */
export interface EventLine {
  key: string
  time: string
  subject: string
  text: string
  tone: Tone
}

const EVENTS_SHOWN = 7
const REPLY_TOP_US = 200_000
const RESPONSE_TOPS_US = [250_000, 500_000, 1e6, 2e6, 5e6, 10e6, 20e6, 50e6, 100e6, 200e6, 500e6, 1e9]

/** The page as it was drawn at its last refresh. */
export function pageOf(shown: ConnectionPoolSnapshot): EppPage {
  const { registries } = shown
  return {
    open: sum(registries, ({ open }) => open),
    connections: sum(registries, ({ connections }) => connections.length),
    commandsPerMinute: sum(registries, answeredInAMinute).toLocaleString('en-US'),
    lost: sum(registries, ({ arrived, answered, waiting, inFlight }) => arrived - answered - waiting - inFlight),
    cards: registries.map(registry => cardOf(registry, shown.nowUs)),
    events: shown.log.flatMap(event => lineOf(event) ?? []).slice(0, EVENTS_SHOWN),
  }
}

/** Whole seconds since the page was refreshed: 0 to 4, for it is refreshed every five. */
export function secondsSinceRefresh({ nowUs, shown }: EppHealthSnapshot): number {
  return Math.floor((nowUs - shown.nowUs) / 1e6)
}

/**
 * What a listener must hear: losses and recoveries that the page has learnt of, a sentence each, the oldest first.
 *
 * @param snapshot what the page shows now
 * @param sinceUs the `shown.nowUs` up to which it has been told
 */
export function announcementsSince({ shown }: EppHealthSnapshot, sinceUs: number): string[] {
  return shown.log
    .filter(event => event.timeUs > sinceUs && ['dropped', 'restored', 'outage', 'outageOver'].includes(event.type))
    .toReversed()
    .map(event => `${subjectOf(event)}: ${wordsOf(event)!.text}.`)
}

/** The time of day on the page, e.g. `14:32:05`. */
export function timeOfDay(timeUs: number): string {
  const seconds = eppScenario.startOfDayS + Math.floor(timeUs / 1e6)
  const parts = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60]
  return parts.map(part => String(part).padStart(2, '0')).join(':')
}

function cardOf(pool: RegistrySnapshot, nowUs: number): PoolCard {
  const { registry, connections, intervals, open, inFlight, waiting } = pool
  const { endings = '', process = '' } = eppScenario.cards[registry] ?? {}
  const latest = intervals.at(-1)
  const rows = connections.map(connection => rowOf(connection, nowUs))
  return {
    registry,
    endings,
    process,
    health: healthOf(pool),
    utilisationPercent: Math.round((latest?.utilisation ?? 0) * 100),
    marks: (['busy', 'idle', 'down'] as const).flatMap(kind => rows.filter(row => row.kind === kind).map(row => row.kind)),
    load: `${inFlight} of ${connections.length} busy${waiting > 0 ? `, ${waiting.toLocaleString('en-US')} queued` : ' now'}`,
    p50: duration(latest?.p50Us ?? null),
    p95: duration(latest?.p95Us ?? null),
    chart: chartOf(pool),
    rows,
    foot: open === connections.length || pool.dropped > 0 ? footOf(pool) : 'connecting',
  }
}

function healthOf({ open, connections, dropped }: RegistrySnapshot): PoolCard['health'] {
  if (open === connections.length)
    return { word: 'Healthy', tone: 'good' }
  if (dropped === 0)
    return { word: 'Starting', tone: 'warn' }
  return open === 0 ? { word: 'Down', tone: 'bad' } : { word: 'Recovering', tone: 'warn' }
}

/** The connections come back by themselves: the supervisor above them has nothing to restart. */
function footOf({ dropped, restored }: RegistrySnapshot): string {
  if (dropped === 0)
    return 'none lost today'
  return `${dropped} lost, ${restored} back, 0 restarts`
}

function chartOf({ registry, intervals }: RegistrySnapshot): PoolCard['chart'] {
  const p50 = intervals.map(({ p50Us }) => p50Us)
  const p95 = intervals.map(({ p95Us }) => p95Us)
  const topUs = topOfScale(p95, RESPONSE_TOPS_US)
  const draw = (values: (number | null)[]): ChartPaths => chartPaths(values, topUs, eppScenario.options.intervalsKept)
  const measured = p95.filter(value => value !== null)
  const label = measured.length === 0
    ? `Response time of ${registry}: nothing answered yet`
    : `Response time of ${registry} over the last 5 minutes: p50 now ${words(p50.at(-1) ?? null)}; p95 now ${words(p95.at(-1) ?? null)}, between ${words(Math.min(...measured))} and ${words(Math.max(...measured))}`
  return { p50: draw(p50), p95: draw(p95), top: words(topUs), label }
}

function rowOf(connection: ConnectionSnapshot, nowUs: number): ConnectionRow {
  const { connection: number, repliesUs, lastHeardUs } = connection
  const kind = kindOf(connection)
  return {
    connection: number,
    name: `c${number}`,
    kind,
    state: stateOf(connection, nowUs),
    replies: kind === 'down' ? undefined : chartPaths(repliesUs, REPLY_TOP_US),
    reply: kind === 'down' ? `attempt ${connection.attempt}` : words(repliesUs.at(-1) ?? null),
    lastHeard: lastHeardUs === null ? 'never' : ago(nowUs - lastHeardUs),
  }
}

function kindOf({ state }: ConnectionSnapshot): RowKind {
  if (state === 'busy' || state === 'hello')
    return 'busy'
  return state === 'idle' ? 'idle' : 'down'
}

function stateOf({ state, command, nextAttemptUs }: ConnectionSnapshot, nowUs: number): string {
  switch (state) {
    case 'busy': return command!
    case 'hello': return 'hello'
    case 'idle': return 'idle'
    case 'connecting': return 'TLS handshake'
    case 'loggingIn': return 'login'
    case 'backingOff': return `retry in ${Math.ceil((nextAttemptUs! - nowUs) / 1e6)} s`
  }
}

function lineOf(event: LoggedEvent): EventLine | undefined {
  const words = wordsOf(event)
  return words && {
    key: `${event.timeUs} ${subjectOf(event)} ${event.type}`,
    time: timeOfDay(event.timeUs),
    subject: subjectOf(event),
    ...words,
  }
}

function subjectOf(event: LoggedEvent): string {
  return 'connection' in event ? `${event.registry} c${event.connection}` : event.registry
}

function wordsOf(event: LoggedEvent): { text: string, tone: Tone } | undefined {
  switch (event.type) {
    case 'connecting': return { text: `TLS handshake, attempt ${event.attempt}`, tone: 'warn' }
    case 'attemptFailed': return { text: `Attempt ${event.attempt} timed out`, tone: 'warn' }
    case 'connected': return { text: 'Connected and logged in', tone: 'good' }
    case 'restored': return { text: `Restored after ${age(event.downUs)}`, tone: 'good' }
    case 'dropped': return { text: { closed: 'Closed by the registry', noGreeting: 'No greeting: given up', noReply: 'No reply: given up' }[event.cause], tone: 'bad' }
    case 'greeting': return { text: `Hello, greeting in ${words(event.afterUs)}`, tone: 'plain' }
    case 'putBack': return { text: `${event.command} put back${event.checkFirst ? ', check first' : ''}`, tone: 'warn' }
    case 'checked': return { text: `${event.command} ${event.carriedOut ? 'was done' : 'not done: sent again'}`, tone: 'plain' }
    case 'outage': return { text: 'Registry answers nobody', tone: 'bad' }
    case 'outageOver': return { text: 'Registry answers again', tone: 'good' }
    // The row of the connection says it.
    case 'backingOff': return undefined
  }
}

/** Answered in the last minute, or what a minute would bring while there has been none yet. */
function answeredInAMinute({ intervals }: RegistrySnapshot): number {
  const latest = intervals.slice(-Math.round(60_000_000 / eppScenario.options.intervalUs))
  const seconds = latest.length * eppScenario.options.intervalUs / 1e6
  return seconds === 0 ? 0 : Math.round(sum(latest, ({ answered }) => answered) * 60 / seconds)
}

/** A response time: milliseconds, and from a second on seconds; a dash where there was none. */
function duration(us: number | null): Figure {
  if (us === null)
    return { figure: '–', unit: 'ms' }
  if (us < 999_500)
    return { figure: String(Math.round(us / 1000)), unit: 'ms' }
  return { figure: (us / 1e6).toFixed(1).replace('.0', ''), unit: 's' }
}

function words(us: number | null): string {
  const { figure, unit } = duration(us)
  return `${figure} ${unit}`
}

/** A length of time in words as short as they can be: `4 s`, `12 min`, `3 h`. */
function age(us: number): string {
  const seconds = Math.floor(us / 1e6)
  if (seconds < 100)
    return `${seconds} s`
  return seconds < 6_000 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`
}

function ago(us: number): string {
  return us < 1e6 ? 'now' : age(us)
}

function sum<T>(items: readonly T[], amount: (item: T) => number): number {
  return items.reduce((total, item) => total + amount(item), 0)
}
