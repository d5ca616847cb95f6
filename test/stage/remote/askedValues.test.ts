import type { Command, RunOnPhone } from '../../../stage/protocol'
import { describe, expect, it } from 'vitest'
import { AskedValues } from '../../../stage/remote/page/askedValues'
import { RUN } from '../../browser/remote/talk'

type ControlCommand = Extract<Command, { kind: 'control' }>

function set(id: string, value: ControlCommand['value'], run = RUN.id): ControlCommand {
  return { kind: 'control', run, id, value }
}

/** What each control of a run shows. */
function valuesOf(run: RunOnPhone | null): unknown[] | undefined {
  return run?.controls.map(control => control.kind === 'button' ? control.label : control.kind === 'switch' ? control.isOn : control.value)
}

const pending = (): boolean => true
const arrived = (): boolean => false

describe('a value that was set', () => {
  it('is shown while its command is on its way, however long', () => {
    const asked = new AskedValues()
    asked.ask(set('load', 200))
    asked.ask(set('on', false))
    asked.ask(set('engine', 'BEAM'))
    asked.ask(set('kill', null))
    for (const nowMs of [0, 100_000])
      expect(valuesOf(asked.shownOn(RUN, pending, nowMs))).toEqual([200, false, 'BEAM', 'Kill the limiter'])
  })

  it('is the last of several', () => {
    const asked = new AskedValues()
    asked.ask(set('load', 200))
    asked.ask(set('load', 250))
    expect(valuesOf(asked.shownOn(RUN, pending, 0))![0]).toBe(250)
  })

  it('is shown after the laptop has it until the run does, and then the run alone counts', () => {
    const asked = new AskedValues()
    asked.ask(set('on', false))
    expect(valuesOf(asked.shownOn(RUN, arrived, 1000))![1]).toBe(false)
    expect(valuesOf(asked.shownOn({ ...RUN, controls: [{ kind: 'switch', id: 'on', label: 'Limiter', isOn: false }] }, arrived, 1100))).toEqual([false])
    // Turned on again at the laptop.
    expect(valuesOf(asked.shownOn(RUN, arrived, 1200))![1]).toBe(true)
  })

  it('is given up when the run does not take it', () => {
    const asked = new AskedValues()
    asked.ask(set('load', 200))
    expect(valuesOf(asked.shownOn(RUN, arrived, 1000))![0]).toBe(200)
    expect(valuesOf(asked.shownOn(RUN, arrived, 2900))![0]).toBe(200)
    expect(valuesOf(asked.shownOn(RUN, arrived, 3100))![0]).toBe(150)
  })

  it('is given up at once when the laptop refuses it, but not a later one of the same control', () => {
    const asked = new AskedValues()
    const [first, second] = [set('load', 200), set('load', 250)]
    asked.ask(first)
    asked.ask(second)
    asked.refuse(first)
    expect(valuesOf(asked.shownOn(RUN, pending, 0))![0]).toBe(250)
    asked.refuse(second)
    expect(valuesOf(asked.shownOn(RUN, pending, 0))![0]).toBe(150)
  })

  it('is not for the run after', () => {
    const asked = new AskedValues()
    asked.ask(set('load', 200))
    expect(asked.shownOn(null, pending, 0)).toBeNull()
    expect(valuesOf(asked.shownOn(RUN, pending, 100))![0]).toBe(150)
    asked.ask(set('load', 200, 'another'))
    expect(valuesOf(asked.shownOn(RUN, pending, 200))![0]).toBe(150)
  })
})
