import type { Deck } from '../reading/deck'
import type { Element } from '../reading/template'
import { onEachSlide } from '../reading/deck'
import { elementsOf, isInnerLink, textOf } from '../reading/template'

/** A link as it is on a slide. */
export interface Link {
  text: string
  href: string
  /** Slidev's own kind, which Markdown's inner links become too; an `<a>` of HTML is left as it is. */
  isRouted: boolean
}

/** The links of a slide, in order. */
export function linksOf(nodes: Parameters<typeof elementsOf>[0]): Link[] {
  return elementsOf(nodes, 'a', 'Link').map(link => ({
    text: textOf([link]) || alternative(link),
    href: link.attributes.href ?? link.attributes.to ?? '',
    isRouted: link.tag === 'Link',
  }))
}

function alternative({ attributes, children }: Element): string {
  return attributes['aria-label'] ?? elementsOf(children, 'img').map(image => image.attributes.alt ?? '').join(' ').trim()
}

/** Every link says where it leads and leads there. */
export const links = onEachSlide(({ template }, deck) => linksOf(template.nodes).flatMap((link) => {
  const written = `the link \`[${link.text}](${link.href})\``
  const problems = link.text ? [] : [`${written} has no text. Say in a word or two where it leads`]
  const fault = link.isRouted || isInnerLink(link.href) ? inner(link, deck) : outer(link)
  return fault ? [...problems, `${written} ${fault}`] : problems
}))

/** A link to another slide; the router puts the `#` in front of Slidev's own kind, HTML's needs it written. */
function inner({ href, isRouted }: Link, { slides }: Deck): string | undefined {
  const target = /^#?\/?([\w-]+)$/.exec(href)?.[1]
  const slide = slides.find(({ alias, no }) => alias === target || String(no) === target)
  const right = isRouted ? `/${slide?.alias ?? 'rate-limiter'}` : `#/${slide?.alias ?? 'rate-limiter'}`
  if (!slide)
    return `leads to no slide. Write the alias of one: \`${right}\``
  return isRouted === href.startsWith('#') ? `stays where it is or leaves the deck. Write \`${right}\`` : undefined
}

function outer({ href, text }: Link): string | undefined {
  if (!href)
    return 'leads nowhere. Give it an address'
  if (!URL.canParse(href))
    return 'has an address that no browser can read. Write `https://` and the host'
  const url = new URL(href)
  if (url.protocol !== 'https:')
    return `is no https link, but \`${url.protocol}\`. Write \`https://…\``
  if (!/^(?:[a-z0-9-]+\.)+[a-z]{2,}$/.test(url.hostname) || /[\s"'<>]|[.,;:]$/.test(href))
    return 'has something in its address that does not belong there. Correct it'
  // A text that reads like an address promises to lead there.
  if (/^(?:[\w-]+\.)+[a-z]{2,}(?:\/\S*)?$/i.test(text) && plain(text) !== plain(href))
    return `reads like another address than it leads to. Make them the same: \`https://${text}\``
  return undefined
}

function plain(address: string): string {
  return address.replace(/^https:\/\//, '').replace(/\/$/, '').toLowerCase()
}
