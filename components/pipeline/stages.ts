/** The stages of the mail pipeline in the order in which the slide's clicks build them. */
export const stages = [
  { name: 'scheduler', caption: 'one row per member' },
  { name: 'queue', caption: 'one job per email, in Postgres' },
  { name: 'worker', caption: 'one process per job' },
  { name: 'limiter', caption: 'one process guards the rate' },
] as const

/** What the mailer worker does with one email. */
export const workerSteps = ['validate', 'personalise', 'rate-check', 'send']

/** Members on their way out of the table; the widths stand for names. */
export const memberRows = [92, 120, 74, 108, 96].map((width, index) => ({ y: 15 + index * 30, width }))

/** Jobs waiting in four columns; the first ones are being executed. */
export const jobs = Array.from({ length: 12 }, (_, index) => ({
  x: 10 + (index % 4) * 52,
  y: 12 + Math.floor(index / 4) * 46,
  picked: index < 3,
}))

/** Tokens lying in the bucket, three to a row. */
export const tokens = Array.from({ length: 9 }, (_, index) => ({
  x: 51 + (index % 3) * 26,
  y: 116 - Math.floor(index / 3) * 26,
}))
