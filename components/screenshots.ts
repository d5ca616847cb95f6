const urls = import.meta.glob<string>('../images/*.{jpg,jpeg,png,webp}', { eager: true, import: 'default', query: '?url' })

/** The addresses of all screenshots, as the built site serves them. */
export const screenshotUrls = Object.values(urls)

/**
 * Finds a screenshot by the path written in a slide's frontmatter.
 *
 * @param path relative to the project, e.g. `'images/vianet-admin.jpg'`
 * @returns its address in the dev server or the built site; `undefined` when there is no such file
 */
export function screenshotUrl(path: string): string | undefined {
  return urls[`../${path.replace(/^[./]+/, '')}`]
}
