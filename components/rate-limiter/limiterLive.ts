import type { Engine, LivePanel } from '../live/engine'
import type { LimiterOptions } from './limiterOptions'
import type { LimiterDrawing } from './limiterWalk'
import type { SentSeries } from './sentSeries'
import { VirtualClock } from '../../models/clock'
import { LimiterLoad } from '../../models/limiterLoad'
import { seededRandom } from '../../models/random'
import { Figures } from '../live/figures'
import { settings } from './limiterOptions'
import { quotaPerSecond } from './limiterWalk'

export type SettingName = typeof settings[number]['name']

/** How much model time goes by in a second of real time: slow motion shows the single token. */
export const speeds = [1, 0.1, 0.01] as const
export type Speed = typeof speeds[number]
/** The speed at which single messages and answers can be followed. */
export const SLOWEST: Speed = 0.01

/** What the panel draws while it runs. */
export interface LimiterRun extends LimiterDrawing {
  loadPerSecond: number
  speed: Speed
  /** The limiter as a process of the BEAM; absent on the model. */
  process?: LimiterProcess
}

/** What a process of the BEAM says of itself. */
export interface LimiterProcess {
  /** As the VM writes it; absent while there is none. */
  pid: string | undefined
  /** Its state, a line for each field. */
  state: string[]
  /** How many VMs have died in this run. */
  deaths: number
  /** Whether it has taken the place of a killed one a few seconds ago. */
  isFresh: boolean
}

export type LimiterAction
  = | { kind: 'set', name: SettingName, value: number }
    | { kind: 'limiter', on: boolean }
    | { kind: 'speed', speed: Speed }
    /** On the BEAM: a crowd that asks at once. */
    | { kind: 'crowd' }
    /** On the BEAM: `Process.exit(pid, :kill)`. */
    | { kind: 'kill' }

/** Any number does; always the same, so that a rehearsed run is the one on stage. */
const SEED = 9

/** Workers that ask the limiter at a given load, and SES behind it with its quota. */
export function limiterLive(options: LimiterOptions): LivePanel<LimiterRun, LimiterAction> {
  return { name: 'rate-limiter', engine: 'model', start: () => new LimiterEngine(options) }
}

class LimiterEngine implements Engine<LimiterRun, LimiterAction> {
  readonly #clock = new VirtualClock()
  readonly #load: LimiterLoad
  readonly #figures: Figures<Pick<LimiterRun, 'elapsedMs' | 'granted' | 'snoozed' | 'lost' | 'asleep' | 'sent'>>
  #speed: Speed = 1
  /** Model time that is due, less than a microsecond. */
  #restUs = 0

  constructor({ rate, burst, load }: LimiterOptions) {
    this.#load = new LimiterLoad({
      ratePerSecond: rate,
      capacity: burst,
      loadPerSecond: load,
      quota: { ratePerSecond: quotaPerSecond, capacity: 20 },
      // Slow enough to be seen in slow motion, and still quicker than all of them together ask.
      serviceUs: 1_000,
      // As many as there are dots for.
      snoozedMost: 200,
    }, this.#clock, seededRandom(SEED))
    this.#figures = new Figures(() => {
      const { nowUs, granted, snoozed, lost, snoozing, series } = this.#load.snapshot()
      return { elapsedMs: Math.floor(nowUs / 1000), granted, snoozed, lost, asleep: snoozing, sent: sinceStart(series) }
    })
  }

  advance(realUs: number): void {
    const dueUs = realUs * this.#speed + this.#restUs
    const wholeUs = Math.floor(dueUs)
    this.#restUs = dueUs - wholeUs
    this.#clock.advanceBy(wholeUs)
    this.#figures.advance(realUs)
  }

  act(action: LimiterAction): void {
    if (action.kind === 'speed' && speeds.includes(action.speed))
      this.#speed = action.speed
    if (action.kind === 'limiter' && typeof action.on === 'boolean')
      this.#load.setLimiter(action.on)
    if (action.kind === 'set')
      this.#set(action.name, action.value)
    this.#figures.refresh()
  }

  #set(name: SettingName, value: number): void {
    const setting = settings.find(({ name: known }) => known === name)
    if (!setting || !Number.isFinite(value))
      return
    const within = Math.min(Math.max(Math.round(value), setting.least), setting.most)
    if (name === 'ratePerSecond')
      this.#load.setRate(within)
    if (name === 'capacity')
      this.#load.setCapacity(within)
    if (name === 'loadPerSecond')
      this.#load.setLoad(within)
  }

  snapshot(): LimiterRun {
    const { mailbox, lastAnswer, limiterOn, ratePerSecond, capacity, loadPerSecond, tokens } = this.#load.snapshot()
    return {
      ...this.#figures.shown,
      limiterOn,
      ratePerSecond,
      capacity,
      loadPerSecond,
      speed: this.#speed,
      tokens,
      waiting: mailbox,
      lastAnswer: lastAnswer && { granted: lastAnswer.granted },
    }
  }
}

/** The series of the model reach back before its start as long as it is young; the chart begins with it. */
function sinceStart({ bucketUs, fromUs, offered, accepted, lost }: SentSeries & { bucketUs: number, fromUs: number }): SentSeries {
  const first = Math.max(0, -fromUs / bucketUs)
  return { offered: offered.slice(first), accepted: accepted.slice(first), lost: lost.slice(first) }
}

/** What happens under the settings: as long as it is the same, there is nothing new to say. */
type Regime = 'idle' | 'unguarded' | 'unguarded overload' | 'easy' | 'busy' | 'generous' | 'generous overload'

function regimeOf({ limiterOn, ratePerSecond, loadPerSecond }: Pick<LimiterRun, 'limiterOn' | 'ratePerSecond' | 'loadPerSecond'>): Regime {
  if (loadPerSecond === 0)
    return 'idle'
  if (!limiterOn)
    return loadPerSecond > quotaPerSecond ? 'unguarded overload' : 'unguarded'
  if (ratePerSecond > quotaPerSecond)
    return loadPerSecond > quotaPerSecond ? 'generous overload' : 'generous'
  return loadPerSecond > ratePerSecond ? 'busy' : 'easy'
}

const calm: Record<Regime, string> = {
  'idle': 'Nobody new wants to send. The bucket fills up, and never above its burst.',
  'unguarded': 'Nobody asks the limiter. That goes well as long as nobody sends more than the quota.',
  'unguarded overload': 'Nobody asks the limiter, and more goes out than SES takes.',
  'easy': 'Tokens come in faster than new emails: whoever slept gets through, then nobody has to.',
  'busy': 'More ask than tokens come in: some jobs snooze, and nothing is lost.',
  'generous': 'The limiter would let more through than SES takes; nobody needs that much yet.',
  'generous overload': 'The rate is above the quota: the limiter lets more through than SES takes.',
}

const losing: Record<Regime, string> = {
  ...calm,
  'unguarded': 'Nobody asks the limiter. A crowd at once is too much for SES, and part of it is lost.',
  'unguarded overload': 'SES refuses what is above its quota. Nobody looks at its answer: lost in silence.',
  'easy': 'The full bucket let more through at once than SES had room for: a little was lost.',
  'busy': 'The full bucket let more through at once than SES had room for: a little was lost.',
  'generous': 'The limiter lets a crowd through that SES has no room for: part of it is lost.',
  'generous overload': 'The rate is above the quota: what the limiter lets through beyond it is lost in silence.',
}

/** That a fresh VM runs is news for so long. */
const NEWS_MS = 6_000
const REPLACED = 'The VM had died. A fresh one has taken its place, with a fresh limiter.'
const KILLED = 'It was killed. Its supervisor started a fresh one: rate and burst of its child spec, a full bucket.'
/** The model's bucket fills up by itself; the process reckons its tokens only when it is asked. */
const IDLE_PROCESS = 'Nobody new wants to send. The process adds tokens only when it is asked: until then they stay as they were.'

/** Nothing lost for so many tenths of a second: it is over. */
const CALM_AFTER_TENTHS = 20

/** One sentence on what is to be seen; another one only when the settings make a difference, or losing begins or ends. */
export function limiterSays(run: LimiterRun): string {
  // A fresh VM counts its time from its own start.
  if (run.process && run.process.deaths > 0 && run.elapsedMs < NEWS_MS)
    return REPLACED
  if (run.process && run.elapsedMs === 0)
    return 'The VM is being started in this tab.'
  if (run.process?.isFresh)
    return KILLED
  const regime = regimeOf(run)
  if (run.process && regime === 'idle')
    return IDLE_PROCESS
  const isLosing = run.sent.lost.slice(-CALM_AFTER_TENTHS).some(count => count > 0)
  return (isLosing ? losing : calm)[regime]
}
