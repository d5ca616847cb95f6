import type { RunOnPhone, SlideInfo, TalkInfo } from '../../../stage/protocol'

const slides: Omit<SlideInfo, 'no'>[] = [
  { title: 'A talk', clicks: 0, plannedMs: 60_000, notes: [['Welcome, all of you.']], asides: [] },
  {
    title: 'The rate limiter',
    clicks: 3,
    plannedMs: 180_000,
    notes: [
      ['This is the limiter, all of it.', 'No Redis, no lock, one small process.'],
      ['Its state is a struct. The bucket holds ten tokens, and a hundred come in every second.'],
      // Nothing is said at the second click.
      [],
      ['And when it is empty, the worker is told to come back later.'],
    ],
    asides: ['Precise: a bucket starts full, so the first second may pass more.'],
  },
  { title: 'A slide without notes', clicks: 1, plannedMs: 60_000, notes: [[], []], asides: [] },
  { title: 'A title that is much too long for the narrow strip beside the picture of a slide', clicks: 0, plannedMs: 60_000, notes: [['Nearly there.']], asides: [] },
  { title: 'Thank you', clicks: 0, plannedMs: 0, notes: [['Thank you, and ask me anything.']], asides: [] },
]

/** A talk of five slides, small enough to know by heart. */
export const TALK: TalkInfo = { title: 'A talk', edition: 1, slides: slides.map((slide, index) => ({ no: index + 1, ...slide })), pictures: 'first' }

/** A live run with a control of every kind. */
export const RUN: RunOnPhone = {
  id: 'limiter',
  isPaused: false,
  canPause: true,
  says: 'Three jobs were told to wait.',
  controls: [
    { kind: 'slider', id: 'load', label: 'Load', unit: 'emails/s', least: 0, most: 300, value: 150 },
    { kind: 'switch', id: 'on', label: 'Limiter', isOn: true },
    { kind: 'choice', id: 'engine', label: 'Engine', options: ['model', 'BEAM'], value: 'model' },
    { kind: 'button', id: 'kill', label: 'Kill the limiter' },
  ],
}
