import { resolve } from 'node:path'
import process from 'node:process'
import { readArgs } from './args'
import { measureFrames } from './measure-frames'
import { Problem, runScript } from './problem'
import { reportSite } from './report-site'
import { PROJECT_ROOT } from './site'
import { visitSite } from './visit-site'

await runScript(async () => {
  const args = readArgs(process.argv.slice(2), 'npm run measure -- [--dir dist] [--frames [--slowdown 4] [--seconds 15]]', {
    dir: { type: 'string', default: 'dist' },
    frames: { type: 'boolean', default: false },
    slowdown: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '15' },
  })
  const dir = resolve(PROJECT_ROOT, args.dir)
  const report = args.frames
    ? await reportFrames(dir, { slowdown: above0('slowdown', args.slowdown), seconds: above0('seconds', args.seconds) })
    : await reportSite(dir)
  console.log(report.join('\n'))
})

/** A line for each live panel. */
async function reportFrames(dir: string, options: { slowdown: number, seconds: number }): Promise<string[]> {
  const frames = await visitSite(dir, (browser, siteUrl) => measureFrames(browser, siteUrl, options))
  return [
    `live for ${options.seconds} s each, processor slowed down ${options.slowdown} times`,
    ...frames.map(({ slide, perSecond, longestMs, latePercent, startTasksMs, longTasksMs }) =>
      `${slide.padEnd(16)} ${perSecond.toFixed(1)} frames a second, longest gap ${longestMs.toFixed(0)} ms, ${latePercent.toFixed(1)} % late; tasks over 50 ms: ${longTasksMs.join(', ') || 'none'}, at the start ${startTasksMs.join(', ') || 'none'}`),
  ]
}

function above0(name: string, text: string): number {
  const number = Number(text)
  if (!(number > 0))
    throw new Problem(`--${name} must be a number above 0, not "${text}".`, 2)
  return number
}
