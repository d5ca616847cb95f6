import { expect, it } from 'vitest'
import { openSharedRun } from '../../../stage/window/sharedRun'

const run = { id: 'a', panel: 'mailer', engine: 'model', isPaused: true, snapshot: {} }

it('tells panels of the run as it was shared, and of its end', () => {
  const shared = openSharedRun()
  const heard: unknown[] = []
  shared.channel.listen(message => heard.push(message))
  shared.show(run)
  shared.show(undefined)
  expect(heard).toEqual([{ kind: 'state', run }, { kind: 'ended', id: 'a' }])
})

it('answers whoever asks while a run stands still, and nobody while there is none', async () => {
  const shared = openSharedRun()
  const heard: unknown[] = []
  shared.channel.listen(message => heard.push(message))
  shared.channel.post({ kind: 'ask' })
  await Promise.resolve()
  expect(heard).toEqual([])
  shared.show(run)
  shared.channel.post({ kind: 'ask' })
  await Promise.resolve()
  expect(heard).toEqual([{ kind: 'state', run }, { kind: 'state', run }])
})

it('lets no follower act on the run of the talk', () => {
  const shared = openSharedRun()
  const heard: unknown[] = []
  shared.channel.listen(message => heard.push(message))
  shared.show(run)
  shared.channel.post({ kind: 'stop', id: 'a' })
  shared.channel.post({ kind: 'act', id: 'a', action: 'kill' })
  expect(heard).toHaveLength(1)
})
