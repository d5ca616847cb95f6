import { Buffer } from 'node:buffer'
import { createHash, timingSafeEqual } from 'node:crypto'

/** Gives so many bytes that nobody can foretell: `randomBytes` of node:crypto; a test has its own. */
export type RandomBytes = (count: number) => Uint8Array

/** A secret of so many bits as text for addresses and cookies (base64url of RFC 4648, without padding). */
export function newSecret(random: RandomBytes, bits: number): string {
  return Buffer.from(random(bits / 8)).toString('base64url')
}

/**
 * What is stored in a secret's place, as base64url. A plain SHA-256 is enough: secrets are random and long, so that there is
 * nothing for a slow hash to slow down.
 */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

/** Whether two hashes are the same, in a time that does not tell where they part. */
export function isSameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
