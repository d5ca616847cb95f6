import type { VmFrame } from './frame'
import * as v from 'valibot'
import { loadArchive } from './archive'
import { openFrame } from './frame'
import { VmProblem } from './problem'

/** A VM that runs, with Stage.Bridge listening in it; see beam/elixir. */
export interface Vm {
  /**
   * Asks something of it.
   *
   * @param words the command, e.g. `limiter read`
   * @returns what was answered: plain data, yet to be looked at
   * @throws {VmProblem} when it was refused, when there was no answer within five seconds, or when the VM has ended
   */
  call: (words: string) => Promise<unknown>
  /**
   * Tells it something and wants no answer: what is asked afterwards is answered by a VM that has heard it. What makes no
   * sense to the VM, or is said to one that has ended, is lost.
   *
   * @param words the command, e.g. `limiter kill`
   */
  cast: (words: string) => void
  /** Waits for events, as long as it takes. */
  nextEvents: () => Promise<unknown[]>
  /** Ends it; whatever is asked of it then is refused. */
  end: (why?: string) => void
  readonly hasEnded: boolean
  /** Resolves when it has ended, with the reason. */
  readonly ended: Promise<string>
}

const ANSWER_WITHIN_MS = 5_000
const READY_WITHIN_MS = 20_000
const BRIDGE = 'bridge'
/** What Stage.start/0 prints once the bridge is there. */
const READY = 'ready'

const reply = v.union([v.object({ ok: v.unknown() }), v.object({ error: v.string() })])

/**
 * Starts a VM.
 *
 * @param folder where its files are served, closing slash included
 * @throws {VmProblem} saying in a sentence what is missing, damaged or refused
 */
export async function startVm(folder: string): Promise<Vm> {
  const archive = await loadArchive(folder)
  let end = (_why: string): void => {}
  let hasEnded = false
  const ended = new Promise<string>((resolve) => {
    end = (why) => {
      hasEnded = true
      resolve(why)
    }
  })
  const failed = ended.then((why): never => {
    throw new VmProblem(`The VM has ended: ${why}.`)
  })
  // Whoever waits hears of it; that nobody may be waiting is no fault.
  failed.catch(() => {})

  let isReady = (): void => {}
  const ready = new Promise<void>(resolve => isReady = resolve)
  const opening = openFrame(folder, archive, { print: line => line.trim() === READY && isReady(), end })
  // Also one that is only there when nobody waits for it any more.
  const close = (): void => void opening.then(frame => frame.remove(), () => {})
  let frame: VmFrame
  try {
    [frame] = await Promise.race([Promise.all([opening, ready]), failed, late(READY_WITHIN_MS, 'The VM did not start within 20 seconds.')])
  }
  catch (error) {
    end('it did not start')
    close()
    throw error
  }
  ended.then(close)

  const ask = async (words: string): Promise<unknown> => {
    const answered = v.parse(reply, JSON.parse(await Promise.race([frame.vm.call(BRIDGE, words), failed])))
    if ('error' in answered)
      throw new VmProblem(`The VM refused “${words}”: ${answered.error}.`)
    return answered.ok
  }

  return {
    call: words => Promise.race([ask(words), late(ANSWER_WITHIN_MS, `The VM did not answer “${words}” within 5 seconds.`)]),
    cast: words => void (hasEnded || frame.vm.cast(BRIDGE, words)),
    nextEvents: async () => v.parse(v.array(v.unknown()), await ask('next')),
    end: (why = 'it was ended') => end(why),
    get hasEnded() { return hasEnded },
    ended,
  }
}

async function late(delayMs: number, why: string): Promise<never> {
  await new Promise(resolve => setTimeout(resolve, delayMs))
  throw new VmProblem(why)
}
