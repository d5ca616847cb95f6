import type { Limits } from '../rateLimiter'
import type { SchedulingOptions, SchedulingPlan } from '../scheduling'
import type { Fault, StationName } from './names'
import { requireInteger, requireNumber } from '../requirements'
import { schedulingPlan } from '../scheduling'
import { faults as allFaults } from './names'

/** A duration, drawn evenly between two bounds, both included. Integer microseconds. */
export interface Span { leastUs: number, mostUs: number }

/**
 * What takes time: each station of the chain; SES's answer, from its acceptance to the worker; a bounce, from the
 * acceptance to its arrival. The time of `send` is the way to SES.
 */
export type SpanName = StationName | 'answer' | 'bounce'

/** What SES allows an account. Beyond the rate it answers with a throttling error, and doesn't keep the email. */
export interface SesQuota {
  /** Emails a second. */
  ratePerSecond: number
  /** Emails it takes at once, beyond the rate. */
  burst: number
  /** Emails in any 24 hours. */
  dailyQuota: number
}

/** A campaign; what is left out has the default given. */
export interface CampaignOptions extends SchedulingOptions {
  /**
   * Jobs that are executed at the same time: the limit of the mailer queue.
   *
   * @default 10
   */
  concurrency?: number
  /** @default 20 */
  maxAttempts?: number
  /**
   * The limiter that is asked before each send.
   *
   * @default { ratePerSecond: 100, capacity: 10 }
   */
  limiter?: Limits | 'off'
  /** @default { ratePerSecond: 100, burst: 20, dailyQuota: 1_000_000 } */
  ses?: Partial<SesQuota>
  /**
   * Whether the worker ignores what SES answers: a refused email is then lost in silence.
   *
   * @default false
   */
  careless?: boolean
  /**
   * Whether a record is reserved before each send.
   *
   * @default true
   */
  ledger?: boolean
  /** What is to go wrong for which member (1 is the first), at most one thing each. */
  faults?: readonly { member: number, fault: Fault }[]
  /** What is to go wrong by chance: the probability for each member. Together at most 1. */
  faultChances?: Partial<Record<Fault, number>>
  /**
   * What takes how long. `member` takes at least a microsecond, so that no execution takes none. With the defaults ten
   * workers ask for a little less than a hundred emails a second, and the limiter hardly ever has to refuse one.
   *
   * @default member 2 to 8 ms, send 5 to 20 ms, answer 65 to 105 ms, bounce 1 to 10 s, the others no time
   */
  spans?: Partial<Record<SpanName, Span>>
  /**
   * How often Oban looks which scheduled and retryable jobs are due.
   *
   * @default 1_000_000
   */
  stageIntervalUs?: number
  /**
   * How long after its start a job whose worker crashed is made available again (the Lifeline plugin).
   *
   * @default 3_600_000_000
   */
  rescueAfterUs?: number
}

/** Options that have been checked, with the defaults filled in. */
export interface CampaignSetup {
  plan: SchedulingPlan
  concurrency: number
  maxAttempts: number
  limiter: Limits | 'off'
  ses: SesQuota
  careless: boolean
  ledger: boolean
  faults: ReadonlyMap<number, Fault>
  faultChances: readonly { fault: Fault, chance: number }[]
  spans: Record<SpanName, Span>
  stageIntervalUs: number
  rescueAfterUs: number
}

const defaultSpans: Record<SpanName, Span> = {
  member: { leastUs: 2_000, mostUs: 8_000 },
  email: { leastUs: 0, mostUs: 0 },
  campaign: { leastUs: 0, mostUs: 0 },
  reserve: { leastUs: 0, mostUs: 0 },
  rate: { leastUs: 0, mostUs: 0 },
  send: { leastUs: 5_000, mostUs: 20_000 },
  answer: { leastUs: 65_000, mostUs: 105_000 },
  bounce: { leastUs: 1_000_000, mostUs: 10_000_000 },
}

/**
 * Checks a campaign's options and fills in the defaults.
 *
 * @throws {RangeError} naming the option that is out of bounds
 */
export function campaignSetup(options: CampaignOptions): CampaignSetup {
  const { limiter = { ratePerSecond: 100, capacity: 10 }, careless = false, ledger = true } = options
  const ses = { ratePerSecond: 100, burst: 20, dailyQuota: 1_000_000, ...options.ses }
  if (limiter !== 'off') {
    requireNumber('limiter.ratePerSecond', limiter.ratePerSecond, 0.001, 1e6)
    requireNumber('limiter.capacity', limiter.capacity, 1, 1e6)
  }
  requireNumber('ses.ratePerSecond', ses.ratePerSecond, 0.001, 1e6)
  requireNumber('ses.burst', ses.burst, 1, 1e6)
  requireInteger('ses.dailyQuota', ses.dailyQuota, 1)
  const plan = schedulingPlan(options)
  return {
    plan,
    concurrency: requireInteger('concurrency', options.concurrency ?? 10, 1, 1_000),
    maxAttempts: requireInteger('maxAttempts', options.maxAttempts ?? 20, 1, 1_000),
    limiter,
    ses,
    careless,
    ledger,
    faults: plannedFaults(options.faults ?? [], plan.members),
    faultChances: checkedChances(options.faultChances ?? {}),
    spans: checkedSpans(options.spans ?? {}),
    stageIntervalUs: requireInteger('stageIntervalUs', options.stageIntervalUs ?? 1_000_000, 1),
    rescueAfterUs: requireInteger('rescueAfterUs', options.rescueAfterUs ?? 3_600_000_000, 0),
  }
}

/**
 * Checks the name of a fault.
 *
 * @throws {RangeError} with the known ones
 */
export function requireFault(fault: string): Fault {
  if (!allFaults.includes(fault as Fault))
    throw new RangeError(`there is no fault "${fault}"; there are: ${allFaults.join(', ')}`)
  return fault as Fault
}

function plannedFaults(planned: readonly { member: number, fault: Fault }[], members: number): ReadonlyMap<number, Fault> {
  const byMember = new Map<number, Fault>()
  for (const { member, fault } of planned) {
    requireInteger('member in faults', member, 1, members)
    if (byMember.has(member))
      throw new RangeError(`faults names member ${member} twice; give each member one fault`)
    byMember.set(member, requireFault(fault))
  }
  return byMember
}

function checkedChances(chances: Partial<Record<Fault, number>>): { fault: Fault, chance: number }[] {
  const checked = Object.entries(chances).map(([fault, chance]) =>
    ({ fault: requireFault(fault), chance: requireNumber(`faultChances.${fault}`, chance, 0, 1) }))
  requireNumber('the sum of faultChances', checked.reduce((sum, { chance }) => sum + chance, 0), 0, 1)
  return checked.filter(({ chance }) => chance > 0)
}

function checkedSpans(spans: Partial<Record<SpanName, Span>>): Record<SpanName, Span> {
  for (const name of Object.keys(spans)) {
    if (!Object.hasOwn(defaultSpans, name))
      throw new RangeError(`there is no span "${name}"; there are: ${Object.keys(defaultSpans).join(', ')}`)
  }
  const all = { ...defaultSpans, ...spans }
  for (const [name, { leastUs, mostUs }] of Object.entries(all)) {
    requireInteger(`spans.${name}.leastUs`, leastUs, name === 'member' ? 1 : 0)
    requireInteger(`spans.${name}.mostUs`, mostUs, leastUs)
  }
  return all
}
