import type { IncomingHttpHeaders } from 'node:http'

/** Whether an answer may be compressed with gzip: what is not named is not wanted, nor what has the weight 0 (RFC 9110 12.5.3). */
export function takesGzip({ 'accept-encoding': accepted = '' }: IncomingHttpHeaders): boolean {
  const weights = new Map(String(accepted).toLowerCase().split(',').map((one) => {
    const [coding = '', weight = 'q=1'] = one.split(';').map(part => part.trim())
    return [coding, /^q=[01](?:\.\d{0,3})?$/.test(weight) ? Number(weight.slice(2)) : 0]
  }))
  return (weights.get('gzip') ?? weights.get('x-gzip') ?? weights.get('*') ?? 0) > 0
}

/**
 * Whether who asks has this version already (RFC 9110 13.1.2): if its entity tag is among those of the request, weak or not, or
 * if any version would do.
 *
 * @param headers of the request
 * @param etag of what would be sent
 */
export function hasAlready({ 'if-none-match': tags = '' }: IncomingHttpHeaders, etag: string): boolean {
  return tags.trim() === '*' || new Set(tags.match(/"[^"]*"/g)).has(etag.replace('W/', ''))
}
