import { icons } from '@iconify-json/ph'

/** A Phosphor icon as inline SVG, as large and as dark as the text it stands in; undefined when there is none so named. */
export function icon(name: string): string | undefined {
  const found = icons.icons[name]
  const size = icons.height ?? 256
  return found && `<svg class="icon" viewBox="0 0 ${size} ${size}" aria-hidden="true">${found.body}</svg>`
}
