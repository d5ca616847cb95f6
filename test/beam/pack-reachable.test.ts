import type { Question } from '../../beam/pack/reachable'
import { describe, expect, it } from 'vitest'
import { moduleOf, pathTo, reachable, readCalls } from '../../beam/pack/reachable'

/** `caller: called called 'atom`, a line a function. */
function ask(calls: string, question: Partial<Question> = {}) {
  const graph = readCalls(calls.trim().split('\n').map(line => line.trim().replace(': ', ' ').split(' ').join('\t')).join('\n'))
  return reachable({
    graph,
    roots: ['a:start/0'],
    exports: new Map(),
    builtIn: new Set(['erlang:self/0']),
    redirections: {},
    neverCalled: new Set(),
    ...question,
  })
}

describe('which functions can be called', () => {
  it('are those that calls lead to, however far', () => {
    const found = ask(`
      a:start/0: b:one/1 erlang:self/0
      b:one/1: b:two/2 a:start/0
      b:two/2: b:one/1
      b:alone/0: c:none/0
    `)
    expect([...found.callers.keys()]).toEqual(['a:start/0', 'b:one/1', 'b:two/2'])
    expect(found.missing).toEqual([])
    expect(pathTo('b:two/2', found)).toEqual(['b:two/2', 'b:one/1', 'a:start/0'])
  })

  it('are missing when neither the VM nor a module has them', () => {
    expect(ask(`a:start/0: c:none/0`).missing).toEqual(['c:none/0'])
  })

  it('are missing when they are only a place for what OTP\'s own VM has built in', () => {
    const calls = `
      a:start/0: lists:keysearch/3 lists:keyfind/3
      lists:keysearch/3: erlang:nif_error/1
      lists:keyfind/3: erlang:nif_error/1
    `
    expect(ask(calls, { builtIn: new Set(['lists:keyfind/3']) }).missing).toEqual(['lists:keysearch/3'])
  })

  it('go where calls are redirected to, except from there', () => {
    const found = ask(`
      a:start/0: lists:keysearch/3
      instead:keysearch/3: lists:keysearch/3
      lists:keysearch/3: erlang:self/0
    `, { redirections: { 'lists:keysearch/3': 'instead' } })
    expect([...found.callers.keys()]).toEqual(['a:start/0', 'instead:keysearch/3', 'lists:keysearch/3'])
  })

  it('stop at what is never called, and tell what of it nothing leads to', () => {
    const found = ask(`a:start/0: log:format/2`, { neverCalled: new Set(['log:format/2', 'log:other/1']) })
    expect(found.missing).toEqual([])
    expect(found.needless).toEqual(['log:other/1'])
  })

  it('are callbacks of a module that is mentioned, functions named along with it, and all of an implementation', () => {
    const exports = new Map([
      ['worker', [{ module: 'worker', name: 'init', arity: 1 }, { module: 'worker', name: 'go', arity: 0 }, { module: 'worker', name: 'other', arity: 0 }]],
      ['impl', [{ module: 'impl', name: '__impl__', arity: 1 }, { module: 'impl', name: 'count', arity: 1 }]],
    ])
    expect(ask(`a:start/0: 'worker 'go 'impl`, { exports }).missing).toEqual(['worker:init/1', 'worker:go/0', 'impl:__impl__/1', 'impl:count/1'])
  })

  it('are named with colons and slashes of their own', () => {
    expect(moduleOf('erlang:=:=/2')).toBe('erlang')
    expect(moduleOf('Elixir.Stage.Tree:start/1')).toBe('Elixir.Stage.Tree')
  })
})
