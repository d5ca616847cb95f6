import type { Pairing } from '../../../stage/protocol'
import { describe, expect, it } from 'vitest'
import { tidings } from '../../../stage/present/tidings'

const phone = { id: 'p1', name: 'Safari on iPhone', pairedAtMs: 1, seenAtMs: 1, isConnected: true }
const nobody: Pairing = { hasNetwork: true, audienceUrl: 'http://10.0.0.2:8080/', phoneUrl: null, codeEndsAtMs: null, phones: [] }
const invited: Pairing = { ...nobody, phoneUrl: 'http://10.0.0.2:8080/remote#CODE', codeEndsAtMs: new Date(2026, 0, 1, 9, 5).getTime() }
const plain = { hasKeys: true, hasColours: false }

describe('what the terminal says', () => {
  it('is first the address for the room and the code for the phone', () => {
    const [room, invitation] = tidings(undefined, invited, plain)
    expect(room).toBe('The room can follow at http://10.0.0.2:8080/')
    expect(invitation).toContain('before 09:05')
    expect(invitation).toContain('http://10.0.0.2:8080/remote#CODE')
    expect(invitation).toMatch(/█▄|▀█/)
  })

  it('is nothing when nothing has changed but when a phone was seen', () => {
    const paired = { ...nobody, phones: [phone] }
    expect(tidings(paired, { ...paired, phones: [{ ...phone, seenAtMs: 99 }] }, plain)).toEqual([])
    expect(tidings(invited, invited, plain)).toEqual([])
  })

  it('is that the code has been used, and by what', () => {
    expect(tidings(invited, { ...nobody, phones: [phone] }, plain)).toEqual(['Paired: Safari on iPhone.', 'The code has been used: press n for another one.'])
  })

  it('is that a phone was paired again, because somebody had the code', () => {
    expect(tidings({ ...invited, phones: [phone] }, { ...nobody, phones: [{ ...phone, pairedAtMs: 2 }] }, plain)).toEqual(['Paired: Safari on iPhone.', 'The code has been used: press n for another one.'])
  })

  it('is that the code is over, and where there is another one without a keyboard', () => {
    expect(tidings(invited, nobody, plain)).toEqual(['The code is over: press n for another one.'])
    expect(tidings(invited, nobody, { ...plain, hasKeys: false })).toEqual(['The code is over: the presenter view makes another one.'])
  })

  it('is that a phone is not paired any more', () => {
    expect(tidings({ ...nobody, phones: [phone] }, nobody, plain)).toEqual(['No longer paired: Safari on iPhone.'])
  })

  it('is the new address and code after the Wi-Fi changed', () => {
    const moved = { ...invited, audienceUrl: 'http://10.9.9.9:8080/', phoneUrl: 'http://10.9.9.9:8080/remote#CODE' }
    const sayings = tidings(invited, moved, plain)
    expect(sayings).toHaveLength(2)
    expect(sayings.join()).toContain('10.9.9.9')
  })

  it('shows no code to a phone that could not follow it, for want of a network', () => {
    const alone = { ...invited, hasNetwork: false, audienceUrl: null, phoneUrl: 'http://localhost:8080/remote#CODE' }
    expect(tidings(undefined, alone, plain)).toEqual(['No phone can reach this laptop. In another browser on it the remote is at http://localhost:8080/remote#CODE'])
  })

  it('draws black on white whatever the colours of the terminal', () => {
    const code = (hasColours: boolean) => tidings(undefined, invited, { hasKeys: true, hasColours })[1]!
    expect(code(true)).toContain('\u001B[97;40m')
    expect(code(false)).not.toContain('\u001B')
  })
})
