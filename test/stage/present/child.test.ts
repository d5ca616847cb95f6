import process from 'node:process'
import { describe, expect, it } from 'vitest'
import { endChild, endsWell, startChild } from '../../../stage/present/child'

const child = (program: string) => startChild(['-e', program], { cwd: process.cwd() })

describe('a child', () => {
  it('ends well when it says so, and not when it fails, is killed or cannot be started', async () => {
    expect(await endsWell(child('process.exit()'))).toBe(true)
    expect(await endsWell(child('process.exit(3)'))).toBe(false)
    const hanging = child('setInterval(() => {}, 1000)')
    const ending = endsWell(hanging)
    hanging.kill('SIGKILL')
    expect(await ending).toBe(false)
    expect(await endsWell(startChild(['-e', 'process.exit()'], { cwd: '/nowhere' }))).toBe(false)
  })

  it('is ended by force when it does not end by itself, and at once when it has', async () => {
    const stubborn = child('process.on("SIGTERM", () => {}); process.send("there"); setInterval(() => {}, 1000)')
    await new Promise(resolve => stubborn.once('message', resolve))
    await endChild(stubborn, 50)
    expect(stubborn.signalCode).toBe('SIGKILL')
    await endChild(stubborn, 50)
  })
})
