import { describe, expect, it } from 'vitest'
import { foldAt, services } from '../../components/fold/services'
import { outline } from '../deck/outline'

const slide = outline.find(({ alias }) => alias === 'real-win')!
const clicks = slide.clicks as number

describe('the fold', () => {
  it('starts with an empty page', () => {
    expect(foldAt(0)).toEqual({ shown: 0, folded: false })
  })

  it('brings up one service a click', () => {
    services.forEach((_, index) => expect(foldAt(index + 1)).toEqual({ shown: index + 1, folded: false }))
  })

  it('lets them stand apart while their age is told, and folds with the last click of the slide', () => {
    expect(foldAt(clicks - 1)).toEqual({ shown: 5, folded: false })
    expect(foldAt(clicks)).toEqual({ shown: 5, folded: true })
  })

  it('stays folded beyond it, where print has its clicks', () => {
    expect(foldAt(999_999)).toEqual({ shown: 5, folded: true })
  })

  it('draws the duties in the order in which the slide names them', () => {
    const named = slide.says!.filter(fact => services.some(({ duty }) => duty === fact))
    expect(services.map(({ duty }) => duty)).toEqual(named)
  })
})
