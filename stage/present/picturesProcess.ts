import { constants, setPriority } from 'node:os'
import process from 'node:process'
import * as v from 'valibot'
import { runScript } from '../../scripts/problem'
import { makePictures } from './pictures'

/** What the parent starts this process with, as JSON. */
const picturesArgs = v.strictObject({ site: v.string(), out: v.string(), slideCount: v.number(), fingerprint: v.string() })
export type PicturesArgs = v.InferOutput<typeof picturesArgs>

// By way of an exit, so that what is half done is tidied up.
process.once('SIGTERM', () => process.exit(143))

/** Takes the pictures of the slides, when nothing else wants the processor: the talk may have begun. */
void runScript(async () => {
  const args = v.parse(picturesArgs, JSON.parse(process.argv[2] ?? 'null'))
  setPriority(constants.priority.PRIORITY_LOW)
  await makePictures(args)
  // The browser has been closed; what is left of Playwright does not matter.
  process.exit()
})
