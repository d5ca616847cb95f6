import { useNav } from '@slidev/client'
import { defineRootSetup } from '@slidev/types'
import { nextTick, onMounted, watch } from 'vue'
import { beamOffer } from '../beam/client/offer'
import { keepForOffline } from '../beam/isolation/offline'
import { offerBeam } from '../components/live/engines'
import { fetchScreenshotsAhead } from '../components/screenshots'

// Only where there is a stage: the site of everybody else carries neither its code nor its styles. The setup below must find
// it loaded, since it cannot wait.
// eslint-disable-next-line antfu/no-top-level-await
const stage = import.meta.env.VITE_STAGE ? await import('./joinStage') : undefined

/** What runs beside the slides, once for each window. */
export default defineRootSetup(() => {
  // Before the first slide, so that its bar is complete at once; the VM itself is loaded when a run is started on it.
  offerBeam(beamOffer(`${import.meta.env.BASE_URL}beam/`))

  const print = new URLSearchParams(location.search).get('print')
  // Paper takes no part in the talk.
  if (print === null)
    joinTalk()

  const { clicks, currentSlideNo } = useNav()

  // A page of the PDF that shows each slide once shows its listing whole, not only the last step's lines.
  document.documentElement.classList.toggle('whole-listings', print === 'true')

  // Slidev's own preloading fetches every image before its first script; here they come once the first slide stands.
  onMounted(function onceShown() {
    requestAnimationFrame(document.querySelector('.slidev-layout') ? fetchTheRest : onceShown)
  })

  // Keeps the lit sentence of the notes in view; in a built site Slidev leaves that to the speaker's hand.
  watch([currentSlideNo, clicks], async () => {
    await nextTick()
    document.querySelector('.slidev-presenter .slidev-note-click-mark-active')?.scrollIntoView({ block: 'center' })
  }, { flush: 'post', immediate: true })
})

function joinTalk(): void {
  if (import.meta.env.VITE_STAGE === 'present' && import.meta.hot)
    stage?.joinAsSpeaker(import.meta.hot)
  if (import.meta.env.VITE_STAGE === 'follow')
    stage?.joinAsFollower()
}

function fetchTheRest(): void {
  fetchScreenshotsAhead()
  keepForOffline()
}
