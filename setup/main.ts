import { slides } from '#slidev/slides'
import { defineAppSetup } from '@slidev/types'
import { screenshotUrls } from '../components/screenshots'
import { boundaryTransitions } from '../components/transitions'

/** Wires what belongs to the whole deck rather than to a slide. */
export default defineAppSetup(() => {
  const frontmatters = slides.value.map(slide => slide.meta.slide.frontmatter)
  boundaryTransitions(frontmatters.map(frontmatter => frontmatter.transition))
    .forEach((transition, index) => frontmatters[index].transition = transition)

  // Slidev's own preloading fetches every image before its first script; here they come once the first slide stands.
  window.addEventListener('load', () => {
    for (const url of screenshotUrls)
      Object.assign(new Image(), { fetchPriority: 'low', src: url })
  }, { once: true })
})
