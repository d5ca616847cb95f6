import type { ChildProcess } from 'node:child_process'
import type { FromParent } from './messages'
import type { PicturesArgs } from './picturesProcess'
import type { StageArgs } from './stageProcess'
import type { Part } from './supervisor'
import { fileURLToPath } from 'node:url'
import { slidevProgram } from '../../scripts/build-site'
import { startChild } from './child'
import { fromDeck, fromStage } from './messages'

/** How a program of this folder is run: it is TypeScript. */
function programHere(name: string, args: unknown): string[] {
  return ['--import', 'tsx', fileURLToPath(new URL(name, import.meta.url)), JSON.stringify(args)]
}

/**
 * Slidev's dev server, on this machine alone, with the windows of the laptop.
 *
 * @param root the folder of the project
 * @param port the windows' own
 * @throws Problem when Slidev is not there
 */
export function deckPart(root: string, port: number): Part {
  const program = slidevProgram(root)
  return {
    name: 'deck',
    start: () => startChild([program, 'slides.md', '--port', String(port)], {
      cwd: root,
      env: { VITE_STAGE: 'present' },
      // It prints addresses, and keys that it does not hear here.
      isHeard: false,
    }),
    says: fromDeck,
    facts: ['run', 'canRun', 'windows'],
    // Its windows are lost for a moment, and with them what ran in them.
    gone: [{ kind: 'run', run: null }, { kind: 'canRun', canRun: false }, { kind: 'windows', count: 0 }],
  }
}

/**
 * The stage server, which the room can reach.
 *
 * @param root the folder of the project
 * @param args where everything is
 * @param begin what it is told first
 */
export function stagePart(root: string, args: StageArgs, begin: () => Extract<FromParent, { kind: 'begin' }>): Part {
  return {
    name: 'stage',
    start: () => startChild(programHere('stageProcess.ts', args), { cwd: root }),
    says: fromStage,
    facts: ['state', 'pairing', 'plan'],
    greeting: () => [begin()],
  }
}

/** Takes the pictures of the slides, once. */
export function startPictures(args: PicturesArgs): ChildProcess {
  return startChild(programHere('picturesProcess.ts', args), { cwd: args.root })
}
