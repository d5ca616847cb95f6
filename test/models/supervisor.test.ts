import type { Reason, Restart, Strategy, SupervisorDefinition } from '../../models/supervisor'
import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../models/clock'
import { checkDefinition, startTree } from '../../models/supervisor'
import { start, top } from './supervisorRun'

const SECOND_US = 1_000_000

describe('a supervisor', () => {
  it('starts its children in order and stops them in reverse', () => {
    const { tree, settle, news } = start(['a', { id: 'b', traps: true }, 'c'])
    expect(news()).toEqual(['started a', 'started b', 'started c', 'started top'])
    tree.stop('top', 'shutdown')
    settle()
    expect(news()).toEqual([
      'stopping top shutdown',
      'exited c shutdown',
      'terminating b shutdown',
      'exited b shutdown',
      'exited a shutdown',
      'exited top shutdown',
    ])
  })

  const ends: [Restart, Reason, string][] = [
    ['permanent', 'boom', 'restart'],
    ['permanent', 'normal', 'restart'],
    ['permanent', 'shutdown', 'restart'],
    ['transient', 'boom', 'restart'],
    ['transient', 'killed', 'restart'],
    ['transient', 'normal', 'finished'],
    ['transient', 'shutdown', 'finished'],
    ['transient', { shutdown: 'done' }, 'finished'],
    ['temporary', 'boom', 'dropped'],
    ['temporary', 'normal', 'dropped'],
  ]
  it.each(ends)('of a %s child that ends with %j: %s', (restart, reason, kind) => {
    const { tree, settle, events } = start([{ id: 'a', restart }])
    tree.stop('a', reason)
    settle()
    expect(events.filter(event => event.id === 'a').slice(3, 4).map(event => event.kind)).toEqual([kind])
  })

  const groups: [Strategy, string[]][] = [
    ['one_for_one', ['started b']],
    ['one_for_all', ['exited c shutdown', 'exited a shutdown', 'started a', 'started b', 'started c']],
    ['rest_for_one', ['exited c shutdown', 'started b', 'started c']],
  ]
  it.each(groups)('restarts the group of %s: the others stop in reverse, then all start in order', (strategy, expected) => {
    const { tree, settle, news } = start(['a', 'b', 'c'], { strategy })
    news()
    tree.kill('b')
    settle()
    expect(news()).toEqual(['exited b killed', 'restart b 1', ...expected])
  })

  it('lets a finished transient rise again when its group restarts, and drops a temporary', () => {
    const { tree, settle, at, news } = start([{ id: 'a', restart: 'transient' }, { id: 'b', restart: 'temporary' }, 'c'], { strategy: 'one_for_all' })
    tree.stop('a')
    settle()
    expect(at('a').state).toBe('finished')
    news()
    tree.kill('c')
    settle()
    expect(news()).toEqual(['exited c killed', 'restart c 1', 'exited b shutdown', 'dropped b', 'started a', 'started c'])
    expect([at('a').state, at('a').generation, at('b').state]).toEqual(['running', 2, 'dropped'])
  })

  it('swallows the queued exits of a group that it restarts', () => {
    const { tree, settle, news } = start(['a', 'b'], { strategy: 'one_for_all', maxRestarts: 1 })
    news()
    tree.kill('a')
    tree.kill('b')
    settle()
    expect(news()).toEqual(['exited a killed', 'exited b killed', 'restart a 1', 'started a', 'started b'])
  })

  it('is not moved by a stranger\'s exit signal, unless it kills; its children hear of that', () => {
    const { tree, settle, news, at } = start(['a', { id: 'b', traps: true }])
    news()
    tree.signal('top', 'boom')
    settle()
    expect(news()).toEqual([])
    tree.kill('top')
    settle()
    expect(news()).toEqual(['exited top killed', 'exited a killed', 'terminating b killed', 'exited b killed'])
    expect(at('a').state).toBe('stopped')
  })

  it('does one thing at a time: what happens while it is busy waits', () => {
    const { tree, clock, news } = start(['a', { id: 'b', startUs: 300 }])
    clock.advanceBy(300)
    news()
    tree.kill('b')
    clock.advanceBy(100)
    tree.kill('a')
    clock.advanceBy(199)
    expect(news()).toEqual(['exited b killed', 'restart b 1', 'exited a killed'])
    clock.advanceBy(1)
    expect(news()).toEqual(['started b', 'restart a 2', 'started a'])
  })

  it('lets exits queue up while it is suspended, and handles them in order of arrival', () => {
    const { tree, clock, news, at } = start(['a', 'b'])
    tree.suspend('top')
    tree.kill('b')
    clock.advanceBy(10)
    tree.kill('a')
    clock.advanceBy(10)
    news()
    expect([at('top'), at('a').state]).toEqual([expect.objectContaining({ suspended: true }), 'exited'])
    tree.resume('top')
    clock.advanceBy(10)
    expect(news()).toEqual(['restart b 1', 'started b', 'restart a 2', 'started a'])
  })
})

describe('restart intensity', () => {
  it('allows 3 in 5 seconds; the fourth ends it: the child stays dead, the rest stop in reverse', () => {
    const { tree, settle, news, at } = start(['a', 'b', 'c'])
    for (let kill = 1; kill <= 3; kill++) {
      tree.kill('b')
      settle()
    }
    expect(at('b').generation).toBe(4)
    news()
    tree.kill('b')
    settle()
    expect(news()).toEqual(['exited b killed', 'gave-up b 4', 'stopping top shutdown', 'exited c shutdown', 'exited a shutdown', 'exited top shutdown'])
    expect(at('top')).toMatchObject({ state: 'stopped', gaveUp: true, exit: { reason: 'shutdown' } })
    expect([at('b').state, at('b').generation]).toEqual(['stopped', 4])
    expect(tree.kill('b')).toBe(false)
  })

  it('counts in whole seconds: one at 0.9 s still counts at 5.9 s, and not at 6', () => {
    const kinds = [5.9 * SECOND_US, 6 * SECOND_US].map((secondUs) => {
      const { tree, clock, events, at } = start(['a'], { maxRestarts: 1 })
      clock.advanceTo(0.9 * SECOND_US)
      tree.kill('a')
      clock.advanceBy(0)
      expect(at('top')).toMatchObject({ restarts: [{ timeUs: 0.9 * SECOND_US, leavesAtUs: 6 * SECOND_US }] })
      clock.advanceTo(secondUs)
      tree.kill('a')
      clock.advanceBy(0)
      return events.findLast(event => 'count' in event)!.kind
    })
    expect(kinds).toEqual(['gave-up', 'restart'])
  })

  it('counts a retry after a failed start again, at once', () => {
    const { tree, settle, news } = start([{ id: 'a', startAnswers: ['ok', { error: 'nope' }, { error: 'nope' }, 'ok'] }])
    news()
    tree.kill('a')
    settle()
    expect(news()).toEqual(['exited a killed', 'restart a 1', 'start-failed a nope', 'retry a 2', 'start-failed a nope', 'retry a 3', 'started a'])
  })

  it('handles what was queued before it tries again', () => {
    const { tree, settle, news } = start([{ id: 'a', startAnswers: ['ok', { error: 'nope' }, 'ok'] }, 'b'])
    news()
    tree.kill('a')
    tree.kill('b')
    settle()
    expect(news()).toEqual(['exited a killed', 'exited b killed', 'restart a 1', 'start-failed a nope', 'restart b 2', 'started b', 'retry a 3', 'started a'])
  })

  it('retries a group from the child whose start failed', () => {
    const { tree, settle, news } = start(['a', { id: 'b', startAnswers: ['ok', { error: 'nope' }, 'ok'] }, 'c'], { strategy: 'rest_for_one' })
    news()
    tree.kill('a')
    settle()
    expect(news()).toEqual(['exited a killed', 'restart a 1', 'exited c shutdown', 'exited b shutdown', 'started a', 'start-failed b nope', 'retry b 2', 'started b', 'started c'])
  })

  it('forgets a retry when the child came back with another one\'s group', () => {
    const { tree, settle, news } = start(['a', { id: 'b', startAnswers: ['ok', { error: 'nope' }, 'ok'] }], { strategy: 'rest_for_one' })
    news()
    tree.kill('b')
    tree.kill('a')
    settle()
    expect(news().slice(2)).toEqual(['restart b 1', 'start-failed b nope', 'restart a 2', 'started a', 'started b'])
  })

  it('keeps no more than it needs, however often children are killed', () => {
    const { tree, clock, events } = start(['a'], { maxRestarts: 2 })
    for (let kill = 0; kill < 5_000; kill++) {
      tree.kill('a')
      clock.advanceBy(3 * SECOND_US)
      events.length = 0
    }
    expect(tree.snapshot()).toMatchObject({ state: 'running', restarts: [{}], children: [{ generation: 5_001 }] })
  })
})

describe('a supervisor below a supervisor', () => {
  const nested = (restart: Restart) => start([{ ...top(['x', { id: 'y', restart: 'temporary' }], 'sub'), maxRestarts: 0, restart }, 'b'])

  it('that gave up is restarted from zero when it is permanent: full list, fresh window', () => {
    const { tree, settle, news, at } = nested('permanent')
    tree.kill('y')
    settle()
    news()
    tree.kill('x')
    settle()
    expect(news()).toEqual(['exited x killed', 'gave-up x 1', 'stopping sub shutdown', 'exited sub shutdown', 'restart sub 1', 'started x', 'started y', 'started sub'])
    expect(at('sub')).toMatchObject({ gaveUp: false, restarts: [], generation: 2, state: 'running' })
  })

  it('that gave up quietly disappears when it is transient', () => {
    const { tree, settle, news, at } = nested('transient')
    news()
    tree.kill('x')
    settle()
    expect(news()).toEqual(['exited x killed', 'gave-up x 1', 'stopping sub shutdown', 'exited y shutdown', 'exited sub shutdown', 'finished sub'])
    expect([at('sub').state, at('top').state]).toEqual(['finished', 'running'])
  })

  it('that was killed leaves orphans, and is restarted', () => {
    const { tree, settle, news } = nested('permanent')
    news()
    tree.kill('sub')
    settle()
    expect(news()).toEqual(['exited sub killed', 'exited x killed', 'exited y killed', 'restart sub 1', 'started x', 'started y', 'started sub'])
  })

  it('that was killed may be back while its orphans still clean up', () => {
    const inner = top([{ id: 'x', traps: true, stopUs: 500 }], 'inner')
    const { tree, clock, news, at } = start([top([inner], 'sub')])
    tree.kill('sub')
    clock.advanceBy(100)
    expect(at('x')).toMatchObject({ state: 'running', generation: 2 })
    news()
    clock.advanceBy(1000)
    expect(news()).toEqual(['exited x shutdown', 'exited inner killed'])
    expect(at('x')).toMatchObject({ state: 'running', generation: 2, exit: undefined })
  })

  it('is not mixed up with its orphaned predecessor', () => {
    const inner = top([{ id: 'x', traps: true, stopUs: 500 }], 'inner')
    const { tree, clock, at } = start([top([inner], 'sub')])
    tree.kill('sub')
    clock.advanceBy(100)
    tree.suspend('inner')
    clock.advanceBy(0)
    tree.kill('x')
    clock.advanceBy(1000)
    expect(at('x').state).toBe('exited')
    tree.resume('inner')
    clock.advanceBy(0)
    expect(at('x')).toMatchObject({ state: 'running', generation: 3 })
  })

  it('that starts anew has started none of its children yet', () => {
    const { tree, clock, at } = start([top([{ id: 'x', startUs: 100 }, 'y', { id: 'z', restart: 'temporary' }], 'sub')])
    clock.advanceBy(100)
    tree.kill('z')
    clock.advanceBy(0)
    expect(at('z').state).toBe('dropped')
    tree.kill('sub')
    clock.advanceBy(50)
    expect(['sub', 'x', 'y', 'z'].map(id => at(id).state)).toEqual(['starting', 'starting', 'not started', 'not started'])
  })

  it('fails to start when a child does, after stopping those that had started', () => {
    const { news, at } = start(['a', top(['x', { id: 'y', startAnswers: [{ error: 'nope' }] }], 'sub')])
    expect(news()).toEqual([
      'started a',
      'started x',
      'start-failed y nope',
      'exited x shutdown',
      'start-failed sub {"shutdown":{"failedToStartChild":"y","reason":"nope"}}',
      'exited a shutdown',
      'start-failed top {"shutdown":{"failedToStartChild":"sub","reason":{"shutdown":{"failedToStartChild":"y","reason":"nope"}}}}',
    ])
    expect(at('top')).toMatchObject({ state: 'stopped', generation: 0, pid: undefined })
  })
})

describe('a child', () => {
  it('is not impressed by a signal of normal, and cannot trap a kill', () => {
    const { tree, settle, news } = start(['plain', { id: 'trapping', traps: true }])
    news()
    for (const node of ['plain', 'trapping'])
      tree.signal(node, 'normal')
    tree.signal('trapping', 'boom')
    settle()
    expect(news()).toEqual([])
    tree.kill('trapping')
    tree.signal('plain', 'boom')
    expect(news()).toEqual(['exited trapping killed', 'exited plain boom'])
  })

  it('runs terminate when it ends by itself, trapping or not', () => {
    const { tree, events } = start(['plain'])
    tree.stop('plain', 'boom')
    expect(events.slice(-2)).toMatchObject([{ kind: 'terminating', cause: 'itself', reason: 'boom' }, { kind: 'exited', reason: 'boom' }])
  })

  it('is killed at once with brutal_kill, and when it takes longer to stop than it has', () => {
    const { tree, clock, events } = start([
      { id: 'slow', traps: true, shutdown: { withinMs: 200 }, stopUs: 200_001 },
      { id: 'quick', traps: true, shutdown: { withinMs: 200 }, stopUs: 199_999 },
      { id: 'brutal', traps: true, shutdown: 'brutal_kill' },
    ])
    tree.stop('top')
    clock.advanceBy(SECOND_US)
    expect(events.filter(({ kind }) => kind === 'exited' || kind === 'shutdown-timeout').map(({ timeUs, kind, id, ...rest }) => [timeUs, kind, id, 'reason' in rest && rest.reason])).toEqual([
      [0, 'exited', 'brutal', 'killed'],
      [199_999, 'exited', 'quick', 'shutdown'],
      [399_999, 'shutdown-timeout', 'slow', false],
      [399_999, 'exited', 'slow', 'killed'],
      [399_999, 'exited', 'top', 'normal'],
    ])
  })

  it('whose start answers ignore is kept without a process, or dropped when it is temporary', () => {
    const { tree, settle, at } = start([{ id: 'a', startAnswers: ['ignore', 'ok'] }, { id: 'b', restart: 'temporary', startAnswers: ['ignore'] }, 'c'], { strategy: 'one_for_all' })
    expect([at('a').state, at('b').state]).toEqual(['ignored', 'dropped'])
    tree.kill('c')
    settle()
    expect([at('a').state, at('b').state]).toEqual(['running', 'dropped'])
  })

  it('can be told to fail its next starts', () => {
    const { tree, settle, news } = start(['a'])
    news()
    tree.answerStarts('a', [{ error: 'one' }, { error: { shutdown: 'two' } }, 'ok'])
    tree.kill('a')
    settle()
    expect(news()).toEqual(['exited a killed', 'restart a 1', 'start-failed a one', 'retry a 2', 'start-failed a {"shutdown":"two"}', 'retry a 3', 'started a'])
  })

  it('killed while it starts has failed to start', () => {
    const { tree, clock, news } = start([{ id: 'a', startUs: 100 }])
    clock.advanceBy(50)
    tree.kill('a')
    clock.advanceBy(100)
    expect(news()).toEqual(['start-failed a killed', 'start-failed top {"shutdown":{"failedToStartChild":"a","reason":"killed"}}'])
  })
})

describe('auto-shutdown', () => {
  const significant = (restart: Restart, id: string) => ({ id, restart, significant: true })

  it.each([['transient', 'normal'], ['temporary', 'normal'], ['temporary', 'boom']] as const)('of any_significant: a %s that ends with %s ends its supervisor', (restart, reason) => {
    const { tree, settle, news } = start([significant(restart, 'a'), 'b'], { autoShutdown: 'any_significant' })
    tree.stop('a', reason)
    settle()
    expect(news().slice(-4)).toEqual(['auto-shutdown a', 'stopping top shutdown', 'exited b shutdown', 'exited top shutdown'])
  })

  it('does not come when a significant transient crashes: it is restarted', () => {
    const { tree, settle, news } = start([significant('transient', 'a')], { autoShutdown: 'any_significant' })
    tree.stop('a', 'boom')
    settle()
    expect(news().slice(-2)).toEqual(['restart a 1', 'started a'])
  })

  it('of all_significant waits for the last one', () => {
    const { tree, settle, at } = start([significant('transient', 'a'), significant('temporary', 'b'), 'c'], { autoShutdown: 'all_significant' })
    tree.stop('a')
    settle()
    expect(at('top').state).toBe('running')
    tree.kill('b')
    settle()
    expect(at('top')).toMatchObject({ state: 'stopped', exit: { reason: 'shutdown' }, gaveUp: false })
  })

  it('of all_significant waits for one whose restart is to be tried again', () => {
    const { tree, settle, at } = start([significant('transient', 'a'), significant('temporary', 'b')], { autoShutdown: 'all_significant' })
    tree.answerStarts('a', [{ error: 'nope' }, 'ok'])
    tree.kill('a')
    tree.kill('b')
    settle()
    expect(['top', 'a', 'b'].map(id => at(id).state)).toEqual(['running', 'running', 'dropped'])
  })
})

describe('a tree', () => {
  it('is addressed by id where only one node has it, else by path', () => {
    const { tree } = start(['a', top(['a', 'b'], 'sub')])
    expect([tree.kill('b'), tree.kill('top/a'), tree.kill('top/a')]).toEqual([true, true, false])
    expect(() => tree.kill('a')).toThrow(new RangeError('"a" could be top/a, top/sub/a: give the path'))
    expect(() => tree.kill('x')).toThrow(new RangeError('there is no "x" in this tree; there are top, top/a, top/sub, top/sub/a, top/sub/b'))
    expect(() => tree.suspend('b')).toThrow(/"b" is a worker/)
    expect(() => tree.answerStarts('sub', ['ok'])).toThrow(/"sub" is a supervisor/)
    expect(() => tree.answerStarts('b', [])).toThrow(/worker "b": answers must be a list of at least one/)
  })

  it('shows itself as plain data that does not change afterwards', () => {
    const { tree, settle } = start(['a', top(['b'], 'sub')])
    const before = tree.snapshot()
    const copy = structuredClone(before)
    tree.kill('sub')
    settle()
    expect(before).toEqual(copy)
    expect(tree.snapshot()).not.toEqual(copy)
  })

  it('does not let its own listener interfere', () => {
    const clock = new VirtualClock()
    let problem: unknown
    const tree = startTree(top(['a']), {
      clock,
      onEvent: ({ kind }) => {
        try {
          if (kind === 'exited')
            tree.kill('top')
        }
        catch (error) {
          problem = error
        }
      },
    })
    tree.kill('a')
    clock.advanceBy(0)
    expect(problem).toEqual(new Error('onEvent may not send anything to the tree: arrange it with clock.after(0, …)'))
    expect(tree.snapshot().state).toBe('running')
  })

  const wrong: [string, object, ErrorConstructor, string][] = [
    ['a strategy misspelt', { strategy: 'one_for_al' }, RangeError, 'supervisor "top": strategy must be one of one_for_one, one_for_all, rest_for_one, not "one_for_al"'],
    ['no strategy', { strategy: undefined }, TypeError, 'supervisor "top": strategy must be one of one_for_one, one_for_all, rest_for_one, not undefined'],
    ['negative restarts', { maxRestarts: -1 }, RangeError, 'supervisor "top": maxRestarts must be an integer of 0 or more, not -1'],
    ['a window of no seconds', { maxSeconds: 0 }, RangeError, 'supervisor "top": maxSeconds must be an integer of 1 or more, not 0'],
    ['a number in words', { maxSeconds: '5' }, TypeError, 'supervisor "top": maxSeconds must be an integer of 1 or more, not "5"'],
    ['an unknown field', { maxRestart: 3 }, TypeError, 'supervisor "top": there is no field maxRestart; the fields are id, restart, significant, shutdown, type, strategy, maxRestarts, maxSeconds, autoShutdown, children'],
    ['a restart type misspelt', { children: [{ id: 'a', restart: 'permanant' }] }, RangeError, 'supervisor "top", child "a": restart must be one of permanent, transient, temporary, not "permanant"'],
    ['an id twice', { children: [{ id: 'a' }, { id: 'a' }] }, RangeError, 'supervisor "top", child "a": id must be unique among the children of a supervisor, and this one is there twice'],
    ['an id with a slash', { children: [{ id: 'a/b' }] }, RangeError, 'supervisor "top", child "a/b": id must be a name without a slash, not "a/b"'],
    ['a time limit below 0', { children: [{ id: 'a', shutdown: { withinMs: -5 } }] }, RangeError, 'supervisor "top", child "a": shutdown must be brutal_kill, infinity or { withinMs: an integer of 0 or more }, not {"withinMs":-5}'],
    ['a significant permanent child', { autoShutdown: 'any_significant', children: [{ id: 'a', significant: true }] }, RangeError, 'supervisor "top", child "a": restart must be one of transient, temporary for a significant child, not permanent'],
    ['a significant child for nothing', { children: [{ id: 'a', restart: 'transient', significant: true }] }, RangeError, 'supervisor "top", child "a": significant must be false while the supervisor\'s autoShutdown is never, not true'],
    ['a mistake further down', { children: [{ ...top([]), id: 'sub', maxSeconds: 1.5 }] }, RangeError, 'supervisor "sub": maxSeconds must be an integer of 1 or more, not 1.5'],
    ['no child at all', { children: [null] }, TypeError, 'supervisor "top", child number 1: a definition must be an object, not null'],
  ]
  it.each(wrong)('is refused with %s', (_, change, Kind, message) => {
    expect(() => checkDefinition({ ...top([]), ...change } as SupervisorDefinition)).toThrow(new Kind(message))
  })
})
