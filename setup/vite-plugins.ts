import process from 'node:process'
import { defineVitePluginsSetup } from '@slidev/types'
import { completeHead, siteUrlFrom } from './head'

/** Completes the head of the built page, with absolute addresses where SITE_URL tells the site's own. */
export default defineVitePluginsSetup(() => {
  let base = '/'
  return [{
    name: 'deck:head',
    apply: 'build',
    configResolved(config) {
      base = config.base
    },
    transformIndexHtml: html => completeHead(html, { base, siteUrl: siteUrlFrom(process.env.SITE_URL) }),
  }]
})
