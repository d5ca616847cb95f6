import type { Slide } from '../reading/deck'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { quote } from '../problems'
import { onEachSlide, text } from '../reading/deck'
import { jpegSize } from '../reading/jpeg'
import { elements, elementsOf } from '../reading/template'

/** What a screenshot has to be: sharp on a projector of 2400 pixels and more, small enough for a phone. */
const screenshot = { width: 2400, bytes: 300_000 }
/** Shorter than this an alternative text names a picture but does not tell what is on it. */
const alternative = { screenshot: 60, image: 10 }

/** Every image has a text that says what is on it. */
export const imageTexts = onEachSlide((slide) => {
  const problems: string[] = []
  if (slide.frontmatter.layout === 'screenshot')
    problems.push(...faults(slide, text(slide.frontmatter.alt), `\`alt\` of ${quote(text(slide.frontmatter.image))} in the frontmatter`, alternative.screenshot))
  for (const { attributes, directives } of elementsOf(slide.template.nodes, 'img')) {
    if (!directives.some(({ argument }) => argument === 'alt'))
      problems.push(...faults(slide, attributes.alt ?? '', `the alternative text of ${quote(attributes.src ?? 'an image')}`, alternative.image))
  }
  return problems
})

function faults({ title }: Slide, alt: string, where: string, least: number): string[] {
  const words = alt.trim()
  const remedy = 'Tell what is on the picture, for who cannot see it'
  if (!words)
    return [`${where} is empty. ${remedy}`]
  if (/^(?:placeholder|todo|tbd|image|screenshot|alt)\b.{0,12}$/i.test(words) || /\.(?:jpe?g|png|webp|svg)$/i.test(words) || words === title)
    return [`${where} is only ${quote(words)}. ${remedy}`]
  return words.length < least ? [`${where}, ${quote(words)}, has ${words.length} characters. ${remedy}, in ${least} at least`] : []
}

/** Every image is there, and screenshots are as large and as light as a projector and a phone want them. */
export const imageFiles = onEachSlide(({ frontmatter, template, outline }, { root }) => {
  const problems: string[] = []
  const image = text(frontmatter.image)
  if (frontmatter.layout === 'screenshot' && !image)
    problems.push(`no \`image\` in the frontmatter. Write \`image: ${outline?.image ?? 'images/…'}\``)
  if (outline?.image && image && image !== outline.image)
    problems.push(`\`image: ${image}\`. The outline has ${quote(outline.image)}: write that`)
  if (image && !hasHost(image)) {
    const path = join(root, image.replace(/^[./]+/, ''))
    problems.push(...(frontmatter.layout === 'screenshot' ? screenshotFaults(image, path) : absent(image, path)))
  }
  for (const { attributes: { src }, directives } of elementsOf(template.nodes, 'img')) {
    if (src === undefined) {
      const bound = directives.find(({ argument }) => argument === 'src')?.expression
      problems.push(`an \`<img>\` with ${bound === undefined ? 'no `src`' : `\`:src="${bound}"\``}. Write its path out, so that it can be checked`)
    }
    else if (!hasHost(src) && !src.startsWith('data:')) {
      problems.push(...absent(src, src.startsWith('/') ? join(root, 'public', src) : resolve(root, src.replace(/^@\//, ''))))
    }
  }
  return problems
})

function absent(image: string, path: string): string[] {
  return existsSync(path) && statSync(path).isFile() ? [] : [`there is no image ${quote(image)}. Put the file there, or correct the path`]
}

function screenshotFaults(image: string, path: string): string[] {
  if (absent(image, path).length > 0)
    return [`there is no image ${quote(image)}. Draw it with \`npm run images\`, or put a file of that name there`]
  const bytes = readFileSync(path)
  const size = jpegSize(bytes)
  if (!size)
    return [`${quote(image)} is no JPEG, whatever its name says. Save it as one`]
  const problems: string[] = []
  if (size.width < screenshot.width)
    problems.push(`${quote(image)} is ${size.width} × ${size.height} pixels. Make it ${screenshot.width} wide at least, or it is blurred on a projector`)
  if (bytes.length > screenshot.bytes)
    problems.push(`${quote(image)} has ${Math.ceil(bytes.length / 1000)} kB. Save it with ${screenshot.bytes / 1000} kB at most`)
  return problems
}

/** Attributes and components that make a browser fetch something while it draws the page. */
const fetching = ['src', 'srcset', 'poster', 'data']
const remoteComponents = ['Tweet', 'BlueSky', 'Youtube', 'SlidevVideo', 'PlantUml', 'iframe']

/** Nothing is fetched from another host: the talk has to be given without a network. */
export const assets = onEachSlide((slide, { headmatter }) => {
  const remedy = 'Put the file into the project: the talk is given without a network'
  const problems: string[] = []
  for (const { tag, attributes } of elements(slide.template.nodes)) {
    for (const name of [...fetching, ...(tag === 'link' ? ['href'] : [])]) {
      if (hasHost(attributes[name] ?? ''))
        problems.push(`\`<${tag}>\` fetches ${quote(attributes[name]!)} from another host. ${remedy}`)
    }
    if (remoteComponents.includes(tag))
      problems.push(`\`<${tag}>\` fetches from another host. Show a picture of it that stands in the project`)
  }
  for (const [, url] of slide.content.matchAll(/(?:url\(|@import\s)\s*["']?([^"')\s;]+)/g)) {
    if (hasHost(url!))
      problems.push(`a style fetches ${quote(url!)} from another host. ${remedy}`)
  }
  for (const name of ['image', 'background', 'backgroundImage', 'url', 'favicon']) {
    if (hasHost(text(slide.frontmatter[name])))
      problems.push(`\`${name}: ${text(slide.frontmatter[name])}\` in the frontmatter is another host's. ${remedy}`)
  }
  if (slide.no === 1) {
    if (headmatter.favicon === undefined)
      problems.push('no `favicon` in the deck\'s frontmatter, so Slidev takes its own from a CDN. Write `favicon: favicon.svg`')
    const provider = (headmatter.fonts as { provider?: unknown } | undefined)?.provider
    if (provider !== 'none')
      problems.push(`\`fonts.provider: ${String(provider)}\` in the deck's frontmatter${provider === undefined ? ', so Slidev takes fonts from Google' : ''}. Write \`none\`; the fonts are bundled`)
  }
  return problems
})

/** Whether an address names a host: `https://…` or `//…`. */
function hasHost(address: string): boolean {
  return /^(?:[a-z][a-z+.-]*:)?\/\//i.test(address)
}
