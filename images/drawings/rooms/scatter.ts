/** A fixed number between 0 and 1 for two whole ones: variety without chance. */
export function scatter(a: number, b: number): number {
  const mixed = Math.imul(Math.imul(a + 11, 0x9E3779B1) ^ Math.imul(b + 5, 0x85EBCA6B), 0xC2B2AE35)
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 0xFFFFFFFF
}
