import type { Answer, Commands } from '../../../stage/protocol'
import type { Heard, Link } from '../../../stage/window/link'
import { beforeEach, expect, it } from 'vitest'
import { openLink } from '../../../stage/window/link'
import { state } from './talkState'

const answer: Answer = { upTo: 1, dropped: [], state }
const commands: Commands = { client: 'window-1', commands: [{ seq: 1, from: { slide: 1, click: 0 }, agoMs: 0, command: { kind: 'next' } }] }

let posted: unknown[]
let say: (data: unknown) => void
let link: Link

beforeEach(() => {
  posted = []
  link = openLink({ post: message => posted.push(message), listen: listener => say = listener }, 'window-1')
})

it('takes commands to the stage, and brings the answer that is for this window', async () => {
  const answered = link.send(commands, new AbortController().signal)
  expect(posted).toEqual([{ kind: 'commands', commands }])
  say({ kind: 'answer', client: 'window-2', answer: { ...answer, upTo: 9 } })
  say({ kind: 'answer', client: 'window-1', answer })
  expect(await answered).toEqual(answer)
})

it('gives up when nobody waits any more', async () => {
  const waiting = new AbortController()
  const answered = link.send(commands, waiting.signal)
  waiting.abort(new Error('too slow'))
  await expect(answered).rejects.toThrow('too slow')
})

it('knows that what it sent to a stage that has died is lost, as soon as the next one speaks', async () => {
  say({ kind: 'state', state })
  const answered = link.send(commands, new AbortController().signal)
  say({ kind: 'state', state: { ...state, revision: 4 } })
  expect(await Promise.race([answered, 'still waiting'])).toBe('still waiting')
  say({ kind: 'state', state: { ...state, epoch: 2, revision: 4 } })
  await expect(answered).rejects.toThrow('started anew')
})

it('passes on what the stage tells, and nothing else', () => {
  const heard: Heard[] = []
  link.listen(message => heard.push(message))
  for (const data of [{ kind: 'state', state }, { kind: 'state', state: { ...state, epoch: 'x' } }, { kind: 'answer', client: 'window-1', answer }, 'nonsense', null])
    say(data)
  expect(heard).toEqual([{ kind: 'state', state }])
})
