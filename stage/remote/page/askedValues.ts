import type { Command, Control, RunOnPhone } from '../../protocol'

type ControlCommand = Extract<Command, { kind: 'control' }>

interface Asked {
  command: ControlCommand
  /** When the laptop had it. */
  arrivedAtMs?: number
}

/** A run that has not done by then what it was told does not do it. */
const TAKES_MS = 2000

/**
 * What was set on the controls of a live run, until the run has it. A control that showed nothing but what the run says would
 * jump back under the finger for as long as the network takes.
 */
export class AskedValues {
  /** The last for each control. */
  readonly #asked = new Map<string, Asked>()

  ask(command: ControlCommand): void {
    this.#asked.set(command.id, { command })
  }

  /** The laptop has not done it. */
  refuse(command: Command): void {
    for (const [id, asked] of this.#asked) {
      if (asked.command === command)
        this.#asked.delete(id)
    }
  }

  /**
   * The run as it is to be drawn.
   *
   * @param run as the laptop tells it
   * @param isPending whether the laptop has not answered to a command yet
   * @param nowMs by the clock of the page
   */
  shownOn(run: RunOnPhone | null, isPending: (command: Command) => boolean, nowMs: number): RunOnPhone | null {
    for (const [id, asked] of this.#asked) {
      if (!isPending(asked.command))
        asked.arrivedAtMs ??= nowMs
      if (isDone(asked, run, nowMs))
        this.#asked.delete(id)
    }
    return run && { ...run, controls: run.controls.map(control => withValue(control, this.#asked.get(control.id)?.command.value)) }
  }
}

function isDone({ command, arrivedAtMs }: Asked, run: RunOnPhone | null, nowMs: number): boolean {
  if (run?.id !== command.run)
    return true
  if (arrivedAtMs === undefined)
    return false
  const control = run.controls.find(({ id }) => id === command.id)
  return nowMs - arrivedAtMs > TAKES_MS || !control || valueOf(control) === command.value
}

function valueOf(control: Control): ControlCommand['value'] {
  switch (control.kind) {
    case 'button': return null
    case 'switch': return control.isOn
    default: return control.value
  }
}

function withValue(control: Control, value: ControlCommand['value'] | undefined): Control {
  if (control.kind === 'switch' && typeof value === 'boolean')
    return { ...control, isOn: value }
  if (control.kind === 'slider' && typeof value === 'number')
    return { ...control, value }
  if (control.kind === 'choice' && typeof value === 'string')
    return { ...control, value }
  return control
}
