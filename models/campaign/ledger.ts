import type { Job } from './jobQueue'

/**
 * The state of the record of this campaign's email to one member; `none` as long as there is no record. `sending` marks
 * the window in which SES may or may not have accepted it; only a crash, or a call that was never answered, leaves a
 * record there.
 */
export type EmailStatus = 'none' | 'reserved' | 'sending' | 'sent'

/** What became of a reservation; `again`: it is the job's own, from an execution that never knew what SES had done. */
export type Reservation = 'reserved' | 'again' | 'already-sent' | 'reserved-by-another-job'

/**
 * The table of campaign emails, one record per member: `Marketing.Ledger` with the rules of `Marketing.CampaignEmail`.
 * Each record lives as long as a job of its member does: without a job, nobody asks for it.
 */
export class Ledger {
  /** Emails that were handed over again without knowing the outcome of the time before: possible duplicates. */
  unconfirmed = 0

  /** Reserves the member's record for a job, unless it was sent or another job holds it. */
  reserve({ id, recipient }: Job): Reservation {
    const { email } = recipient
    if (email === 'sent')
      return 'already-sent'
    if (email !== 'none' && recipient.heldBy !== id)
      return 'reserved-by-another-job'
    recipient.email = 'reserved'
    recipient.heldBy = id
    if (email !== 'sending')
      return 'reserved'
    this.unconfirmed++
    return 'again'
  }

  /** The email is about to be handed to SES. */
  sending({ recipient }: Job): void {
    recipient.email = 'sending'
  }

  /** SES has refused the email: it certainly did not go out. */
  release({ recipient }: Job): void {
    recipient.email = 'reserved'
  }

  /** SES has accepted the email. */
  sent({ recipient }: Job): void {
    recipient.email = 'sent'
  }
}
