import { defineUnoSetup } from '@slidev/types'

/** Slidev's own chrome (controls, presenter view, overview) in the deck's paper and ink. */
export default defineUnoSetup(() => ({
  shortcuts: {
    'bg-main': 'bg-$paper',
    'text-main': 'text-$ink',
    'border-main': 'border-$rule',
  },
  // The typography of Slidev's notes is in styles/notes.css. Its rules ask of every element whether anything above it has the
  // class not-prose: the browser would then look at a whole slide again for every class that changes on it.
  blocklist: ['prose', /prose-/],
}))
