import { useNav } from '@slidev/client'
import { defineRootSetup } from '@slidev/types'
import { nextTick, watch } from 'vue'

/** Keeps the lit sentence of the notes in view; in a built site Slidev leaves that to the speaker's hand. */
export default defineRootSetup(() => {
  const { clicks, currentSlideNo } = useNav()
  watch([currentSlideNo, clicks], async () => {
    await nextTick()
    document.querySelector('.slidev-presenter .slidev-note-click-mark-active')?.scrollIntoView({ block: 'center' })
  }, { flush: 'post', immediate: true })
})
