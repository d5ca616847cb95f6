import type { CampaignEvent, CampaignOptions, CampaignSnapshot, Fault, JobState } from '../../models/campaign'
import type { Engine, LivePanel } from '../live/engine'
import type { Trip } from './trip'
import { Campaign } from '../../models/campaign'
import { VirtualClock } from '../../models/clock'
import { seededRandom } from '../../models/random'
import { sentenceOn } from './mailerWords'
import { tripAfter } from './trip'

/** The faults that the panel can inject, under the names of what they lead to. */
export const liveFaults = [
  { fault: 'no-token', label: 'rate exceeded' },
  { fault: 'daily-limit', label: 'daily limit' },
  { fault: 'duplicate-job', label: 'already sent' },
  { fault: 'invalid-email', label: 'invalid address' },
  { fault: 'error', label: 'other error' },
  { fault: 'crash', label: 'crash' },
  { fault: 'bounce', label: 'bounce' },
] as const satisfies { fault: Fault, label: string }[]

export type LiveFault = typeof liveFaults[number]['fault']

/** How many times faster than slow motion it runs. */
export const speeds = [1, 4] as const
export type Speed = typeof speeds[number]

/** What the controls ask for. */
export type MailerAction
  = | { kind: 'inject', fault: LiveFault }
    | { kind: 'speed', speed: Speed }

/** What has come of the jobs so far. */
export interface MailerTallies {
  sent: number
  snoozed: number
  cancelled: number
  retried: number
  unconfirmed: number
  bounced: number
}

/** A live run at one moment: plain data. */
export interface MailerSnapshot {
  /** The email in the chain, or the last one; absent before the first. */
  trip?: Trip
  /** One sentence on what has just happened. */
  says: string
  /** The campaign's jobs by their state. None is ever discarded: nothing here fails twenty times. */
  jobs: Record<Exclude<JobState, 'discarded'>, number>
  tallies: MailerTallies
  /** Injected, and no job has met them yet. */
  armed: LiveFault[]
  speed: Speed
}

/** Few enough that a snoozed job, which goes to the end of the queue, comes back while the room still remembers it. */
const MEMBERS = 12

function always(durationUs: number): { leastUs: number, mostUs: number } {
  return { leastUs: durationUs, mostUs: durationUs }
}

/** One worker in slow motion: two seconds a trip. */
const CAMPAIGN: CampaignOptions = {
  members: MEMBERS,
  concurrency: 1,
  fetchUs: 1,
  insertUs: 1,
  commitUs: 500_000,
  spans: {
    member: always(300_000),
    email: always(300_000),
    campaign: always(300_000),
    reserve: always(300_000),
    rate: always(300_000),
    send: always(300_000),
    answer: always(400_000),
    bounce: always(2_500_000),
  },
  rescueAfterUs: 8_000_000,
}

/** How long the picture stands still after an event, in real time: an email sent, a note in passing, an end to be read. */
const LOOK_US = 400_000
const NOTE_US = 1_200_000
const READ_US = 2_000_000
/** Nobody watches an empty chain longer than this. */
const LONGEST_WAIT_US = 3_000_000
/** Between two campaigns. */
const REST_US = 6_000_000

/** What a campaign told, with the counts of that very moment. */
interface Told {
  event: CampaignEvent
  counts: CampaignSnapshot
  /** The fault that the job of a `started` event is going to meet. */
  fault?: LiveFault
}

/** Small campaigns one after the other, each job slow enough to be followed; what can be read takes its time. */
class MailerRun implements Engine<MailerSnapshot, MailerAction> {
  #clock = new VirtualClock()
  #campaign!: Campaign
  #campaigns = 0
  #speed: Speed = 1
  #trip: Trip | undefined
  #says = `A campaign of ${MEMBERS} emails in slow motion. Let something go wrong.`
  #armed: LiveFault[] = []
  /** Told, and not shown yet. */
  #told: Told[] = []
  #counts!: CampaignSnapshot
  /** How many of the campaign's events have been shown. */
  #shown = 0
  /** Executions so far that have ended. */
  #executions = 0
  /** What the next job meets after so many executions. With the seed, it is all that a campaign depends on. */
  #plan: (LiveFault | undefined)[] = []
  /** The states that jobs were left in. */
  #leftIn = new Map<number, JobState>()
  #isBusy = false
  #duplicatesAhead = 0
  #holdUs = 0
  #isSkipping = false
  /** Until the next campaign begins; undefined while one is on. */
  #restUs: number | undefined
  /** The picture as it stands; undefined when something has changed since. */
  #drawn: MailerSnapshot | undefined

  constructor() {
    this.#begin()
  }

  advance(elapsedUs: number): void {
    this.#rest(elapsedUs)
    let leftUs = elapsedUs
    for (;;) {
      const heldUs = Math.min(leftUs, this.#holdUs)
      this.#holdUs -= heldUs
      leftUs -= heldUs
      if (this.#holdUs > 0)
        return
      const told = this.#told.shift()
      if (told)
        this.#show(told)
      else if (leftUs > 0)
        leftUs = this.#run(leftUs)
      else
        return
    }
  }

  act(action: MailerAction): void {
    this.#drawn = undefined
    if (action?.kind === 'inject')
      this.#arm(action.fault)
    else if (action?.kind === 'speed' && speeds.includes(action.speed))
      this.#speed = action.speed
  }

  snapshot(): MailerSnapshot {
    return this.#drawn ??= this.#draw()
  }

  #draw(): MailerSnapshot {
    // While something waits to be shown, the campaign is already beyond it.
    const counts = this.#told.length > 0 ? this.#counts : this.#campaign.snapshot()
    const { outcomes, snoozed, unconfirmed, bounced } = counts
    const { discarded, ...jobs } = counts.jobs
    return {
      trip: this.#trip,
      says: this.#says,
      jobs,
      tallies: {
        sent: outcomes.sent,
        snoozed,
        cancelled: outcomes['already-sent'] + outcomes['invalid-email'],
        retried: outcomes.error,
        unconfirmed,
        bounced,
      },
      armed: [...this.#armed],
      speed: this.#speed,
    }
  }

  #begin(): void {
    this.#campaigns++
    this.#plan = [this.#armed[0]]
    this.#shown = 0
    this.#leftIn.clear()
    this.#restUs = undefined
    this.#launch()
  }

  /** The campaign from its start, as far as it is planned. */
  #launch(): void {
    this.#drawn = undefined
    this.#clock = new VirtualClock()
    this.#told = []
    this.#executions = this.#duplicatesAhead = 0
    this.#isBusy = false
    this.#campaign = new Campaign(CAMPAIGN, this.#clock, seededRandom(this.#campaigns), event => this.#hear(event))
    this.#counts = this.#campaign.snapshot()
    this.#give()
  }

  /** The same campaign up to now, with something else planned for the job that has not been shown yet. */
  #replay(): void {
    const { nowUs } = this.#clock
    const counts = this.#counts
    this.#launch()
    this.#clock.advanceTo(nowUs)
    this.#told.splice(0, this.#shown)
    this.#counts = counts
  }

  /** Lets the campaign run until it has something to tell, or the time is used up; returns what is left of it. */
  #run(leftUs: number): number {
    const aheadUs = (this.#clock.nextUs ?? Number.POSITIVE_INFINITY) - this.#clock.nowUs
    if (!this.#isBusy && aheadUs > LONGEST_WAIT_US && aheadUs < Number.POSITIVE_INFINITY) {
      this.#skip()
      return leftUs
    }
    const neededUs = aheadUs / this.#speed
    if (neededUs > leftUs) {
      this.#clock.advanceBy(Math.round(leftUs * this.#speed))
      return 0
    }
    this.#clock.step()
    this.#drawn = undefined
    return leftUs - neededUs
  }

  /** Says that it skips the time until something happens, then does. */
  #skip(): void {
    this.#drawn = undefined
    if (this.#isSkipping) {
      this.#clock.step()
      return
    }
    this.#isSkipping = true
    this.#says = 'Nothing else to do: time skips to when the next waiting job is due.'
    this.#holdUs = READ_US
  }

  /** Time between two campaigns, in which bounces may still come. */
  #rest(elapsedUs: number): void {
    if (this.#restUs === undefined)
      return
    this.#restUs -= elapsedUs
    if (this.#restUs > 0)
      return
    this.#says = `The next campaign, of ${MEMBERS} emails again.`
    this.#begin()
  }

  /** Takes down what the campaign tells; what makes it go wrong has to be settled before the next job is taken up. */
  #hear(event: CampaignEvent): void {
    const told: Told = { event, counts: this.#campaign.snapshot() }
    if (event.type === 'inserted') {
      this.#duplicatesAhead++
    }
    else if (event.type === 'started') {
      this.#isBusy = true
      this.#isSkipping = false
      told.fault = this.#plan[this.#executions]
      if (isDuplicate(event.jobId) && event.attempt === 1)
        this.#duplicatesAhead--
    }
    else if (event.type === 'executed') {
      this.#isBusy = false
      this.#executions++
      if (this.#plan.length === this.#executions)
        // A duplicate job is to end as one, and not to meet a fault of its own.
        this.#plan.push(this.#duplicatesAhead === 0 ? this.#armed[0] : undefined)
      this.#give()
    }
    this.#told.push(told)
  }

  /** Hands over what is planned for the next job. */
  #give(): void {
    const fault = this.#plan[this.#executions]
    if (fault)
      this.#campaign.inject(fault)
  }

  #show({ event, counts, fault }: Told): void {
    this.#drawn = undefined
    this.#shown++
    this.#counts = counts
    this.#trip = tripAfter(this.#trip, event)
    if (fault)
      this.#armed.shift()
    const sentence = event.type === 'done' ? this.#closing(counts) : sentenceOn(event, 'jobId' in event ? this.#leftIn.get(event.jobId) : undefined)
    if (sentence) {
      this.#says = sentence
      this.#holdUs = event.type === 'executed' || event.type === 'unconfirmed' ? READ_US : NOTE_US
    }
    if (event.type === 'executed') {
      this.#leftIn.set(event.jobId, event.jobState)
      if (!sentence)
        this.#holdUs = LOOK_US / this.#speed
    }
    else if (event.type === 'done') {
      this.#restUs = this.#armed.length > 0 ? READ_US : REST_US
    }
  }

  #closing({ inserted, jobs }: CampaignSnapshot): string {
    return `All ${inserted} jobs have ended: ${jobs.completed} completed, ${jobs.cancelled} cancelled. The next campaign begins soon.`
  }

  #arm(fault: LiveFault): void {
    const known = liveFaults.find(each => each.fault === fault)
    if (!known || this.#armed.length >= MEMBERS)
      return
    this.#armed.push(known.fault)
    this.#says = `${this.#armed.length === 1 ? 'The next job' : 'A later job'} will meet it: ${known.label}.`
    if (this.#restUs !== undefined)
      this.#begin()
    else if (this.#armed.length === 1 && this.#isNextOpen)
      this.#planNext(known.fault)
  }

  /** Whether the next job that is going to be shown has not been, and can still meet something. */
  get #isNextOpen(): boolean {
    return this.#duplicatesAhead === 0
      && (!this.#isBusy || this.#told.some(({ event }) => event.type === 'started' && !isDuplicate(event.jobId)))
  }

  #planNext(fault: LiveFault): void {
    this.#plan[this.#executions] = fault
    if (this.#isBusy)
      this.#replay()
    else
      this.#give()
  }
}

/** The campaign's own jobs have their members' numbers. */
function isDuplicate(jobId: number): boolean {
  return jobId > MEMBERS
}

/** The mailer worker, live: a campaign of the model in slow motion, with faults to inject. */
export const mailerLive: LivePanel<MailerSnapshot, MailerAction> = {
  name: 'mailer',
  engine: 'model',
  start: () => new MailerRun(),
}
