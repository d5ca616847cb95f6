import type { Deck } from '../reading/deck'
import type { Element } from '../reading/template'
import { quote } from '../problems'
import { onEachSlide } from '../reading/deck'
import { elementsOf, textOf } from '../reading/template'

/** A link as it is on a slide; in notes it is none of the audience's. */
export interface Link { text: string, href: string, isMarkdown: boolean }

/** The links of a slide, in order. */
export function linksOf(nodes: Parameters<typeof elementsOf>[0]): Link[] {
  return elementsOf(nodes, 'a', 'Link').map(link => ({
    text: textOf([link]) || alternative(link),
    href: link.attributes.href ?? link.attributes.to ?? '',
    isMarkdown: link.tag === 'a' && Object.keys(link.attributes).join() === 'href',
  }))
}

function alternative({ attributes, children }: Element): string {
  return attributes['aria-label'] ?? elementsOf(children, 'img').map(image => image.attributes.alt ?? '').join(' ').trim()
}

/** Every link says where it leads and leads there. */
export const links = onEachSlide(({ template }, deck) => linksOf(template.nodes).flatMap((link) => {
  const written = `the link \`[${link.text}](${link.href})\``
  const problems = link.text ? [] : [`${written} has no text. Say in a word or two where it leads`]
  const fault = /^[./#\d]/.test(link.href) ? inner(link, deck) : outer(link)
  return fault ? [...problems, `${written} ${fault}`] : problems
}))

/** A link to another slide. Slidev makes its own kind of link of those that Markdown has, and that takes no `#`. */
function inner({ href, isMarkdown }: Link, { slides }: Deck): string | undefined {
  const target = /^(#?)\/?([\w-]+)$/.exec(href)
  const slide = target && slides.find(({ alias, no }) => alias === target[2] || String(no) === target[2])
  if (!slide)
    return 'leads to no slide. Write the alias of one: `/rate-limiter`'
  if (isMarkdown && target[1])
    return `stays where it is: Slidev puts the # in front by itself. Write \`/${target[2]}\``
  return undefined
}

function outer({ href, text }: Link): string | undefined {
  if (!href)
    return 'leads nowhere. Give it an address'
  if (!URL.canParse(href))
    return 'has an address that no browser can read. Write `https://` and the host'
  const url = new URL(href)
  if (url.protocol !== 'https:') {
    return url.protocol === 'http:' && href === `http://${text}`
      ? `came about by itself, because Markdown takes ${quote(text)} for an address. Write \`${text.replace('.', '\\.')}\`, or make it a proper link with https`
      : `is no https link, but \`${url.protocol}\`. Write \`https://…\``
  }
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
