const urls = import.meta.glob<string>('../images/*.{jpg,jpeg,png,webp}', { eager: true, import: 'default', query: '?url' })

/**
 * Finds a screenshot by the path written in a slide's frontmatter.
 *
 * @param path relative to the project, e.g. `'images/vianet-admin.jpg'`
 * @returns its address in the dev server or the built site; `undefined` when there is no such file
 */
export function screenshotUrl(path: string): string | undefined {
  return urls[`../${path.replace(/^[./]+/, '')}`]
}

/** Fetches every screenshot at low priority, so that the network may go once the first slide has been seen. */
export function fetchScreenshotsAhead(): void {
  for (const url of Object.values(urls))
    Object.assign(new Image(), { fetchPriority: 'low', src: url })
}
