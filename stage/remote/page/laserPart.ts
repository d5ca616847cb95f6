import type { Pointer } from '../../protocol'
import type { Deeds, Part } from './seen'
import { element } from './dom'
import { pictureOf, stepPicture } from './picture'

/** How far an arrow key moves the pointer, as a share of the slide. */
const KEY_STEP = 0.05

const KEYS: Record<string, readonly [across: number, down: number]> = {
  ArrowLeft: [-KEY_STEP, 0],
  ArrowRight: [KEY_STEP, 0],
  ArrowUp: [0, -KEY_STEP],
  ArrowDown: [0, KEY_STEP],
}

/** An area shaped as the slide: pressed, it shows the laser pointer there on the projector; released, it puts it out. */
export function laserPart(deeds: Deeds): Part {
  const picture = stepPicture({ alt: '' })
  const dot = element('span', { class: 'dot', hidden: true })
  const hint = element('span', { class: 'hint' }, 'Press and move to point')
  const area = element('div', {
    'class': 'area',
    'tabindex': 0,
    'role': 'application',
    'aria-label': 'Laser pointer: press and move; with a keyboard the arrow keys, and Escape to put it out',
  }, picture.element, hint, dot)
  const laser = element('section', { 'class': 'laser', 'id': 'panel-laser', 'aria-label': 'Laser pointer' }, area)

  let at: Pointer = null
  const point = (to: Pointer): void => {
    if (to === null && at === null)
      return
    at = to
    dot.hidden = hint.hidden = to !== null
    dot.hidden = to === null
    if (to) {
      dot.style.left = `${to.x * 100}%`
      dot.style.top = `${to.y * 100}%`
    }
    deeds.point(to)
  }
  const pointAt = ({ clientX, clientY }: PointerEvent): void => {
    const { left, top, width, height } = area.getBoundingClientRect()
    // What is hidden has no places.
    if (width === 0)
      return
    point({ x: share((clientX - left) / width), y: share((clientY - top) / height) })
  }

  let finger: number | undefined
  const letGo = (): void => {
    if (finger !== undefined && area.hasPointerCapture(finger))
      area.releasePointerCapture(finger)
    finger = undefined
    point(null)
  }
  area.addEventListener('pointerdown', (event) => {
    if (finger !== undefined)
      return
    finger = event.pointerId
    area.setPointerCapture(finger)
    pointAt(event)
  })
  area.addEventListener('pointermove', (event) => {
    if (event.pointerId === finger)
      pointAt(event)
  })
  // Also when the finger is taken over by the system, a call or a gesture of its own: no pointer may stay behind.
  area.addEventListener('lostpointercapture', (event) => {
    if (event.pointerId === finger)
      letGo()
  })
  area.addEventListener('keydown', (event) => {
    const move = KEYS[event.key]
    if (move) {
      event.preventDefault()
      const { x, y } = at ?? { x: 0.5, y: 0.5 }
      point({ x: share(x + move[0]), y: share(y + move[1]) })
    }
    else if (event.key === 'Escape') {
      point(null)
    }
  })
  area.addEventListener('blur', () => point(null))

  return {
    element: laser,
    show({ info, position, panel, link }) {
      const closes = !laser.hidden && panel !== 'laser'
      laser.hidden = panel !== 'laser'
      picture.show(laser.hidden ? undefined : pictureOf(info, position), link)
      // A finger that is still there does not point any more.
      if (closes)
        letGo()
    },
  }
}

function share(value: number): number {
  return Math.min(1, Math.max(0, value))
}
