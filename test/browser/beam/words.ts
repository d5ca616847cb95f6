import type { ChildDefinition, Reason, StartAnswer } from '../../../models/supervisor'
import type { Action, Scenario } from '../../models/otp/scenario'
import { complete } from '../../../models/supervisor/definition'

/** A scenario in the words of the VM's `scenario` command (beam/elixir/stage/scenario/parser.ex says what they mean). */
export function scenarioInWords({ mode, tree, script }: Scenario): string {
  const actions = script.map(action => `${action.atMs} ${actionInWords(action)}`)
  return ['scenario', mode, nodeInWords(tree), list(actions)].join(' ')
}

function nodeInWords(definition: ChildDefinition): string {
  const node = complete(definition)
  const { id, restart, significant } = node
  const shutdown = typeof node.shutdown === 'object' ? node.shutdown.withinMs : node.shutdown
  const own = node.type === 'worker'
    ? [node.traps, answersInWords(node.startAnswers)]
    : [node.strategy, node.maxRestarts, node.maxSeconds, node.autoShutdown, list(node.children.map(nodeInWords))]
  return [node.type, id, restart, significant, shutdown, ...own].join(' ')
}

function actionInWords(action: Action): string {
  switch (action.do) {
    case 'wait':
      return 'wait'
    case 'answers':
      return `answers ${action.node} ${answersInWords(action.answers)}`
    case 'signal':
    case 'stop':
      return `${action.do} ${action.node} ${reasonInWords(action.reason)}`
    default:
      return `${action.do} ${action.node}`
  }
}

function answersInWords(answers: readonly StartAnswer[]): string {
  return list(answers.map(answer => typeof answer === 'string' ? answer : `error:${reasonInWords(answer.error)}`))
}

function reasonInWords(reason: Reason): string {
  if (typeof reason === 'string')
    return reason
  if (typeof reason.shutdown === 'string')
    return `shutdown:${reason.shutdown}`
  throw new TypeError('no scenario needs to send the reason of a failed start')
}

/** A list after its length. */
function list(items: readonly string[]): string {
  return [items.length, ...items].join(' ')
}
