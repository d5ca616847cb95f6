import { describe, expect, it } from 'vitest'
import { stages, workerSteps } from '../../components/pipeline/stages'
import { outline } from '../deck/outline'

const slide = outline.find(({ alias }) => alias === 'solution')!

describe('the pipeline', () => {
  it('is built one stage a click', () => {
    expect(stages).toHaveLength(slide.clicks as number)
  })

  it('has the worker do what the slide says', () => {
    expect(slide.says).toContain(workerSteps.join(' → '))
  })
})
