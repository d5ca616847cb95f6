import { describe, expect, it } from 'vitest'
import { completeHead, siteUrlFrom } from '../../setup/head'

const page = '<head><meta name="description" content="&quot;Three systems&quot;"></head>'

describe('the head of the page', () => {
  it('says the description without the quotes that Slidev puts around it', () => {
    expect(completeHead(page, { base: '/' })).toContain('<meta name="description" content="Three systems">')
  })

  it('gives link previews an absolute picture when the address is known', () => {
    const html = completeHead(page, { base: '/talk/', siteUrl: 'https://example.org/talk/' })
    expect(html).toContain('property="og:image" content="https://example.org/talk/social.jpg"')
    expect(html).toContain('property="og:url" content="https://example.org/talk/"')
  })

  it('finds picture and PDF below the base when the address is not known', () => {
    const html = completeHead(page, { base: '/talk/' })
    expect(html).toContain('property="og:image" content="/talk/social.jpg"')
    expect(html).toContain('href="/talk/elixir-real-world-code.pdf"')
    expect(html).not.toContain('og:url')
  })

  it('names no PDF where there is none', () => {
    expect(completeHead(page, { base: '/', hasPdf: false })).not.toContain('pdf')
  })
})

describe('the address of the site', () => {
  it('may be missing', () => {
    expect(siteUrlFrom(undefined)).toBeUndefined()
    expect(siteUrlFrom('')).toBeUndefined()
  })

  it('gets its closing slash', () => {
    expect(siteUrlFrom('https://example.org/talk')).toBe('https://example.org/talk/')
    expect(siteUrlFrom('https://example.org/')).toBe('https://example.org/')
  })

  it.each(['example.org', 'ftp://example.org', 'https://'])('is refused by name when it is none: %s', (value) => {
    expect(() => siteUrlFrom(value)).toThrow(`SITE_URL is "${value}"`)
  })
})
