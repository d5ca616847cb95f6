import type { PhoneView } from '../live/phoneControls'
import type { MailerAction, MailerSnapshot } from './mailerLive'
import { speedChoice } from '../live/phoneControls'
import { liveFaults, speeds } from './mailerLive'

/** The live mailer on a phone: what can go wrong, a button each. */
export function mailerOnPhone({ says, speed }: MailerSnapshot): PhoneView<MailerAction> {
  return {
    says,
    controls: [
      ...liveFaults.map(({ fault, label }) => ({ kind: 'button' as const, id: fault, label, ask: () => ({ kind: 'inject' as const, fault }) })),
      speedChoice(speeds, speed, speed => ({ kind: 'speed', speed })),
    ],
  }
}
