import type { Check } from './findings'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { useBrowser } from './browser'
import { headFaults } from './checks/head'
import { loadingFaults } from './checks/loading'
import { presenterFaults, timerMinutes } from './checks/presenter'
import { transitionFaults } from './checks/transitions'
import { readTalk } from './deck'
import { report } from './findings'
import { walk } from './walk'

const browser = useBrowser()
const { url, dir, root } = inject('brokenDeck')
const talk = await readTalk(root)

/** What each check has to say of the deck that is broken on purpose, test/fixtures/broken-look. */
const named: Record<Check, string[]> = { clicks: [], fit: [], overlap: [], size: [], contrast: [], console: [], network: [], back: [], entry: [], axe: [], motion: [] }

it('says', async () => {
  const w = await Promise.all([walk(browser(), url, talk, 'light')])
  console.log(report(w.flatMap(x => x.findings)).join('\n'))
  console.log(await headFaults(browser(), url, dir, talk.title))
  console.log(await loadingFaults(browser(), url, talk))
  console.log(await presenterFaults(browser(), url, talk))
  console.log(await transitionFaults(browser(), url, talk))
  console.log(await timerMinutes(browser(), url))
})
