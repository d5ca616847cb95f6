import type { TalkInfo } from '../../protocol'
import type { Asks } from './pairPage'
import { element } from './dom'
import { drive } from './drive'
import { pair, takeCodeFromAddress } from './pairing'
import { pairPage } from './pairPage'
import { fetchInfo, NotPaired } from './stage'

/** How long it is until a laptop that did not answer is asked once more. */
const RETRY_MS = 2000

function show(page: HTMLElement): void {
  document.body.replaceChildren(page, ...document.querySelectorAll('.wake'))
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

function write(sentence: string): void {
  show(element('main', { class: 'pair' }, element('div', { class: 'cover' }, element('p', { class: 'kicker' }, 'Phone remote'), element('h1', {}, 'One moment')), element('p', { role: 'status' }, sentence)))
}

/** Asks for a code until one is right. */
function askForCode(why: Asks, undelivered: number): Promise<void> {
  return new Promise((resolve) => {
    show(pairPage({
      why,
      undelivered,
      async tryCode(code) {
        const end = await pair(code)
        if (end === 'paired')
          resolve()
        return end
      },
    }))
  })
}

async function main(): Promise<void> {
  write('Looking for the laptop…')
  const code = takeCodeFromAddress()
  const end = code === undefined ? 'first' : await pair(code)
  let why: Asks = end === 'paired' ? 'forgotten' : end
  let undelivered = 0
  for (;;) {
    // A phone that was paired before may drive, whatever became of the code: it may have been scanned twice.
    const info = await findTalk()
    if (info) {
      undelivered = await drive(info, show)
      why = 'revoked'
    }
    await askForCode(why, undelivered)
    why = 'forgotten'
    undelivered = 0
  }
}

// A code that is scanned while the page is open changes only the end of its address.
window.addEventListener('hashchange', () => location.reload())

void main()
