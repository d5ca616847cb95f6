/** A token bucket at one moment. Times are integer microseconds of a monotonic clock. */
export interface TokenBucket {
  tokens: number
  /** Tokens that come in a second. */
  ratePerSecond: number
  /** The most it holds, and what it starts with. */
  capacity: number
  /** When `tokens` was last brought up to date. */
  lastUs: number
}

/** What a bucket answers to one request. */
export type Answer = { granted: true } | { granted: false, retryAfterUs: number }

/**
 * A bucket starts full: the first second may pass capacity plus rate.
 *
 * @throws {RangeError} when the rate is not above 0 or the capacity is below 1
 */
export function fullBucket(ratePerSecond: number, capacity: number, nowUs = 0): TokenBucket {
  if (!(ratePerSecond > 0))
    throw new RangeError(`ratePerSecond must be above 0, not ${ratePerSecond}`)
  if (!(capacity >= 1))
    throw new RangeError(`capacity must be at least 1 token, not ${capacity}`)
  return { tokens: capacity, ratePerSecond, capacity, lastUs: nowUs }
}

/**
 * What a bucket holds after a while: nothing comes for time running back, and nothing beyond the capacity.
 *
 * In exactly this order of arithmetic the Elixir of the slide gives the same number to the last bit.
 *
 * @param tokens what it held before
 * @param elapsedUs integer microseconds since then
 */
export function tokensAfter(tokens: number, elapsedUs: number, ratePerSecond: number, capacity: number): number {
  return elapsedUs > 0 ? Math.min(capacity, tokens + (elapsedUs * ratePerSecond) / 1e6) : tokens
}

/** The bucket brought up to date: tokens for the time gone by, never above its capacity, never for time running back. */
export function refill(bucket: TokenBucket, nowUs: number): TokenBucket {
  if (nowUs <= bucket.lastUs)
    return bucket
  const { tokens, ratePerSecond, capacity, lastUs } = bucket
  return { tokens: tokensAfter(tokens, nowUs - lastUs, ratePerSecond, capacity), ratePerSecond, capacity, lastUs: nowUs }
}

/**
 * Asks for tokens: the answer, and the bucket after it.
 *
 * @throws {RangeError} when the bucket could never hold that many
 */
export function take(bucket: TokenBucket, nowUs: number, cost = 1): { answer: Answer, bucket: TokenBucket } {
  if (cost > bucket.capacity)
    throw new RangeError(`a bucket of ${bucket.capacity} tokens can never grant ${cost}`)
  const filled = refill(bucket, nowUs)
  const { tokens, ratePerSecond, capacity, lastUs } = filled
  if (tokens >= cost)
    return { answer: { granted: true }, bucket: { tokens: tokens - cost, ratePerSecond, capacity, lastUs } }
  const retryAfterUs = Math.ceil(((cost - tokens) * 1e6) / ratePerSecond)
  return { answer: { granted: false, retryAfterUs }, bucket: filled }
}
