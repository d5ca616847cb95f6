import type { Scale } from './charts.ts'
import { bars, line } from './charts.ts'
import { icon } from './icons.ts'
import { rooms } from './rooms/index.ts'

/**
 * Draws what a page leaves to code, as SVG. A page asks for it with `data-draw="kind:what"`:
 * - `icon:magnifying-glass` a Phosphor icon
 * - `room:linen-bedroom` a photograph of a room
 * - `line:0-120:40 52 47` and `bars:0-120:40 52 47` a chart of these values on a scale from 0 to 120
 *
 * @param request what stands in `data-draw`
 * @param id a prefix for SVG ids that is this drawing's own on the page
 * @throws Error in one sentence, when there is no such drawing
 */
export function draw(request: string, id: string): string {
  const [, kind, what] = /^(\w+):(.+)$/s.exec(request) ?? []
  switch (kind) {
    case 'icon':
      return icon(what!) ?? refuse(`there is no Phosphor icon "${what}"`)
    case 'room':
      return rooms[what!]?.(id) ?? refuse(`there is no room "${what}"; there are: ${Object.keys(rooms).join(', ')}`)
    case 'line':
      return line(...series(what!))
    case 'bars':
      return bars(...series(what!))
    default:
      return refuse(`data-draw="${request}" is not one of icon:…, room:…, line:… or bars:…`)
  }
}

function series(what: string): [values: number[], scale: Scale] {
  const [, least, most, list] = /^(\d+)-(\d+):([\d\s.]+)$/.exec(what) ?? refuse(`"${what}" is not a scale and values such as 0-120:40 52 47`)
  return [list!.trim().split(/\s+/).map(Number), { least: Number(least), most: Number(most) }]
}

function refuse(reason: string): never {
  throw new Error(reason)
}
