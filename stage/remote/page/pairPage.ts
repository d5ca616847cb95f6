import type { PairingEnd } from './pairing'
import { element, setAttribute, write } from './dom'
import { codeIn } from './pairing'

/** Why the page asks for a code. `forgotten`: the code was right, but the phone is not known all the same. */
export type Asks = Exclude<PairingEnd, 'paired'> | 'first' | 'revoked' | 'forgotten'

const SENTENCES: Record<Exclude<Asks, 'first' | 'revoked'>, string> = {
  wrong: 'This code is wrong. Scan the one that the laptop shows now.',
  used: 'This code has been used already. Press n in the laptop\'s terminal for a new one.',
  expired: 'This code is too old. Press n in the laptop\'s terminal for a new one.',
  replaced: 'There is a newer code than this. Scan the one that the laptop shows now.',
  throttled: 'Too many wrong codes were tried, so they are refused for a minute. Scan the one that the laptop shows: the right one is always taken.',
  unreachable: 'The laptop does not answer. Is this phone on the same Wi-Fi?',
  forgotten: 'This browser has not kept the pairing: let it keep cookies, or use another browser.',
  broken: 'The laptop could not answer. Try once more.',
}

export interface PairPageOptions {
  why: Asks
  /** How many taps were lost with a pairing that was ended. */
  undelivered: number
  /** Hands a code in. */
  tryCode: (code: string) => Promise<PairingEnd>
}

/**
 * The page of a phone that is not paired: what to do, and a place for the code.
 */
export function pairPage(options: PairPageOptions): HTMLElement {
  const said = element('p', { class: 'fault', role: 'alert' })
  const input = element('input', {
    'id': 'code',
    'type': 'text',
    'autocomplete': 'off',
    'autocapitalize': 'none',
    'autocorrect': 'off',
    'spellcheck': 'false',
    'required': true,
    'aria-describedby': 'code-help',
  })
  const submit = element('button', { type: 'submit', class: 'act strong' }, 'Pair this phone')

  const tryCode = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    setAttribute(submit, 'disabled', true)
    write(said, '')
    const end = await options.tryCode(codeIn(input.value))
    setAttribute(submit, 'disabled', false)
    if (end === 'paired')
      return
    write(said, SENTENCES[end])
    input.select()
  }

  const page = element('main', { class: 'pair' }, element('div', { class: 'cover' }, element('p', { class: 'kicker' }, 'Phone remote'), element('h1', {}, options.why === 'revoked' ? 'Not paired any more' : 'Pair this phone')), element('p', {}, 'Scan the code that the laptop shows, in its terminal or in the presenter view. It works once, and for a few minutes.'), said, element('form', { onsubmit: tryCode }, element('label', { for: 'code' }, 'Or type or paste the code'), element('p', { id: 'code-help' }, 'It is what follows the # in the address below the square.'), input, submit))
  write(said, sentenceOf(options.why, options.undelivered))
  return page
}

function sentenceOf(why: Asks, undelivered: number): string {
  if (why === 'first')
    return ''
  if (why !== 'revoked')
    return SENTENCES[why]
  const lost = undelivered === 0 ? '' : undelivered === 1 ? ' One tap was not delivered.' : ` ${undelivered} taps were not delivered.`
  return `The laptop has ended the pairing with this phone.${lost}`
}
