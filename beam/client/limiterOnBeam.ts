import type { LimiterAction, LimiterRun } from '../../components/rate-limiter/limiterLive'
import type { LimiterOptions } from '../../components/rate-limiter/limiterOptions'
import type { EngineSurroundings } from './beamEngine'
import type { LimiterReading } from './protocol'
import type { Vm } from './vm'
import * as v from 'valibot'
import { settings } from '../../components/rate-limiter/limiterOptions'
import { BeamEngine } from './beamEngine'
import { limiterReading } from './protocol'
import { SentCounter } from './sentCounter'

/** What the VM calls the panel's settings. */
const words = { ratePerSecond: 'rate', capacity: 'burst', loadPerSecond: 'load' } as const

/** How long the most that waited is shown: a crowd is answered in a blink. */
const PEAK_SHOWN_US = 1_000_000
/** How long it is said that the process was killed. */
const FRESH_US = 6_000_000

const noPeak = { waiting: 0, untilUs: 0 }

/** Jobs of a crowd that asks at once: as many as the walk shows. */
const CROWD = 12

/**
 * Slide 9 on the BEAM: jobs are processes that call the very `EmailRateLimiter.ready?/0` of the listing. Rate and burst are
 * changed in the running process, by a message; how long its mailbox is and what its state is, it says itself.
 */
export class LimiterOnBeam extends BeamEngine<LimiterRun, LimiterAction> {
  protected readonly stopWords = 'limiter stop'
  /** What the VM is to be set to, also a fresh one. */
  readonly #wanted: { ratePerSecond: number, capacity: number, loadPerSecond: number, isOn: boolean }
  #series = new SentCounter()
  /** The most that waited lately, and when that is no longer shown, by the VM's clock. */
  #peak = noPeak
  /** The limiter that was seen last; none in a VM that has just been started. */
  #pid: string | null = null
  /** When it is no longer said that the process was killed, by the VM's clock. */
  #freshUntilUs = 0
  #snapshot: LimiterRun

  constructor({ rate, burst, load }: LimiterOptions, surroundings: EngineSurroundings) {
    super(surroundings)
    this.#wanted = { ratePerSecond: rate, capacity: burst, loadPerSecond: load, isOn: true }
    this.#snapshot = this.#before()
  }

  snapshot(): LimiterRun {
    return this.#snapshot
  }

  act(action: LimiterAction): void {
    if (action.kind === 'crowd')
      this.tell(`limiter flood ${CROWD}`)
    if (action.kind === 'kill')
      this.tell('limiter kill')
    if (action.kind === 'limiter' && typeof action.on === 'boolean') {
      this.#wanted.isOn = action.on
      this.tell(`limiter ${action.on ? 'on' : 'off'}`)
    }
    if (action.kind === 'set')
      this.#set(action.name, action.value)
  }

  #set(name: keyof typeof words, value: number): void {
    const setting = settings.find(({ name: known }) => known === name)
    if (!setting || !Number.isFinite(value))
      return
    const within = Math.min(Math.max(Math.round(value), setting.least), setting.most)
    this.#wanted[name] = within
    this.tell(`limiter set ${words[name]} ${within}`)
  }

  protected async begin(vm: Vm): Promise<void> {
    const { ratePerSecond, capacity, loadPerSecond, isOn } = this.#wanted
    this.#series = new SentCounter()
    this.#peak = noPeak
    this.#pid = null
    this.#freshUntilUs = 0
    await vm.call(`limiter start ${ratePerSecond} ${capacity} ${loadPerSecond}`)
    if (!isOn)
      await vm.call('limiter off')
  }

  protected async read(vm: Vm): Promise<void> {
    const reading = v.parse(limiterReading, await vm.call('limiter read'))
    if (!this.isCurrent(vm))
      return
    this.#look(reading)
    this.#snapshot = this.#drawn(reading)
  }

  /** Takes in what is to be shown for longer than it lasts. */
  #look({ pid, state, mailboxPeak, nowUs }: LimiterReading): void {
    // Between two processes there is none.
    if (pid !== null && state !== null && pid !== this.#pid) {
      if (this.#pid !== null) {
        this.#freshUntilUs = nowUs + FRESH_US
        this.#peak = noPeak
        // What had been set in the killed one is gone; it must not come back in a fresh VM either.
        this.#wanted.ratePerSecond = state.rate
        this.#wanted.capacity = state.burst
      }
      this.#pid = pid
    }
    if (nowUs >= this.#peak.untilUs || mailboxPeak >= this.#peak.waiting)
      this.#peak = { waiting: mailboxPeak, untilUs: nowUs + PEAK_SHOWN_US }
  }

  #drawn(reading: LimiterReading): LimiterRun {
    const { state, mailbox, nowUs, granted, snoozed, lost, asleep, lastAnswer, on, load } = reading
    const before = this.#snapshot
    return {
      limiterOn: on,
      // A limiter that has just been killed has no state; its last one stays on the slide until it is back.
      ratePerSecond: state?.rate ?? before.ratePerSecond,
      capacity: state?.burst ?? before.capacity,
      loadPerSecond: load,
      tokens: state?.tokens ?? 0,
      speed: 1,
      elapsedMs: Math.floor(nowUs / 1000),
      // A crowd is answered in a blink: what is worth seeing is how many there were.
      waiting: Math.max(mailbox, this.#peak.waiting),
      granted,
      snoozed,
      asleep,
      lost,
      lastAnswer: lastAnswer === null ? undefined : { granted: lastAnswer === 'ready' },
      sent: this.#series.count(reading),
      process: {
        pid: reading.pid ?? undefined,
        state: state ? [`rate: ${decimal(state.rate)}`, `burst: ${decimal(state.burst)}`, `tokens: ${decimal(state.tokens)}`] : [],
        deaths: this.deaths,
        isFresh: nowUs < this.#freshUntilUs,
      },
    }
  }

  /** What is shown while the VM is being started. */
  #before(): LimiterRun {
    const { isOn, ...wanted } = this.#wanted
    return {
      ...wanted,
      limiterOn: isOn,
      tokens: 0,
      speed: 1,
      elapsedMs: 0,
      waiting: 0,
      granted: 0,
      snoozed: 0,
      asleep: 0,
      lost: 0,
      sent: { offered: [0], accepted: [0], lost: [0] },
      process: { pid: undefined, state: [], deaths: 0, isFresh: false },
    }
  }
}

/** A float as Elixir writes it, cut to what can be read in passing. */
function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : value.toFixed(2)
}
