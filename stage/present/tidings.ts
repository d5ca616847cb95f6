import type { Pairing, Phone } from '../protocol'
import { renderUnicodeCompact } from 'uqr'
import { timeOfDay } from '../talk/clock'

/** What the terminal can do. */
export interface Terminal {
  /** Whether a key press reaches us. */
  hasKeys: boolean
  /** Whether it knows colours. */
  hasColours: boolean
}

/**
 * What there is to say in the terminal when something about the phones, their code or the addresses has changed.
 *
 * @param before what was told before; undefined for the first time
 */
export function tidings(before: Pairing | undefined, now: Pairing, terminal: Terminal): string[] {
  const sayings: string[] = []
  if (now.audienceUrl !== null && now.audienceUrl !== before?.audienceUrl)
    sayings.push(`The room can follow at ${now.audienceUrl}`)
  // One that is paired again is the same phone; it has to be said all the same, because somebody had the code.
  const came = now.phones.filter(({ id, pairedAtMs }) => !before?.phones.some(other => other.id === id && other.pairedAtMs === pairedAtMs))
  sayings.push(...came.map(({ name }) => `Paired: ${name}.`))
  sayings.push(...missing(before?.phones ?? [], now.phones).map(({ name }) => `No longer paired: ${name}.`))

  if (now.phoneUrl !== null && now.phoneUrl !== before?.phoneUrl)
    sayings.push(now.hasNetwork ? invitation(now.phoneUrl, now.codeEndsAtMs ?? 0, terminal) : `No phone can reach this laptop. In another browser on it the remote is at ${now.phoneUrl}`)
  const another = terminal.hasKeys ? 'press n for another one' : 'the presenter view makes another one'
  if (now.phoneUrl === null && before?.phoneUrl)
    sayings.push(`The code ${came.length > 0 ? 'has been used' : 'is over'}: ${another}.`)
  return sayings
}

function invitation(url: string, endsAtMs: number, terminal: Terminal): string {
  return `\nDrive the talk from your phone: scan this with its camera, once, before ${timeOfDay(endsAtMs)}.\n\n${qrCode(url, terminal)}\n\n  ${url}\n`
}

/** For the camera black has to be darker than white, also in a light terminal: with colours that is certain. */
function qrCode(text: string, { hasColours }: Terminal): string {
  return renderUnicodeCompact(text, { border: 2 })
    .split('\n')
    .map(line => hasColours ? `  \u001B[97;40m${line}\u001B[0m` : `  ${line}`)
    .join('\n')
}

function missing(from: Phone[], among: Phone[]): Phone[] {
  return from.filter(({ id }) => !among.some(other => other.id === id))
}
