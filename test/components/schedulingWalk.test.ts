import { describe, expect, it } from 'vitest'
import { CHUNKS_MAGNIFIED, magnifiedCurve, rowsCurve } from '../../components/scheduling/curves'
import { schedulingSteps } from '../../components/scheduling/schedulingSteps'
import { chunkUs, plan, schedulingWalk } from '../../components/scheduling/schedulingWalk'
import { listing } from './listing'

const at = (step: string) => schedulingWalk[step]!
const steps = Object.values(schedulingWalk)

describe('the walk through the scheduling', () => {
  it('is that of the slide: 500,000 jobs in 250 chunks', () => {
    expect(plan).toMatchObject({ members: 500_000, chunksTotal: 250 })
  })

  it('has the steps that slides may name, in their order', () => {
    expect(Object.keys(schedulingWalk)).toEqual(schedulingSteps)
  })

  it('reads and inserts as many at a time as the listing', () => {
    const code = listing('marketing/campaign_scheduler.ex')
    const sizes = [/Repo\.stream\(max_rows: ([\d_]+)\)/, /Stream\.chunk_every\(([\d_]+)\)/]
      .map(size => Number(size.exec(code)![1]!.replaceAll('_', '')))
    expect(sizes).toEqual([plan.chunkSize, plan.chunkSize])
  })

  it('only goes on, both ways at the same moment', () => {
    const timesUs = steps.map(({ stream }) => stream.elapsedUs)
    expect(timesUs).toEqual(timesUs.toSorted((a, b) => a - b))
    expect(steps.map(({ load }) => load.elapsedUs)).toEqual(timesUs)
  })

  it('starts before the first row', () => {
    for (const step of ['whole', 'transaction'])
      expect(at(step)).toMatchObject({ stream: { rowsRead: 0, jobsInserted: 0 }, load: { rowsRead: 0 } })
  })

  it('has the loading climb where the sentence says that it climbs', () => {
    expect(at('stream')).toMatchObject({ stream: { rowsHeld: 2_000 }, load: { phase: 'fetching', rowsHeld: 250_000, jobsInserted: 0 } })
  })

  it('has rows come in where members become jobs', () => {
    expect(at('job').stream).toMatchObject({ phase: 'fetching', chunksDone: 100, rowsHeld: 1_000 })
  })

  it('has a chunk, and no other, in memory while it is inserted', () => {
    expect(at('insert').stream).toMatchObject({ phase: 'inserting', chunksDone: 175, jobsInserted: 350_000, rowsHeld: 2_000 })
  })

  it('makes all jobs visible at the commit, and none before', () => {
    for (const [step, { stream, load }] of Object.entries(schedulingWalk)) {
      expect(stream.jobsVisible).toBe(step === 'commit' ? 500_000 : 0)
      expect(load.jobsVisible).toBe(step === 'commit' ? 500_000 : 0)
    }
  })
})

describe('the curves of the scheduling', () => {
  /** The points of a path, each as far up as it is to be read: 0 on the axis. */
  const points = (path: string): { x: number, up: number }[] => path.slice(1).split('L').map((point) => {
    const [x, y] = point.split(' ').map(Number)
    return { x: x!, up: 1 - y! }
  })

  it('climbs to the top when everything is loaded, and stays there', () => {
    const loaded = points(rowsCurve('load'))
    const ups = loaded.map(({ up }) => up)
    expect(ups).toEqual(ups.toSorted((a, b) => a - b))
    expect(loaded.at(-1)).toEqual({ x: 1, up: 1 })
  })

  it('stays as flat as a chunk is small when it streams', () => {
    expect(Math.max(...points(rowsCurve('stream')).map(({ up }) => up))).toBeCloseTo(2_000 / 500_000)
  })

  it('magnifies the stream: to the top with each chunk, and down again', () => {
    const teeth = points(magnifiedCurve(100 * chunkUs - 1))
    expect(teeth.filter(({ up }, index) => up === 1 && teeth[index - 1]!.up === 0)).toHaveLength(CHUNKS_MAGNIFIED)
    // Held from the last row to the end of the insert.
    const flats = teeth.filter(({ up }, index) => up === 1 && teeth[index - 1]!.up === 1)
    expect(flats.map(({ x }) => x)).toEqual(Array.from({ length: CHUNKS_MAGNIFIED }, (_, chunk) => expect.closeTo((chunk + 1) / CHUNKS_MAGNIFIED, 3)))
    expect(teeth.every(({ x, up }) => x >= 0 && x <= 1 && up >= 0 && up <= 1)).toBe(true)
  })

  it('draws the chunk under way only as far as it has come', () => {
    expect(points(magnifiedCurve(0))).toEqual([{ x: 0, up: 0 }])
    expect(points(magnifiedCurve(plan.fetchUs / 2))).toEqual([{ x: 0, up: 0 }, { x: expect.closeTo(0.0083, 3), up: 0.5 }])
    expect(points(magnifiedCurve(30 * chunkUs + plan.fetchUs)).at(-1)!.x).toBeLessThan(1)
  })

  it('ends with nothing held', () => {
    expect(points(magnifiedCurve(plan.durationUs)).at(-1)).toEqual({ x: 1, up: 0 })
  })
})
