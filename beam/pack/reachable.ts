import type { Mfa } from './beam-file'
import type { Redirections } from './redirect'
import { mfaText } from './beam-file'

/** What one function refers to, each function by its full name: `lists:keyfind/3`. */
export interface References {
  /** Functions that it calls or makes a fun of. */
  calls: readonly string[]
  /** Atoms that it mentions. */
  mentions: readonly string[]
}

/** All functions of some modules, by their full names. */
export type CallGraph = ReadonlyMap<string, References>

/** Reads what `calls.exs` writes: a line a function, divided by tabs, an atom with a `'` before it. */
export function readCalls(text: string): CallGraph {
  return new Map(text.split('\n').filter(Boolean).map((line) => {
    const [name, ...references] = line.split('\t')
    return [name!, {
      calls: references.filter(reference => !reference.startsWith('\'')),
      mentions: references.filter(reference => reference.startsWith('\'')).map(reference => reference.slice(1)),
    }]
  }))
}

/** What is asked about a set of modules. */
export interface Question {
  graph: CallGraph
  /** Where it starts: functions that are called from outside. */
  roots: readonly string[]
  /** What each module exports. */
  exports: ReadonlyMap<string, readonly Mfa[]>
  /** Functions that the VM has. */
  builtIn: ReadonlySet<string>
  redirections: Redirections
  /** Functions that are never called although it looks so: the search stops there. */
  neverCalled: ReadonlySet<string>
}

/** What can be called. */
export interface Reachable {
  /** For each function that can be called, who calls it first; undefined for a root. */
  callers: ReadonlyMap<string, string | undefined>
  /** Those that nobody has. */
  missing: string[]
  /** What of `neverCalled` nothing refers to. */
  needless: string[]
}

/** How OTP calls back into a module of which it only has the name: the callbacks of its behaviours, and its own. */
const CALLBACKS = new Set([
  ...['init/1', 'handle_call/3', 'handle_cast/2', 'handle_info/2', 'handle_continue/2', 'terminate/2', 'code_change/3'],
  ...['init_it/6', 'init_it/7', 'init_p/3', 'init_p/5', 'wake_up/3', 'wake_hib/6'],
  ...['system_continue/3', 'system_terminate/4', 'system_code_change/4', 'system_get_state/1', 'system_replace_state/2'],
])

/** What OTP writes into a function that its own VM has built in. */
const STUB = 'erlang:nif_error/1'

/**
 * Which functions can be called, from the roots on.
 *
 * A call whose module is only known when it runs is guessed from the atoms of the function: one that mentions a module
 * may lead to that module's callbacks, to those of its functions whose names it mentions too (as in
 * `{Stage, :start_link, []}`), and, if the module implements a protocol, to all it has.
 */
export function reachable({ graph, roots, exports, builtIn, redirections, neverCalled }: Question): Reachable {
  const callers = new Map<string, string | undefined>(roots.map(root => [root, undefined]))
  const stopped = new Set<string>()
  const missing: string[] = []
  // A map goes on to what is added to it on the way.
  for (const name of callers.keys()) {
    const references = graph.get(name)
    if (!references || references.calls.includes(STUB)) {
      missing.push(name)
      continue
    }
    const calls = references.calls.map(call => redirected(call, moduleOf(name), redirections))
    for (const called of [...calls, ...guesses(references.mentions, exports)]) {
      if (neverCalled.has(called))
        stopped.add(called)
      else if (!builtIn.has(called) && !callers.has(called))
        callers.set(called, name)
    }
  }
  return { callers, missing, needless: [...neverCalled].filter(name => !stopped.has(name)) }
}

function guesses(mentions: readonly string[], exports: Question['exports']): string[] {
  return mentions.flatMap((module) => {
    const exported = exports.get(module) ?? []
    const implementsProtocol = exported.some(({ name }) => name === '__impl__')
    return exported
      .filter(({ name, arity }) => implementsProtocol || mentions.includes(name) || CALLBACKS.has(`${name}/${arity}`))
      .map(mfaText)
  })
}

function redirected(name: string, caller: string, redirections: Redirections): string {
  const target = redirections[name]
  return target === undefined || target === caller ? name : target + name.slice(name.indexOf(':'))
}

/** How a call comes about, from the function itself back to a root. */
export function pathTo(name: string, { callers }: Reachable): string[] {
  const path: string[] = []
  for (let at: string | undefined = name; at !== undefined; at = callers.get(at))
    path.push(at)
  return path
}

/** The module of a full name. The name of a function may hold a colon, that of a module here does not. */
export function moduleOf(name: string): string {
  return name.slice(0, name.indexOf(':'))
}
