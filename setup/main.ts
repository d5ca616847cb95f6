import type { SlideInfo } from '@slidev/types'
import { defineAppSetup } from '@slidev/types'
import { slides } from '#slidev/slides'
import { boundaryTransitions } from '../components/transitions'

/** Wires what belongs to the whole deck rather than to a slide. */
export default defineAppSetup(() => {
  const frontmatters = slides.value.map(slide => (slide.meta.slide as SlideInfo).frontmatter)
  const transitions = boundaryTransitions(frontmatters.map(frontmatter => frontmatter.transition as string))
  frontmatters.forEach((frontmatter, index) => frontmatter.transition = transitions[index])

  // A static host answers an unknown path with this very page: put the address right, so that what is relative holds.
  const base = import.meta.env.BASE_URL
  if (![base, `${base}index.html`].includes(location.pathname))
    history.replaceState(history.state, '', base + location.search + location.hash)
})
