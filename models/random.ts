/** A source of chance that can be replayed: the same seed gives the same numbers, on every machine. */
export interface Random {
  /** A number from 0 up to, but not including, 1. */
  fraction: () => number
  /**
   * An integer from `least` to `most`, both included.
   *
   * @throws {RangeError} when the bounds are no integers or the wrong way round
   */
  integer: (least: number, most: number) => number
  /** True with a probability of 0 (never) to 1 (always). */
  chance: (probability: number) => boolean
}

/**
 * A generator of its own for each thing that draws from it, so that one does not disturb the other's numbers.
 * The arithmetic is sfc32 (Chris Doty-Humphrey, PractRand): 32-bit integers only, hence alike everywhere.
 *
 * @param seed any integer
 * @throws {RangeError} when the seed is no integer
 */
export function seededRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed))
    throw new RangeError(`a seed must be an integer, not ${seed}`)
  let a = 0
  let b = seed | 0
  let c = Math.floor(seed / 2 ** 32) | 0
  let counter = 1

  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum | 0
    return sum >>> 0
  }
  // Neighbouring seeds give alike numbers at first.
  for (let round = 0; round < 12; round++)
    next()

  const fraction = (): number => next() / 2 ** 32
  return {
    fraction,
    integer(least, most) {
      if (!Number.isSafeInteger(least) || !Number.isSafeInteger(most) || least > most)
        throw new RangeError(`no integer lies between ${least} and ${most}`)
      return least + Math.floor(fraction() * (most - least + 1))
    },
    chance: probability => fraction() < probability,
  }
}
