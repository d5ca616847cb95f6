import process from 'node:process'
import { defineVitePluginsSetup } from '@slidev/types'
import { unnestMenuButton } from './chrome'
import { completeHead, siteUrlFrom } from './head'

/** What has to be put right in what Slidev makes: the head of the built page, and a button of its controls. */
export default defineVitePluginsSetup(() => {
  let base = '/'
  return [
    {
      name: 'deck:head',
      apply: 'build',
      configResolved(config) {
        base = config.base
      },
      transformIndexHtml: html => completeHead(html, { base, siteUrl: siteUrlFrom(process.env.SITE_URL) }),
    },
    {
      name: 'deck:chrome',
      enforce: 'pre',
      transform: (code, id) => id.endsWith('@slidev/client/internals/MenuButton.vue') ? unnestMenuButton(code) : undefined,
    },
  ]
})
