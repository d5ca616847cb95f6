/** What a page shows once it has come to rest. */
export interface Rest {
  /** The number of the slide that is shown. */
  no: number
  /** Clicks, by the address. */
  click: number
  /** Whether the speaker can go on from here. */
  hasNext: boolean
  hasPrevious: boolean
  /** Animations and transitions that ran in the first frame after the step. */
  moving: string[]
}

/**
 * Waits until a step is done: the address has changed, the slide it names stands with its fonts and pictures, nothing
 * moves. Runs inside the page, sent over as text: it contains all it uses.
 *
 * @param from the address before the step; the page has to leave it first. Empty when any will do.
 */
export async function settle(from: string): Promise<Rest> {
  const deadline = performance.now() + 10_000
  const frame = (): Promise<number> => new Promise(resolve => requestAnimationFrame(resolve))
  const describe = (animation: Animation): string => {
    const target = (animation.effect as KeyframeEffect | null)?.target
    const name = animation instanceof CSSTransition ? animation.transitionProperty : animation instanceof CSSAnimation ? animation.animationName : 'script'
    return `${target?.localName ?? '?'}.${target?.classList[0] ?? ''} (${name})`
  }
  const running = (): Animation[] => document.getAnimations().filter(animation => animation.playState === 'running')
  const shown = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('#slide-content .slidev-page')].filter(page => page.checkVisibility())
  const isReady = (): boolean => {
    const [slide, ...others] = shown()
    return location.href !== from && slide !== undefined && others.length === 0 && !slide.querySelector('.slidev-slide-loading') && slide.childElementCount > 0
      && !/-(?:enter|leave)-(?:active|from|to)/.test(slide.className)
  }

  while (!isReady() && location.href === from) {
    if (performance.now() > deadline)
      throw new Error(`Nothing happened within 10 s at ${from}.`)
    await frame()
  }
  await frame()
  const moving = running().map(describe)

  for (;;) {
    await document.fonts.ready
    const [slide] = shown()
    if (isReady())
      await Promise.all([...slide!.querySelectorAll('img')].map(image => image.decode().catch(() => undefined)))
    // What runs for ever would never come to rest, and is found by `moving`.
    const unfinished = running().filter(animation => animation.effect?.getComputedTiming().iterations !== Infinity)
    await frame()
    await frame()
    if (isReady() && document.fonts.status === 'loaded' && unfinished.length === 0)
      break
    if (performance.now() > deadline)
      throw new Error(`The slide did not come to rest within 10 s at ${location.href}.`)
  }

  const button = (title: string): HTMLButtonElement | null => document.querySelector(`button[title="${title}"]`)
  const can = (title: string): boolean => !button(title)?.disabled && !button(title)?.classList.contains('disabled')
  return {
    no: Number(shown()[0]!.dataset.slidevNo),
    click: Number(new URLSearchParams(location.hash.split('?')[1]).get('clicks') ?? 0),
    hasNext: can('Go to next slide'),
    hasPrevious: can('Go to previous slide'),
    moving,
  }
}
