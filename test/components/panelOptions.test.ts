import { describe, expect, it } from 'vitest'
import { readOptions } from '../../components/panels/panelOptions'
import { treeOptions } from '../../components/supervision/treeOptions'

const read = (given: Record<string, unknown>) => readOptions('SupervisionPanel', treeOptions, given)

describe('the options of a panel', () => {
  it('have their defaults where nothing is set', () => {
    expect(read({})).toEqual({ strategy: 'one_for_one', maxRestarts: 3, maxSeconds: 5 })
    expect(read({ strategy: undefined, maxRestarts: undefined })).toEqual(read({}))
  })

  it('may be written as numbers or as the text of an attribute', () => {
    expect(read({ maxRestarts: 5, maxSeconds: '10' })).toMatchObject({ maxRestarts: 5, maxSeconds: 10 })
  })

  it.each([
    [{ strategy: 'one_for_al' }, 'SupervisionPanel: strategy must be one of "one_for_one", "one_for_all", "rest_for_one", not "one_for_al".'],
    [{ strategy: 7 }, 'SupervisionPanel: strategy must be one of "one_for_one", "one_for_all", "rest_for_one", not 7.'],
    [{ maxRestarts: -1 }, 'SupervisionPanel: maxRestarts must be a number from 0 to 20, not -1.'],
    [{ maxRestarts: 1.5 }, 'SupervisionPanel: maxRestarts must be a whole number from 0 to 20, not 1.5.'],
    [{ maxSeconds: 'five' }, 'SupervisionPanel: maxSeconds must be a number from 1 to 60, not "five".'],
    [{ maxSeconds: true }, 'SupervisionPanel: maxSeconds must be a number from 1 to 60, not true.'],
    [{ stratgy: 'one_for_one' }, 'SupervisionPanel has no option "stratgy". It has: strategy, maxRestarts, maxSeconds.'],
  ])('say what is wrong with %j', (given, message) => {
    expect(() => read(given)).toThrow(message)
  })
})
