import type { Page } from 'playwright-chromium'
import type { TalkState } from '../../../stage/protocol'
import { describe, expect, it } from 'vitest'
import { expectText, fromLaptop, placeOf, swipe, useRemote } from './remote'
import { RUN } from './talk'

const remote = useRemote()

describe('next and previous', () => {
  it('move the talk, and the page says at once where it is', async () => {
    const page = await remote.drive()
    const next = page.getByRole('button', { name: 'Next' })
    await next.tap()
    await expectText(page, 'h1', 'The rate limiter')
    await next.tap()
    await expectText(page, '.step', 'click 1 of 3')
    await expect.poll(() => placeOf(remote.stage)).toBe('2.1')
    await page.getByRole('button', { name: 'Back' }).tap()
    await expect.poll(() => placeOf(remote.stage)).toBe('2.0')
  })

  it('count every one of many quick taps', async () => {
    const page = await remote.drive()
    const next = page.locator('.go-next')
    for (let tap = 0; tap < 6; tap++)
      await next.tap()
    await expect.poll(() => placeOf(remote.stage)).toBe('3.1')
    await expectText(page, '.waiting', '')
  })

  it('say what comes', async () => {
    const page = await remote.drive()
    await expectText(page, '.go-next small', '2. The rate limiter')
    await page.locator('.go-next').tap()
    await expectText(page, '.go-next small', 'click 1 of 3')
    fromLaptop(remote.stage, { kind: 'go', to: { slide: 5, click: 0 } })
    await expectText(page, '.go-next small', 'this is the end')
  })

  it('work while a palm rests on the edge of the phone', async () => {
    const page = await remote.drive()
    await tapBesidePalm(page, '.go-next')
    await expect.poll(() => placeOf(remote.stage)).toBe('2.0')
    await tapBesidePalm(page, '.go-previous')
    await expect.poll(() => placeOf(remote.stage)).toBe('1.0')
  })

  it('take a press back that is moved away before it is lifted', async () => {
    const page = await remote.drive()
    await swipe(page, [250, 700], [250, 200])
    await page.locator('.go-next').tap()
    await expect.poll(() => placeOf(remote.stage)).toBe('2.0')
  })

  it.each([['.go-next', '2.2'], ['.go-previous', '2.0']])('count a press of a thumb that drifts within the button: %s', async (button, place) => {
    fromLaptop(remote.stage, { kind: 'go', to: { slide: 2, click: 1 } })
    const page = await remote.drive()
    const { x, y, width, height } = (await page.locator(button).boundingBox())!
    const [startX, startY] = [x + width / 2, y + height / 2]
    await swipe(page, [startX, startY], [startX + 5, startY - 30])
    await expect.poll(() => placeOf(remote.stage)).toBe(place)
    await swipe(page, [startX, startY], [startX, startY + 40])
    await expect.poll(() => placeOf(remote.stage)).toBe(button === '.go-next' ? '2.3' : '1.0')
  })

  it('are felt', async () => {
    const page = await remote.drive({ before: () => {
      navigator.vibrate = () => {
        document.documentElement.dataset.felt = String(Number(document.documentElement.dataset.felt ?? 0) + 1)
        return true
      }
    } })
    await page.locator('.go-next').tap()
    await page.locator('.go-next').tap()
    expect(await page.locator('html').getAttribute('data-felt')).toBe('2')
  })
})

describe('the tools', () => {
  it('work while a palm rests on the edge of the phone', async () => {
    const page = await remote.drive()
    remote.stage.talk.learn({ canRun: true })
    await tapBesidePalm(page, '.tool:has-text("Blank")')
    await expect.poll(() => remote.stage.talk.state(Date.now()).isBlank).toBe(true)

    await tapBesidePalm(page, '.tool:has-text("Timer")')
    await tapBesidePalm(page, '.timer .act:has-text("Start")')
    await expect.poll(() => remote.stage.talk.state(Date.now()).timer.startedAtMs).not.toBeNull()
    await expectText(page, '.timer .act.strong', 'Pause')
    await tapBesidePalm(page, '.timer .act:has-text("Reset")')
    await expectText(page, '.timer .act:not(.strong)', 'Really reset?')

    await tapBesidePalm(page, '.tool:has-text("Live")')
    await tapBesidePalm(page, '.live .act:has-text("Run live")')
    remote.stage.talk.learn({ run: RUN })
    await page.getByRole('switch', { name: 'Limiter' }).waitFor()
    await tapBesidePalm(page, '.live .switch')
    await tapBesidePalm(page, '.live .act:has-text("Kill")')
    await expect.poll(() => remote.stage.runCommands).toEqual([
      { kind: 'run', deed: 'start' },
      { kind: 'control', run: 'limiter', id: 'on', value: false },
      { kind: 'control', run: 'limiter', id: 'kill', value: null },
    ])
  })

  it('are pressed once by a tap and by a key, each', async () => {
    const page = await remote.drive()
    const timer = page.getByRole('button', { name: 'Timer' })
    await timer.tap()
    expect(await timer.getAttribute('aria-expanded')).toBe('true')
    await timer.press('Enter')
    expect(await timer.getAttribute('aria-expanded')).toBe('false')
    await timer.press(' ')
    expect(await timer.getAttribute('aria-expanded')).toBe('true')
    await timer.dispatchEvent('click')
    expect(await timer.getAttribute('aria-expanded')).toBe('false')
  })

  it('are not pressed by a finger that scrolls', async () => {
    const page = await remote.drive({ width: 568, height: 320 })
    remote.stage.talk.learn({ canRun: true, run: RUN })
    await page.getByRole('button', { name: 'Live' }).tap()
    const end = (await page.getByRole('button', { name: 'End' }).boundingBox())!
    const [x, y] = [end.x + end.width / 2, end.y + end.height - 6]
    await swipe(page, [x, y], [x, y - 30])
    await page.locator('.go-next').tap()
    await expect.poll(() => placeOf(remote.stage)).toBe('2.0')
    expect(remote.stage.runCommands).toEqual([])
  })
})

describe('swipes over the notes', () => {
  it('go on to the left and back to the right, and not when they scroll', async () => {
    const page = await remote.drive()
    await swipe(page, [300, 400], [120, 410])
    await expect.poll(() => placeOf(remote.stage)).toBe('2.0')
    await swipe(page, [300, 400], [280, 330])
    await swipe(page, [300, 400], [120, 395])
    await expect.poll(() => placeOf(remote.stage)).toBe('2.1')
    await swipe(page, [100, 400], [280, 405])
    await expect.poll(() => placeOf(remote.stage)).toBe('2.0')
  })
})

describe('keys', () => {
  it.each([
    ['PageDown', '2.2'],
    ['ArrowRight', '2.2'],
    ['ArrowDown', '2.2'],
    [' ', '2.2'],
    ['PageUp', '2.0'],
    ['ArrowLeft', '2.0'],
  ])('of a clicker or a keyboard: %s', async (key, place) => {
    fromLaptop(remote.stage, { kind: 'go', to: { slide: 2, click: 1 } })
    const page = await remote.drive()
    await page.keyboard.press(key)
    await expect.poll(() => placeOf(remote.stage)).toBe(place)
  })

  it.each([['AudioVolumeUp', '2.2'], ['AudioVolumeDown', '2.0'], ['MediaTrackNext', '2.2']])('of the phone itself, where a browser gives them: %s', async (key, place) => {
    fromLaptop(remote.stage, { kind: 'go', to: { slide: 2, click: 1 } })
    const page = await remote.drive()
    await page.evaluate(key => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })), key)
    await expect.poll(() => placeOf(remote.stage)).toBe(place)
  })

  it('that are held down count once', async () => {
    const page = await remote.drive()
    await page.keyboard.down('PageDown')
    await page.keyboard.down('PageDown')
    await page.keyboard.down('PageDown')
    await page.keyboard.up('PageDown')
    await page.keyboard.press('PageDown')
    await expect.poll(() => placeOf(remote.stage)).toBe('2.1')
  })

  it('press the button that has the focus, once', async () => {
    const page = await remote.drive()
    await page.locator('.go-next').focus()
    await page.keyboard.press(' ')
    await expect.poll(() => placeOf(remote.stage)).toBe('2.0')
    await page.keyboard.press('Enter')
    await expect.poll(() => placeOf(remote.stage)).toBe('2.1')
  })

  it.each(['Enter', ' '])('press the button that has the focus once when they are held down: %j', async (key) => {
    const page = await remote.drive()
    await page.locator('.go-next').focus()
    for (let repeat = 0; repeat < 5; repeat++)
      await page.keyboard.down(key)
    await page.keyboard.up(key)
    await page.keyboard.press('PageDown')
    await expect.poll(() => placeOf(remote.stage)).toBe('2.1')
    await expectText(page, '.waiting', '')
    expect(placeOf(remote.stage)).toBe('2.1')
  })
})

describe('the notes', () => {
  const lit = '.said[data-is="now"]'

  it('follow the clicks, with the sentences of this click large and in sight', async () => {
    fromLaptop(remote.stage, { kind: 'go', to: { slide: 2, click: 0 } })
    // So low that not all of the notes are in sight.
    const page = await remote.drive({ height: 640 })
    await expectText(page, lit, /^This is the limiter/)
    await page.locator('.go-next').tap()
    await expectText(page, lit, /^Its state is a struct/)
    await expect.poll(() => page.locator('.said[data-is="before"]').allTextContents()).toEqual(['This is the limiter, all of it.No Redis, no lock, one small process.'])
    // The second click has no words: those of the first are still being said.
    await page.locator('.go-next').tap()
    await expectText(page, '.step', 'click 2 of 3')
    await expectText(page, lit, /^Its state is a struct/)
    await page.locator('.go-next').tap()
    await expectText(page, lit, /^And when it is empty/)

    await expect.poll(() => page.locator(lit).evaluate((said) => {
      const notes = said.closest('.notes')!.getBoundingClientRect()
      const { top } = said.getBoundingClientRect()
      return top >= notes.top && top < notes.bottom - 24
    })).toBe(true)
    expect(await page.locator(lit).evaluate(said => Number.parseFloat(getComputedStyle(said).fontSize))).toBeGreaterThanOrEqual(20)
  })

  it('show what is good to know, and say when there are none', async () => {
    fromLaptop(remote.stage, { kind: 'go', to: { slide: 2, click: 0 } })
    const page = await remote.drive()
    await expectText(page, '.asides strong', 'Precise:')
    fromLaptop(remote.stage, { kind: 'go', to: { slide: 3, click: 0 } })
    await expectText(page, '.silent', 'No notes for this slide.')
  })

  it('are not read out at every step', async () => {
    const page = await remote.drive()
    expect(await page.locator('.notes').evaluate(notes => notes.closest('[aria-live], [role=status], [role=alert]'))).toBeNull()
  })
})

describe('the pictures', () => {
  it('are of this step and the next, with the title of the next slide', async () => {
    fromLaptop(remote.stage, { kind: 'go', to: { slide: 2, click: 3 } })
    const page = await remote.drive()
    const sources = (): Promise<(string | null)[]> => Promise.all(['.strip > img', '.strip .next img'].map(image => page.locator(image).getAttribute('src')))
    expect(await sources()).toEqual(['/remote/picture/2-3.webp?first', '/remote/picture/3-0.webp?first'])
    await expectText(page, '.after strong', 'A slide without notes')
    await page.locator('.go-next').tap()
    await expect.poll(sources).toEqual(['/remote/picture/3-0.webp?first', '/remote/picture/3-1.webp?first'])
  })

  it('are left out when they cannot be had', async () => {
    const page = await remote.drive({ prepare: page => page.route('**/picture/**', route => route.fulfill({ status: 404 })) })
    await expectText(page, '.after strong', 'The rate limiter')
    await expect.poll(() => page.locator('.strip img').evaluateAll(images => images.every(image => image.getBoundingClientRect().width === 0))).toBe(true)
  })
})

describe('the grid of slides', () => {
  it('jumps to a slide, and gives way to the notes', async () => {
    const page = await remote.drive()
    const opener = page.getByRole('button', { name: 'Slides' })
    await opener.tap()
    expect(await opener.getAttribute('aria-expanded')).toBe('true')
    const slides = page.getByRole('navigation', { name: 'Slides' })
    expect(await slides.getByRole('button').count()).toBe(5)
    expect(await slides.locator('[aria-current]').textContent()).toContain('A talk')
    await slides.getByRole('button', { name: 'Thank you' }).tap()
    await expect.poll(() => placeOf(remote.stage)).toBe('5.0')
    await expectText(page, '.said[data-is="now"]', 'Thank you, and ask me anything.')
    expect(await slides.isVisible()).toBe(false)
  })
})

describe('blank', () => {
  it('turns the projector dark and on again, and shows that it is', async () => {
    const page = await remote.drive()
    const blank = page.getByRole('button', { name: 'Blank' })
    await blank.tap()
    await expect.poll(() => remote.stage.talk.state(Date.now()).isBlank).toBe(true)
    expect(await blank.getAttribute('aria-pressed')).toBe('true')
    expect(await page.locator('.strip .dark').isVisible()).toBe(true)
    await page.keyboard.press('.')
    await expect.poll(() => remote.stage.talk.state(Date.now()).isBlank).toBe(false)
    expect(await blank.getAttribute('aria-pressed')).toBe('false')
  })
})

describe('the timer', () => {
  it('starts, pauses and is reset only when asked twice', async () => {
    const page = await remote.drive()
    const timer = (): TalkState['timer'] => remote.stage.talk.state(Date.now()).timer
    await page.getByRole('button', { name: 'Timer' }).tap()
    const panel = page.getByRole('region', { name: 'Timer' })
    await panel.getByRole('button', { name: 'Start' }).tap()
    await expect.poll(() => timer().startedAtMs).not.toBeNull()
    await expectText(page, '.header .clock', '0:01')
    await panel.getByRole('button', { name: 'Pause' }).tap()
    await expect.poll(() => timer().startedAtMs).toBeNull()
    await panel.getByRole('button', { name: 'Reset' }).tap()
    expect(timer().elapsedMs).toBeGreaterThan(0)
    await panel.getByRole('button', { name: 'Really reset?' }).tap()
    await expect.poll(() => timer().elapsedMs).toBe(0)
  })

  it('says how the talk stands against its plan', async () => {
    const page = await remote.drive()
    await expectText(page, '.header .pacing', 'not started')
    remote.stage.talk.apply({ client: 'another-window', commands: [{ seq: 1, from: { slide: 1, click: 0 }, agoMs: 200_000, command: { kind: 'timer', deed: 'start' } }] }, Date.now())
    await expectText(page, '.header .pacing', '2 min behind')
    fromLaptop(remote.stage, { kind: 'go', to: { slide: 3, click: 1 } })
    await expectText(page, '.header .pacing', '1 min ahead')
  })
})

describe('the laser pointer', () => {
  it('is where the finger is on the slide, and goes out when it is lifted', async () => {
    const page = await remote.drive()
    await page.getByRole('button', { name: 'Laser' }).tap()
    const box = (await page.locator('.laser .area').boundingBox())!
    expect(box.width / box.height).toBeCloseTo(16 / 9, 1)
    await swipe(page, [box.x + box.width * 0.25, box.y + box.height / 2], [box.x + box.width * 0.75, box.y + box.height / 2])
    const { pointers } = remote.stage
    await expect.poll(() => pointers.at(-1)).toBeNull()
    const first = pointers[0]!
    expect(first.x).toBeCloseTo(0.25, 1)
    expect(first.y).toBeCloseTo(0.5, 1)
    expect(placeOf(remote.stage)).toBe('1.0')
  })

  it.each([[390, 844], [844, 390], [1024, 768], [768, 1024], [568, 320], [640, 540]])('points at the corner of the slide that the finger is at, at %i by %i', async (width, height) => {
    const page = await remote.drive({ width, height })
    await page.getByRole('button', { name: 'Laser' }).tap()
    const box = (await page.locator('.laser .area').boundingBox())!
    expect(box.width / box.height).toBeCloseTo(16 / 9, 2)
    const [right, bottom] = [box.x + box.width - 1, box.y + box.height - 1]
    // The picture ends where the finger is.
    const picture = (await page.locator('.laser img').boundingBox())!
    expect(Math.abs(picture.x + picture.width - right)).toBeLessThan(4)
    expect(Math.abs(picture.y + picture.height - bottom)).toBeLessThan(4)
    const session = await page.context().newCDPSession(page)
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }] })
    await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x: right, y: bottom }] })
    await expect.poll(() => remote.stage.pointers.at(-1)?.x).toBeGreaterThan(0.98)
    expect(remote.stage.pointers.at(-1)?.y).toBeGreaterThan(0.98)
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await expect.poll(() => remote.stage.pointers.at(-1)).toBeNull()
  })

  it('goes out when its panel is closed under a finger, wherever that moves then', async () => {
    const page = await remote.drive()
    await page.getByRole('button', { name: 'Laser' }).tap()
    const box = (await page.locator('.laser .area').boundingBox())!
    const session = await page.context().newCDPSession(page)
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number, y: number }[]): Promise<unknown> =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints })
    await touch('touchStart', { x: box.x + 40, y: box.y + 40 })
    await expect.poll(() => remote.stage.pointers.at(-1)).not.toBeNull()
    await page.getByRole('button', { name: 'Timer' }).click()
    await touch('touchMove', { x: box.x + 60, y: box.y + 60 })
    await touch('touchMove', { x: box.x + 80, y: box.y + 80 })
    await page.getByRole('button', { name: 'Start' }).waitFor()
    await page.keyboard.press('PageDown')
    await expect.poll(() => placeOf(remote.stage)).toBe('2.0')
    expect(remote.stage.pointers.at(-1)).toBeNull()
    await touch('touchEnd')

    // The next finger points as ever.
    await page.getByRole('button', { name: 'Laser' }).tap()
    await touch('touchStart', { x: box.x + 40, y: box.y + 40 })
    await expect.poll(() => remote.stage.pointers.at(-1)).not.toBeNull()
    await touch('touchEnd')
    await expect.poll(() => remote.stage.pointers.at(-1)).toBeNull()
  })

  it('does not stay behind when its panel is closed by a key', async () => {
    const page = await remote.drive()
    await page.getByRole('button', { name: 'Laser' }).tap()
    await page.locator('.laser .area').focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => remote.stage.pointers.at(-1)).toEqual({ x: 0.55, y: 0.5 })
    await page.keyboard.press('Escape')
    await expect.poll(() => remote.stage.pointers.at(-1)).toBeNull()
  })
})

describe('the controls of a live run', () => {
  it('are offered only where something can run', async () => {
    const page = await remote.drive()
    const live = page.getByRole('button', { name: 'Live' })
    expect(await live.isDisabled()).toBe(true)
    remote.stage.talk.learn({ canRun: true })
    await expect.poll(() => live.isEnabled()).toBe(true)
    await live.tap()
    await page.getByRole('button', { name: 'Run live' }).tap()
    await expect.poll(() => remote.stage.runCommands).toEqual([{ kind: 'run', deed: 'start' }])
    // The next slide has nothing that runs: back to the notes.
    remote.stage.talk.learn({ canRun: false })
    await expect.poll(() => page.locator('.notes').isVisible()).toBe(true)
  })

  it('reach the run, each of its kind', async () => {
    const page = await remote.drive()
    remote.stage.talk.learn({ canRun: true, run: RUN })
    await page.getByRole('button', { name: 'Live' }).tap()
    await expectText(page, '.says', 'Three jobs were told to wait.')

    await page.getByRole('button', { name: 'Pause' }).tap()
    await page.getByRole('switch', { name: 'Limiter' }).tap()
    await page.getByRole('radio', { name: 'BEAM' }).tap()
    await page.getByRole('slider', { name: 'Load' }).press('ArrowRight')
    await page.getByRole('button', { name: 'Kill the limiter' }).tap()
    await page.getByRole('button', { name: 'End' }).tap()
    await expect.poll(() => remote.stage.runCommands).toEqual([
      { kind: 'run', deed: 'pause' },
      { kind: 'control', run: 'limiter', id: 'on', value: false },
      { kind: 'control', run: 'limiter', id: 'engine', value: 'BEAM' },
      { kind: 'control', run: 'limiter', id: 'load', value: 151 },
      { kind: 'control', run: 'limiter', id: 'kill', value: null },
      { kind: 'run', deed: 'stop' },
    ])
    // A key that moves a slider does not move the talk.
    expect(placeOf(remote.stage)).toBe('1.0')
  })

  it('stay under the finger while the run goes on', async () => {
    const page = await remote.drive()
    remote.stage.talk.learn({ canRun: true, run: RUN })
    await page.getByRole('button', { name: 'Live' }).tap()
    const kill = await page.getByRole('button', { name: 'Kill the limiter' }).elementHandle()
    remote.stage.talk.learn({ run: { ...RUN, isPaused: true, says: 'The bucket is full again.', controls: RUN.controls.map(control => control.kind === 'slider' ? { ...control, value: 200 } : control) } })
    await expectText(page, '.says', 'The bucket is full again.')
    await expectText(page, '.slider output', '200 emails/s')
    expect(await kill!.evaluate(button => button.isConnected)).toBe(true)
    await page.getByRole('button', { name: 'Go on' }).tap()
    await expect.poll(() => remote.stage.runCommands).toEqual([{ kind: 'run', deed: 'resume' }])
  })
})

describe('a control of a live run that was set', () => {
  it('shows that at once, and keeps it while the laptop does not answer', async () => {
    const page = await remote.drive()
    remote.stage.talk.learn({ canRun: true, run: RUN })
    await page.getByRole('button', { name: 'Live' }).tap()
    await remote.stage.go()
    await page.locator('.link[data-is=offline]').waitFor()

    const beam = page.getByRole('radio', { name: 'BEAM' })
    const limiter = page.getByRole('switch', { name: 'Limiter' })
    const load = page.getByRole('slider', { name: 'Load' })
    await beam.tap()
    expect(await beam.isChecked()).toBe(true)
    await limiter.tap()
    expect(await limiter.getAttribute('aria-checked')).toBe('false')
    await load.press('ArrowRight')
    await load.press('ArrowRight')
    expect(await load.inputValue()).toBe('152')
    // The page is drawn several times a second, and the run on it is still the old one.
    await expectText(page, '.link', /^Offline for [2-9] s$/)
    expect(await beam.isChecked()).toBe(true)
    expect(await limiter.getAttribute('aria-checked')).toBe('false')
    expect(await load.inputValue()).toBe('152')

    await remote.stage.come()
    await expectText(page, '.link', 'Connected')
    await expect.poll(() => remote.stage.runCommands.at(-1)).toMatchObject({ id: 'load', value: 152 })
    remote.stage.talk.learn({ run: { ...RUN, controls: RUN.controls.map(control => control.kind === 'choice' ? { ...control, value: 'BEAM' } : control) } })
    // What the run did is shown, and what it did not do is taken back after a while.
    await expect.poll(() => load.inputValue(), { timeout: 5000 }).toBe('150')
    expect(await limiter.getAttribute('aria-checked')).toBe('true')
    expect(await beam.isChecked()).toBe(true)
  })
})

describe('a button of a live run that can do nothing', () => {
  it('keeps its place and cannot be pressed', async () => {
    const page = await remote.drive()
    remote.stage.talk.learn({ canRun: true })
    const kills = ['A', 'B'].map(name => ({ kind: 'button' as const, id: `kill ${name}`, label: `Kill ${name}` }))
    remote.stage.talk.learn({ run: { ...RUN, controls: kills } })
    await page.getByRole('button', { name: 'Live' }).tap()
    const place = await page.getByRole('button', { name: 'Kill B' }).boundingBox()
    remote.stage.talk.learn({ run: { ...RUN, says: `${RUN.says} `.repeat(5), controls: kills.map((kill, index) => ({ ...kill, isOff: index === 0 })) } })
    await expect.poll(() => page.getByRole('button', { name: 'Kill A' }).isDisabled()).toBe(true)
    expect(await page.getByRole('button', { name: 'Kill B' }).boundingBox()).toEqual(place)
    await page.getByRole('button', { name: 'Kill A' }).tap({ force: true })
    await page.getByRole('button', { name: 'Kill B' }).tap()
    await expect.poll(() => remote.stage.runCommands).toEqual([{ kind: 'control', run: 'limiter', id: 'kill B', value: null }])
  })
})

describe('what is wrong on the laptop', () => {
  it('is said when no window shows the talk', async () => {
    const page = await remote.drive()
    const notice = page.getByText('No window on the laptop shows the talk')
    expect(await notice.isVisible()).toBe(false)
    remote.stage.talk.learn({ hasWindow: false })
    await notice.waitFor()
    remote.stage.talk.learn({ hasWindow: true })
    await notice.waitFor({ state: 'detached' })
  })

  it('is said once more only when it was right in between', async () => {
    const page = await remote.drive()
    const notice = page.getByText('No window on the laptop shows the talk')
    remote.stage.talk.learn({ hasWindow: false })
    await page.getByRole('button', { name: 'Put away' }).tap()
    await notice.waitFor({ state: 'detached' })
    await page.locator('.go-next').tap()
    await expect.poll(() => placeOf(remote.stage)).toBe('2.0')
    await expectText(page, '.waiting', '')
    expect(await notice.count()).toBe(0)
    remote.stage.talk.learn({ hasWindow: true })
    remote.stage.talk.learn({ hasWindow: false })
    await notice.waitFor()
  })
})

describe('the screen', () => {
  it('is kept on by a silent video where there is no wake lock', async () => {
    const page = await remote.drive({ hasWakeLock: false })
    expect(await page.locator('.wake').count()).toBe(0)
    await page.locator('.go-next').tap()
    await expect.poll(() => page.locator('.wake').evaluate(video => !(video as HTMLVideoElement).paused && (video as HTMLVideoElement).readyState >= 2)).toBe(true)
    expect(await page.locator('.wake').evaluate(video => (video as HTMLVideoElement).loop)).toBe(false)
    expect(await page.getByText('This phone may go dark').isVisible()).toBe(false)
  })

  it('goes dark with a word of warning where that does not work either, which can be put away', async () => {
    const page = await remote.drive({ hasWakeLock: false, before: () => {
      HTMLMediaElement.prototype.play = () => Promise.reject(new DOMException('Not here.', 'NotAllowedError'))
    } })
    await page.locator('.go-next').tap()
    const warning = page.getByText('This phone may go dark')
    await warning.waitFor()
    await page.getByRole('button', { name: 'Put away' }).tap()
    await warning.waitFor({ state: 'detached' })
  })

  it('is kept on after the phone has shown something else, or the speaker is warned at once', async () => {
    const page = await remote.drive({ hasWakeLock: false })
    await page.locator('.go-next').tap()
    const video = page.locator('.wake')
    await expect.poll(() => video.evaluate(video => (video as HTMLVideoElement).readyState)).toBeGreaterThanOrEqual(2)
    const comeBack = (): Promise<unknown> => page.evaluate(() => {
      document.querySelector<HTMLVideoElement>('.wake')!.pause()
      document.dispatchEvent(new Event('visibilitychange'))
    })
    await comeBack()
    await expect.poll(() => video.evaluate(video => (video as HTMLVideoElement).paused)).toBe(false)

    await page.evaluate(() => HTMLMediaElement.prototype.play = () => Promise.reject(new DOMException('Not here.', 'NotAllowedError')))
    await comeBack()
    await page.getByText('This phone may go dark').waitFor()
  })

  it('is let go with the pairing: nothing of the video is left', async () => {
    const page = await remote.drive({ hasWakeLock: false, before: watchWake })
    await page.locator('.go-next').tap()
    await expect.poll(() => page.evaluate(wakeLeft)).toEqual({ sounds: 1, intervals: 1 })
    remote.stage.revoke()
    await expectText(page, 'h1', 'Not paired any more')
    expect(await page.locator('.wake').count()).toBe(0)
    await expect.poll(() => page.evaluate(wakeLeft)).toEqual({ sounds: 0, intervals: 0 })
  })

  it('leaves nothing behind at every touch where a canvas gives no stream', async () => {
    const page = await remote.drive({ hasWakeLock: false, before: watchWake, prepare: page => page.addInitScript(() => {
      HTMLCanvasElement.prototype.captureStream = () => {
        throw new DOMException('Not here.', 'NotSupportedError')
      }
    }) })
    for (let tap = 0; tap < 3; tap++)
      await page.locator('.go-next').tap()
    await page.getByText('This phone may go dark').waitFor()
    expect(await page.evaluate(wakeLeft)).toEqual({ sounds: 0, intervals: 0 })
  })

  it('needs no video where there is a wake lock', async () => {
    const page = await remote.drive()
    await page.locator('.go-next').tap()
    await expect.poll(() => placeOf(remote.stage)).toBe('2.0')
    expect(await page.locator('.wake').count()).toBe(0)
  })
})

describe('a step back in the history', () => {
  it('that was not meant does not leave the page', async () => {
    const page = await remote.drive()
    await page.locator('.go-next').tap()
    await page.evaluate(() => history.back())
    await page.locator('.go-next').tap()
    await expect.poll(() => placeOf(remote.stage)).toBe('2.1')
    expect(page.url()).toBe(remote.stage.url)
  })
})

/** Taps the middle of an element with a thumb while a palm rests on the edge of the phone. */
async function tapBesidePalm(page: Page, selector: string): Promise<void> {
  const { x, y, width, height } = (await page.locator(selector).boundingBox())!
  const session = await page.context().newCDPSession(page)
  const palm = { x: 4, y: 400, id: 1 }
  const thumb = { x: x + width / 2, y: y + height / 2, id: 2 }
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [palm] })
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [palm, thumb] })
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await session.detach()
}

/** What the video that keeps the screen on is made of, as far as it goes on by itself. */
interface Watched {
  wakeSounds: AudioContext[]
  wakeIntervals: Set<number>
}

/** Runs in the page, before its own script. */
function watchWake(): void {
  const watched = window as unknown as Watched
  watched.wakeSounds = []
  watched.wakeIntervals = new Set()
  window.AudioContext = class extends AudioContext {
    constructor() {
      super()
      watched.wakeSounds.push(this)
    }
  }
  const { setInterval, clearInterval } = window
  window.setInterval = ((call: () => void, delayMs: number) => {
    const id = setInterval(call, delayMs)
    if (delayMs === 1000)
      watched.wakeIntervals.add(id)
    return id
  }) as typeof window.setInterval
  window.clearInterval = ((id: number) => {
    watched.wakeIntervals.delete(id)
    clearInterval(id)
  }) as typeof window.clearInterval
}

/** Runs in the page. */
function wakeLeft(): { sounds: number, intervals: number } {
  const { wakeSounds, wakeIntervals } = window as unknown as Watched
  return { sounds: wakeSounds.filter(({ state }) => state !== 'closed').length, intervals: wakeIntervals.size }
}
