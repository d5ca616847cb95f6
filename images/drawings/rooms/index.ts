import * as bedrooms from './scenes/bedrooms.ts'
import * as sharedRooms from './scenes/shared-rooms.ts'

/** Every room there is a picture of, by the name that a page asks for it with (`data-draw="room:linen-bedroom"`). */
export const rooms: Readonly<Record<string, (id: string) => string>> = Object.fromEntries(
  Object.entries({ ...bedrooms, ...sharedRooms }).map(([name, draw]) => [kebab(name), draw]),
)

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
}
