import { defineShikiSetup } from '@slidev/types'
import { codeDark, codeLight } from '../styles/codeThemes'

/** Listings are coloured with the deck's own two themes, at build time. */
export default defineShikiSetup(() => ({
  themes: { light: codeLight, dark: codeDark },
  langs: ['elixir', 'ts'],
}))
