import type { TalkInfo } from '../../protocol'
import type { Asks } from './pairPage'
import { element } from './dom'
import { drive } from './drive'
import { pair, takeCodeFromAddress } from './pairing'
import { pairPage } from './pairPage'
import { RETRY_MS } from './patience'
import { fetchInfo, NotPaired } from './stage'
import { whenBack } from './whenBack'

function show(page: HTMLElement): void {
  document.body.replaceChildren(page, ...document.querySelectorAll('.wake'))
}

function write(sentence: string): void {
  show(element('main', { class: 'pair' }, element('div', { class: 'cover' }, element('p', { class: 'kicker' }, 'Phone remote'), element('h1', {}, 'One moment')), element('p', { role: 'status' }, sentence)))
}

/** Asks for the talk until there is an answer; undefined when the phone is not paired. */
async function findTalk(): Promise<TalkInfo | undefined> {
  for (;;) {
    try {
      return await fetchInfo()
    }
    catch (error) {
      if (error instanceof NotPaired)
        return undefined
      write('The laptop does not answer. Trying again…')
      await new Promise(resolve => setTimeout(resolve, RETRY_MS))
    }
  }
}

/** Hands in a code that was scanned. When it is lost on the way it is mostly still good once the laptop answers again. */
async function handIn(code: string): Promise<Asks> {
  let end = await pair(code)
  if (end === 'unreachable' && await findTalk() === undefined)
    end = await pair(code)
  return end === 'paired' ? 'forgotten' : end
}

/**
 * Asks for a code until one is right, another one is scanned, or the laptop knows this phone after all.
 *
 * @returns why to ask again, should the phone not be paired even now
 */
function askForCode(why: Asks, undelivered: number): Promise<Asks> {
  return new Promise((resolve) => {
    const asking = new AbortController()
    const done = (next: Asks): void => {
      asking.abort()
      resolve(next)
    }
    show(pairPage({
      why,
      undelivered,
      async tryCode(code) {
        const end = await pair(code)
        if (end === 'paired')
          done('forgotten')
        return end
      },
    }))
    window.addEventListener('hashchange', () => done(why), { signal: asking.signal })
    // It may have been asked in a network where somebody else has the laptop's address.
    whenBack(() => fetchInfo().then(() => done(why), () => {}), asking.signal)
  })
}

async function main(): Promise<void> {
  let why: Asks = 'first'
  let undelivered = 0
  for (;;) {
    write('Looking for the laptop…')
    const code = takeCodeFromAddress()
    if (code !== undefined)
      why = await handIn(code)
    // A phone that was paired before may drive, whatever became of the code: it may have been scanned twice.
    const info = await findTalk()
    if (info) {
      undelivered = await drive({ info, undelivered, show })
      why = 'revoked'
    }
    else {
      why = await askForCode(why, undelivered)
      undelivered = 0
    }
  }
}

void main()
