/**
 * A name that nothing else has: 128 random bits, as letters and digits. Not by crypto.randomUUID, which a page on a plain http address in a
 * local network does not have.
 */
export function randomName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')
}
