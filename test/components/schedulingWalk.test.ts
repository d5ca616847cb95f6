import { describe, expect, it } from 'vitest'
import { campaign, schedulingWalk } from '../../components/scheduling/schedulingWalk'
import { schedulingAfter } from '../../models/scheduling'
import { listing } from './listing'

const steps = Object.values(schedulingWalk)

describe('the walk through the scheduling', () => {
  it('is that of the slide: 500,000 jobs in 250 chunks', () => {
    expect(schedulingAfter(campaign, Number.POSITIVE_INFINITY)).toMatchObject({ jobsInserted: 500_000, chunksTotal: 250 })
  })

  it('reads and inserts as many at a time as the listing', () => {
    const code = listing('marketing/campaign_scheduler.ex')
    const sizes = [/Repo\.stream\(max_rows: ([\d_]+)\)/, /Stream\.chunk_every\(([\d_]+)\)/]
      .map(size => Number(size.exec(code)![1]!.replaceAll('_', '')))
    expect(sizes).toEqual([campaign.chunkSize, campaign.chunkSize])
  })

  it('starts before the first chunk and ends behind the last', () => {
    expect(steps[0]).toEqual({ chunksDone: 0, committed: false })
    expect(steps.at(-1)).toEqual({ chunksDone: 250, committed: true })
  })

  it('only goes on, and in whole chunks that exist', () => {
    const chunks = steps.map(({ chunksDone }) => chunksDone)
    expect(chunks).toEqual(chunks.toSorted((a, b) => a - b))
    expect(chunks.every(done => Number.isInteger(done) && done >= 0 && done <= 250)).toBe(true)
  })

  it('commits once, when everything is inserted', () => {
    for (const { chunksDone, committed } of steps)
      expect(committed).toBe(chunksDone === 250)
  })
})
