/**
 * Checks a whole number that somebody chose.
 *
 * @param name what it is called, for the message
 * @returns the number
 * @throws {RangeError} naming it, its bounds and what it was, when it is no integer or out of bounds
 */
export function requireInteger(name: string, value: number, least: number, most = Number.MAX_SAFE_INTEGER): number {
  if (!Number.isSafeInteger(value) || value < least || value > most)
    throw new RangeError(`${name} must be an integer ${bounds(least, most)}, not ${value}`)
  return value
}

/**
 * Checks a number that somebody chose, both bounds included.
 *
 * @param name what it is called, for the message
 * @returns the number
 * @throws {RangeError} naming it, its bounds and what it was, when it is not a number or out of bounds
 */
export function requireNumber(name: string, value: number, least: number, most: number): number {
  if (!(value >= least && value <= most))
    throw new RangeError(`${name} must be a number ${bounds(least, most)}, not ${value}`)
  return value
}

function bounds(least: number, most: number): string {
  return most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`
}
