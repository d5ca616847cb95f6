import { describe, expect, it } from 'vitest'
import { readArgs, readCount, readPort } from '../../scripts/args'
import { readDevArgs } from '../../scripts/dev-args'
import { Problem } from '../../scripts/problem'

/** The problem that a call ends with. */
function problemOf(call: () => unknown): Problem {
  try {
    call()
  }
  catch (error) {
    if (error instanceof Problem)
      return error
    throw error
  }
  throw new Error('no problem')
}

describe('options of a script', () => {
  const read = (...args: string[]): unknown => readArgs(args, 'npm run it -- [--name x]', {
    name: { type: 'string', default: 'y' },
    pdf: { type: 'boolean', default: true },
  })

  it('have defaults', () => expect(read()).toEqual({ name: 'y', pdf: true }))
  it('can be given and negated', () => expect(read('--name', 'z', '--no-pdf')).toEqual({ name: 'z', pdf: false }))

  it.each([[['--wat'], '--wat'], [['stray'], 'stray'], [['--name'], '--name']])('%j is refused in one line with the usage', (args, named) => {
    const problem = problemOf(() => read(...args))
    expect(problem.exitCode).toBe(2)
    expect(problem.message).toContain(named)
    expect(problem.message).toContain('Usage: npm run it -- [--name x]')
    expect(problem.message).not.toContain('\n')
  })

  it.each(['0', '65536', '-1', '3.5', 'x', '', '1e3'])('a port %j is refused', text => expect(problemOf(() => readPort(text)).exitCode).toBe(2))
  it('a port is a number', () => expect(readPort('3030')).toBe(3030))
})

describe('npm run dev', () => {
  it('opens a browser', () => {
    expect(readDevArgs([])).toEqual({ port: '3030', open: true, passedOn: [] })
  })

  it('passes Slidev\'s own options on', () => {
    expect(readDevArgs(['--no-open', '-p', '8080', '--log', 'info', '--force']))
      .toEqual({ port: '8080', open: false, passedOn: ['--log', 'info', '--force'] })
  })

  it.each([
    [['--remote']],
    [['--remote=secret']],
    [['--no-open', '--remote', 'secret']],
    [['--tunnel']],
    [['--bind', '0.0.0.0']],
    [['--bind=::']],
    [['--inspect']],
  ])('refuses %j, with which the deck would be open to others', (args) => {
    const problem = problemOf(() => readDevArgs(args))
    expect(problem.message).toMatch(/npm run present|npx slidev build/)
    expect(problem.message).toContain(args.find(arg => arg.startsWith('--') && arg !== '--no-open')!.replace(/=.*/, ''))
    expect(problem.exitCode).toBe(2)
  })
})

describe('a count', () => {
  it('is a whole number from 1 on, or the option is named', () => {
    expect([readCount('taps', '1'), readCount('taps', '60')]).toEqual([1, 60])
    for (const text of ['0', '-1', '1.5', '1e3', '', 'many', '1234567890'])
      expect(problemOf(() => readCount('taps', text))).toMatchObject({ message: `--taps takes a whole number from 1 on, not "${text}".`, exitCode: 2 })
  })
})
