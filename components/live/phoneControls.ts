import { speedText } from './speeds'

/**
 * A control of a live run as a phone draws it, with what it asks for. An `id` is unique within its run. A button that can do
 * nothing at the moment is off and keeps its place: if it went away, the next one would come under the thumb.
 */
export type PhoneControl<Action>
  = | { kind: 'button', id: string, label: string, isOff?: boolean, ask: () => Action }
    | { kind: 'switch', id: string, label: string, isOn: boolean, ask: (isOn: boolean) => Action }
    | { kind: 'slider', id: string, label: string, unit: string, least: number, most: number, value: number, ask: (value: number) => Action }
    | { kind: 'choice', id: string, label: string, options: string[], value: string, ask: (option: string) => Action }

/** A live run on a phone: what has just happened, and what can be done. */
export interface PhoneView<Action> {
  says: string
  controls: PhoneControl<Action>[]
}

/** What a phone draws of a control: plain data. */
export type DrawnControl = { [Kind in PhoneControl<never>['kind']]: Omit<Extract<PhoneControl<never>, { kind: Kind }>, 'ask'> }[PhoneControl<never>['kind']]

/** A live run on a phone, as plain data. */
export interface DrawnPhoneView {
  says: string
  controls: DrawnControl[]
}

/** A control as plain data, to be sent to a phone. */
export function drawn<Action>({ ask, ...control }: PhoneControl<Action>): DrawnControl {
  return control
}

/**
 * What a phone asked for; undefined when there is no such control any more, or it is off, or the value is none that it can have.
 *
 * @param controls that the run has now
 * @param id of the control
 * @param value true or false for a switch, a number for a slider, one of its options for a choice; of no matter for a button
 */
export function askedFor<Action>(controls: readonly PhoneControl<Action>[], id: string, value: unknown): Action | undefined {
  const control = controls.find(control => control.id === id)
  if (control?.kind === 'button')
    return control.isOff ? undefined : control.ask()
  if (control?.kind === 'switch' && typeof value === 'boolean')
    return control.ask(value)
  if (control?.kind === 'slider' && typeof value === 'number' && value >= control.least && value <= control.most)
    return control.ask(value)
  if (control?.kind === 'choice' && typeof value === 'string' && control.options.includes(value))
    return control.ask(value)
  return undefined
}

/** How fast a run goes, as a choice. */
export function speedChoice<Speed extends number, Action>(speeds: readonly Speed[], speed: Speed, ask: (speed: Speed) => Action): PhoneControl<Action> {
  return {
    kind: 'choice',
    id: 'speed',
    label: 'speed',
    options: speeds.map(speedText),
    value: speedText(speed),
    ask: words => ask(speeds.find(each => speedText(each) === words)!),
  }
}
