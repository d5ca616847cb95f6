import { defineConfig } from 'unocss'

/** Slidev's own chrome (controls, presenter view, overview) in the deck's paper and ink. */
export default defineConfig({
  shortcuts: {
    'bg-main': 'bg-$paper',
    'text-main': 'text-$ink',
    'border-main': 'border-$rule',
  },
})
