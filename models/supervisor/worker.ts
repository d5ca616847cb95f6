import type { StartAnswer } from './definition'
import type { WorkerNode } from './node'
import type { Behaviour, Message, Process } from './process'

/**
 * What a worker does: `init`, then nothing until it has to end, then `terminate`. As a GenServer it runs `terminate` when it
 * ends by itself, and when an exit signal of its supervisor finds it trapping exits; any other end is without.
 */
export function* work(self: Process, node: WorkerNode, answer: StartAnswer): Behaviour {
  yield* self.sleep(node.spec.startUs)
  self.answerStart(answer)
  if (answer !== 'ok')
    return answer === 'ignore' ? 'normal' : answer.error

  const { reason, cause } = yield* self.receive(asksToEnd)
  node.enter('stopping', self)
  node.report({ kind: 'terminating', reason, cause, pid: self.pid })
  yield* self.sleep(node.spec.stopUs)
  return reason
}

function asksToEnd(message: Message): message is Extract<Message, { kind: 'end' }> {
  return message.kind === 'end'
}
