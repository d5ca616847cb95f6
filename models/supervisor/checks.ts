import type { SupervisorDefinition } from './definition'

type Check = (value: unknown) => boolean

/** A field's rule: what passes, and how to say it. */
interface Rule {
  passes: Check
  allowed: string
  /** What `typeof` such a value can be: any other is a TypeError. */
  types: readonly string[]
  required?: boolean
}

function oneOf(...values: string[]): Rule {
  return { passes: value => values.includes(value as string), allowed: `one of ${values.join(', ')}`, types: ['string'] }
}

function integerFrom(least: number): Rule {
  return { passes: value => Number.isSafeInteger(value) && Number(value) >= least, allowed: `an integer of ${least} or more`, types: ['number'] }
}

const truth: Rule = { passes: value => typeof value === 'boolean', allowed: 'true or false', types: ['boolean'] }

const identifier: Rule = {
  passes: value => typeof value === 'string' && value !== '' && !value.includes('/'),
  allowed: 'a name without a slash',
  types: ['string'],
  required: true,
}

const shutdown: Rule = {
  passes: value => value === 'brutal_kill' || value === 'infinity'
    || (isRecord(value) && integerFrom(0).passes(value.withinMs)),
  allowed: 'brutal_kill, infinity or { withinMs: an integer of 0 or more }',
  types: ['string', 'object'],
}

const startAnswers: Rule = {
  passes: value => Array.isArray(value) && value.length > 0
    && value.every(answer => answer === 'ok' || answer === 'ignore' || (isRecord(answer) && isReason(answer.error))),
  allowed: 'a list of at least one of \'ok\', \'ignore\', { error: reason }',
  types: ['object'],
}

const forItsSupervisor = { id: identifier, restart: oneOf('permanent', 'transient', 'temporary'), significant: truth, shutdown }

const WORKER: Record<string, Rule> = {
  ...forItsSupervisor,
  type: oneOf('worker', 'supervisor'),
  traps: truth,
  startUs: integerFrom(0),
  stopUs: integerFrom(0),
  startAnswers,
}

const SUPERVISOR: Record<string, Rule> = {
  ...forItsSupervisor,
  type: { ...oneOf('supervisor'), required: true },
  strategy: { ...oneOf('one_for_one', 'one_for_all', 'rest_for_one'), required: true },
  maxRestarts: integerFrom(0),
  maxSeconds: integerFrom(1),
  autoShutdown: oneOf('never', 'any_significant', 'all_significant'),
  children: { passes: Array.isArray, allowed: 'a list', types: ['object'], required: true },
}

/**
 * Checks a tree from the top down, before anything starts.
 *
 * @throws {TypeError} a field is missing, unknown or of the wrong type
 * @throws {RangeError} a value is not allowed, an id is there twice, or a child is significant that may not be: OTP
 * refuses significant children that are permanent, and any under `auto_shutdown: never`
 */
export function checkDefinition(definition: SupervisorDefinition): void {
  checkSupervisor(definition, 'the top supervisor')
}

/**
 * Checks what a worker's starts are to answer.
 *
 * @throws {TypeError | RangeError} naming the worker, what was given and what is allowed
 */
export function checkStartAnswers(worker: string, answers: unknown): void {
  checkField(`worker ${shown(worker)}`, 'answers', answers, startAnswers)
}

function checkField(where: string, field: string, value: unknown, rule: Rule): void {
  if (rule.passes(value))
    return
  const Problem = rule.types.includes(typeof value) && value !== null ? RangeError : TypeError
  throw new Problem(`${where}: ${field} must be ${rule.allowed}, not ${shown(value)}`)
}

function checkSupervisor(given: unknown, where: string): void {
  const name = isRecord(given) && typeof given.id === 'string' ? `supervisor ${shown(given.id)}` : where
  checkFields(given, name, SUPERVISOR)
  const ids = new Set<unknown>()
  for (const [index, child] of (given.children as unknown[]).entries()) {
    const id = isRecord(child) ? child.id : undefined
    const place = `${name}, child ${id === undefined ? `number ${index + 1}` : shown(id)}`
    if (isRecord(child) && child.type === 'supervisor')
      checkSupervisor(child, place)
    else
      checkFields(child, place, WORKER)
    if (ids.has(id))
      throw new RangeError(`${place}: id must be unique among the children of a supervisor, and this one is there twice`)
    ids.add(id)
    checkSignificant(child as Record<string, unknown>, given, place)
  }
}

function checkFields(given: unknown, where: string, rules: Record<string, Rule>): asserts given is Record<string, unknown> {
  if (!isRecord(given))
    throw new TypeError(`${where}: a definition must be an object, not ${shown(given)}`)
  for (const field of Object.keys(given)) {
    if (!Object.hasOwn(rules, field))
      throw new TypeError(`${where}: there is no field ${field}; the fields are ${Object.keys(rules).join(', ')}`)
  }
  for (const [field, rule] of Object.entries(rules)) {
    if (rule.required || given[field] !== undefined)
      checkField(where, field, given[field], rule)
  }
}

function checkSignificant(child: Record<string, unknown>, supervisor: Record<string, unknown>, where: string): void {
  if (!child.significant)
    return
  if ((supervisor.autoShutdown ?? 'never') === 'never')
    throw new RangeError(`${where}: significant must be false while the supervisor's autoShutdown is never, not true`)
  if ((child.restart ?? 'permanent') === 'permanent')
    throw new RangeError(`${where}: restart must be one of transient, temporary for a significant child, not permanent`)
}

function isReason(value: unknown): boolean {
  return typeof value === 'string' || (isRecord(value) && value.shutdown !== undefined)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? String(value)
}
