import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { schedulingAfter } from '../../models/scheduling'

const campaigns = fc.record({
  members: fc.integer({ min: 0, max: 1_000_000 }),
  chunkSize: fc.integer({ min: 1, max: 5_000 }),
})
const anyway = fc.record({ campaign: campaigns, chunksDone: fc.integer({ min: 0, max: 1_000_000 }) })
const seeded = { seed: 7, numRuns: 500 }

describe('scheduling', () => {
  it('holds at most a chunk when it streams, and something as soon as it has begun', () => {
    fc.assert(fc.property(anyway, ({ campaign, chunksDone }) => {
      const { rowsHeldStreaming, chunksDone: done } = schedulingAfter(campaign, chunksDone)
      expect(rowsHeldStreaming).toBeLessThanOrEqual(campaign.chunkSize)
      expect(rowsHeldStreaming > 0).toBe(done > 0)
    }), seeded)
  })

  it('holds everything it has read when it loads', () => {
    fc.assert(fc.property(anyway, ({ campaign, chunksDone }) => {
      const { rowsHeldLoading, rowsHeldStreaming, jobsInserted } = schedulingAfter(campaign, chunksDone)
      expect(rowsHeldLoading).toBe(jobsInserted)
      expect(rowsHeldLoading).toBeGreaterThanOrEqual(rowsHeldStreaming)
    }), seeded)
    expect(schedulingAfter({ members: 500_000, chunkSize: 2_000 }, 250).rowsHeldLoading).toBe(500_000)
  })

  it('gives every member a job, none two', () => {
    fc.assert(fc.property(campaigns, (campaign) => {
      const { chunksTotal } = schedulingAfter(campaign, 0)
      expect(schedulingAfter(campaign, chunksTotal).jobsInserted).toBe(campaign.members)
    }), seeded)
  })

  it('inserts with each chunk the rows it held', () => {
    fc.assert(fc.property(anyway, ({ campaign, chunksDone }) => {
      const before = schedulingAfter(campaign, chunksDone)
      const after = schedulingAfter(campaign, chunksDone + 1)
      const inserted = after.jobsInserted - before.jobsInserted
      expect(inserted).toBe(after.chunksDone > before.chunksDone ? after.rowsHeldStreaming : 0)
    }), seeded)
  })

  it('holds the remainder at the end when the last chunk is a smaller one', () => {
    expect(schedulingAfter({ members: 4_500, chunkSize: 2_000 }, 3)).toEqual({
      chunksDone: 3,
      chunksTotal: 3,
      jobsInserted: 4_500,
      rowsHeldStreaming: 500,
      rowsHeldLoading: 4_500,
    })
  })

  it.each([-1, 251, Number.POSITIVE_INFINITY])('takes %d chunks of 250 for none or all', (chunksDone) => {
    const campaign = { members: 500_000, chunkSize: 2_000 }
    expect(schedulingAfter(campaign, chunksDone)).toEqual(schedulingAfter(campaign, chunksDone < 0 ? 0 : 250))
  })

  it('has nothing to do for nobody', () => {
    expect(schedulingAfter({ members: 0, chunkSize: 2_000 }, 5)).toMatchObject({ chunksTotal: 0, jobsInserted: 0, rowsHeldStreaming: 0 })
  })
})
