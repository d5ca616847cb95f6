import type { EngineName, LivePanel } from '../../components/live/engine'
import type { PhoneControl, PhoneView } from '../../components/live/phoneControls'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { eppLive } from '../../components/epp-health/eppLive'
import { eppOnPhone } from '../../components/epp-health/eppPhone'
import { eppScenario } from '../../components/epp-health/eppScenario'
import { askedFor, drawn } from '../../components/live/phoneControls'
import { mailerLive } from '../../components/mailer/mailerLive'
import { mailerOnPhone } from '../../components/mailer/mailerPhone'
import { limiterLive } from '../../components/rate-limiter/limiterLive'
import { limiterOnPhone } from '../../components/rate-limiter/limiterPhone'
import { schedulingLive } from '../../components/scheduling/schedulingLive'
import { schedulingOnPhone } from '../../components/scheduling/schedulingPhone'
import { treeLive } from '../../components/supervision/treeLive'
import { treeOnPhone } from '../../components/supervision/treePhone'
import { runOnPhone } from '../../stage/protocol'

interface Panel {
  name: string
  /** A run of it, a while after its start. */
  begin: () => { phone: () => PhoneView<unknown>, act: (action: unknown) => void, snapshot: () => unknown }
}

function panel<Snapshot, Action>(live: LivePanel<Snapshot, Action>, phone: (snapshot: Snapshot, engine: EngineName) => PhoneView<Action>): Panel {
  return {
    name: live.name,
    begin() {
      const engine = live.start()
      // Long enough for the monitor's past to go by.
      for (let second = 0; second < eppScenario.warmUpUs / 10_000_000 + 2; second++)
        engine.advance(100_000)
      return { phone: () => phone(engine.snapshot(), 'model'), act: action => engine.act(action as Action), snapshot: () => engine.snapshot() }
    },
  }
}

const panels = [
  panel(schedulingLive, schedulingOnPhone),
  panel(mailerLive, mailerOnPhone),
  panel(limiterLive({ rate: 100, burst: 10, load: 150 }), limiterOnPhone),
  panel(eppLive, eppOnPhone),
  panel(treeLive({ strategy: 'one_for_one', maxRestarts: 3, maxSeconds: 5 }), treeOnPhone),
]

/** A value that a control does not have now, and can have. */
function otherValue(control: PhoneControl<unknown>): unknown {
  switch (control.kind) {
    case 'button': return null
    case 'switch': return !control.isOn
    case 'slider': return control.value === control.most ? control.least : control.most
    case 'choice': return control.options.find(option => option !== control.value)
  }
}

describe.each(panels)('$name on a phone', ({ begin }) => {
  it('is what a phone can read, each control with a name of its own', () => {
    const { says, controls } = begin().phone()
    const sent = { id: 'a', isPaused: false, canPause: true, says, controls: controls.map(drawn) }
    expect(v.parse(runOnPhone, JSON.parse(JSON.stringify(sent)))).toEqual(sent)
    expect(new Set(controls.map(({ id }) => id)).size).toBe(controls.length)
    expect(controls.length).toBeGreaterThan(0)
    expect(says).toMatch(/\.$/)
  })

  it('has controls that do something', () => {
    for (const { id } of begin().phone().controls.filter(control => control.kind !== 'button' || !control.isOff)) {
      const run = begin()
      const before = run.snapshot()
      const control = run.phone().controls.find(control => control.id === id)!
      run.act(askedFor(run.phone().controls, id, otherValue(control)))
      expect(run.snapshot(), id).not.toEqual(before)
    }
  })

  it('does nothing for a control that is not there', () => {
    expect(askedFor(begin().phone().controls, 'dance', true)).toBeUndefined()
  })
})

describe('a value that a control cannot have', () => {
  const ask = (value: unknown): unknown => value
  it.each<[PhoneControl<unknown>, unknown]>([
    [{ kind: 'switch', id: 'x', label: 'x', isOn: true, ask }, 'false'],
    [{ kind: 'slider', id: 'x', label: 'x', unit: '', least: 1, most: 3, value: 2, ask }, 4],
    [{ kind: 'slider', id: 'x', label: 'x', unit: '', least: 1, most: 3, value: 2, ask }, 0],
    [{ kind: 'slider', id: 'x', label: 'x', unit: '', least: 1, most: 3, value: 2, ask }, Number.NaN],
    [{ kind: 'slider', id: 'x', label: 'x', unit: '', least: 1, most: 3, value: 2, ask }, '2'],
    [{ kind: 'choice', id: 'x', label: 'x', options: ['a', 'b'], value: 'a', ask }, 'c'],
    [{ kind: 'choice', id: 'x', label: 'x', options: ['a', 'b'], value: 'a', ask }, 1],
  ])('is no request: %j, %j', (control, value) => {
    expect(askedFor([control], 'x', value)).toBeUndefined()
  })
})

describe('a button that can do nothing at the moment', () => {
  it.each([
    ['epp-health', 'drop Verisign 2'],
    ['supervision', 'kill PuppiesRepo'],
  ])('is off and stays where it is, so that a second tap meets no other: %s', (name, id) => {
    const run = panels.find(panel => panel.name === name)!.begin()
    const before = run.phone().controls
    run.act(askedFor(before, id, null))
    const after = run.phone().controls
    expect(after.map(control => control.id)).toEqual(before.map(control => control.id))
    expect(after.filter(control => control.kind === 'button' && control.isOff).map(control => control.id)).toEqual([id])
    expect(askedFor(before, id, null)).toBeDefined()
    expect(askedFor(after, id, null)).toBeUndefined()
  })
})

it('a limiter on the BEAM has a process to kill in the place of slow motion, and a tree has no strategy to choose', () => {
  const limiter = limiterLive({ rate: 100, burst: 10, load: 150 }).start().snapshot()
  const onBeam = limiterOnPhone({ ...limiter, process: { pid: '<0.7.0>', state: [], deaths: 0, isFresh: false } }).controls.map(({ id }) => id)
  expect(onBeam).toEqual(['ratePerSecond', 'capacity', 'loadPerSecond', 'limiter', 'crowd', 'kill'])
  const tree = treeLive({ strategy: 'one_for_one', maxRestarts: 3, maxSeconds: 5 }).start().snapshot()
  expect(treeOnPhone(tree, 'BEAM').controls.map(({ id }) => id)).not.toContain('strategy')
})
