import { isolationHeaders } from '../../beam/isolation/headers'

/** What a response is, as far as its headers go. */
export type Kind = 'site' | 'remote' | 'data'

/** Content security policies, see https://www.w3.org/TR/CSP3/: everything is off that a page does not need. */
const POLICIES: Record<Kind, Record<string, string>> = {
  site: {
    'default-src': '\'none\'',
    // AtomVM is compiled in the page, and its threads are workers from a file of the site.
    'script-src': '\'self\' \'wasm-unsafe-eval\'',
    'worker-src': '\'self\'',
    // Highlighted code is coloured by style attributes.
    'style-src': '\'self\'',
    'style-src-attr': '\'unsafe-inline\'',
    'img-src': '\'self\' data: blob:',
    'font-src': '\'self\' data:',
    'connect-src': '\'self\'',
    // The VM lives in a frame of its own.
    'frame-src': '\'self\'',
    'frame-ancestors': '\'self\'',
    'base-uri': '\'none\'',
    'form-action': '\'none\'',
  },
  remote: {
    'default-src': '\'none\'',
    'script-src': '\'self\'',
    'style-src': '\'self\'',
    'img-src': '\'self\' data:',
    'connect-src': '\'self\'',
    'frame-ancestors': '\'none\'',
    'base-uri': '\'none\'',
    'form-action': '\'none\'',
  },
  data: {
    'default-src': '\'none\'',
    'frame-ancestors': '\'none\'',
    'base-uri': '\'none\'',
    'form-action': '\'none\'',
  },
}

/**
 * On every response, refusals included. The isolation headers are what the site's BEAM needs, and keep other sites from
 * loading anything of ours; HSTS has no place on plain http.
 */
const ON_EVERYTHING = {
  ...isolationHeaders,
  'X-Content-Type-Options': 'nosniff',
  'Permissions-Policy': 'screen-wake-lock=(self), camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=()',
}

/** The security headers of a response; until something else is said nothing may be stored. */
export const securityHeaders: Record<Kind, ReadonlyMap<string, string>> = {
  site: headersOf('site', 'SAMEORIGIN'),
  remote: headersOf('remote', 'DENY'),
  data: headersOf('data', 'DENY'),
}

function headersOf(kind: Kind, frames: 'DENY' | 'SAMEORIGIN'): ReadonlyMap<string, string> {
  const policy = Object.entries(POLICIES[kind]).map(([directive, sources]) => `${directive} ${sources}`).join('; ')
  return new Map(Object.entries({
    ...ON_EVERYTHING,
    'Content-Security-Policy': policy,
    // Other sites get no referrer. The page of the phone may name itself to its own server, because what it posts is refused
    // without an Origin, and for some requests browsers leave that out along with the referrer.
    'Referrer-Policy': kind === 'remote' ? 'same-origin' : 'no-referrer',
    // For browsers that know nothing of frame-ancestors.
    'X-Frame-Options': frames,
    'Cache-Control': 'no-store',
  }))
}
