import { defineUnoSetup } from '@slidev/types'

/** Slidev's own chrome (controls, presenter view, overview) in the deck's paper and ink. */
export default defineUnoSetup(() => ({
  shortcuts: {
    'bg-main': 'bg-$paper',
    'text-main': 'text-$ink',
    'border-main': 'border-$rule',
  },
}))
