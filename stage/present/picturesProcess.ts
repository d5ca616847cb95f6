import { constants, setPriority } from 'node:os'
import process from 'node:process'
import * as v from 'valibot'
import { runScript } from '../../scripts/problem'
import { makePictures } from './pictures'
import { prepareViewerSite } from './viewerSite'

/** What the parent starts this process with, as JSON. */
const picturesArgs = v.strictObject({
  root: v.string(),
  site: v.string(),
  out: v.string(),
  slideCount: v.number(),
  fingerprint: v.string(),
})
export type PicturesArgs = v.InferOutput<typeof picturesArgs>

// By way of an exit, so that what is half done is tidied up.
process.once('SIGTERM', () => process.exit(143))

/** Takes the pictures of the slides, when nothing else wants the processor: the talk may have begun. */
void runScript(async () => {
  const args = v.parse(picturesArgs, JSON.parse(process.argv[2] ?? 'null'))
  setPriority(constants.priority.PRIORITY_LOW)
  // Where the room does not follow, nobody has built it.
  await prepareViewerSite({ ...args, out: args.site, say: () => {} })
  await makePictures(args)
// By itself it would not end, well or not, while the line to the parent is open.
}).then(() => process.exit())
