import { VmProblem } from './problem'

/** What can be said to a VM that runs: AtomVM's own interface for the page. */
export interface RawVm {
  /** Sends text to a registered process and waits for its answer; rejects with `noproc` when there is no such process. */
  call: (process: string, text: string) => Promise<string>
  /** Sends text to a registered process; where there is none it is lost. */
  cast: (process: string, text: string) => void
}

/** What AtomVM is started with; see Emscripten's documentation of its Module object. */
interface VmOptions {
  preRun: ((module: { FS: { mkdir: (path: string) => void, writeFile: (path: string, bytes: Uint8Array) => void } }) => void)[]
  arguments: string[]
  print: (line: string) => void
  printErr: (line: string) => void
  onAbort: (reason: unknown) => void
  onExit: (code: number) => void
}

interface VmWindow extends Window {
  loadVm?: (options: VmOptions) => Promise<RawVm>
}

/** A VM in its frame. */
export interface VmFrame {
  vm: RawVm
  /** Ends the VM at once, in whatever state it is. */
  remove: () => void
}

/**
 * Starts AtomVM with an archive, in a hidden frame of its own.
 *
 * @param folder where the VM's files are served, closing slash included
 * @param archive the .avm
 * @param on what is told about the VM's life: each line that it prints, and its end
 * @param on.print is told each line
 * @param on.end is told why it has ended
 * @throws {VmProblem} when the frame or the VM cannot be loaded
 */
export async function openFrame(folder: string, archive: Uint8Array, on: { print: (line: string) => void, end: (why: string) => void }): Promise<VmFrame> {
  const frame = document.createElement('iframe')
  frame.hidden = true
  frame.title = 'The VM of the live runs'
  frame.src = `${folder}vm.html`
  const loaded = new Promise<void>(resolve => frame.addEventListener('load', () => resolve(), { once: true }))
  document.body.append(frame)
  try {
    await loaded
    // A frame that was refused, or a host that answered with a page of its own, has no such function.
    const load = readLoader(frame)
    if (!load)
      throw new VmProblem('The VM could not be loaded: its files are missing, or the browser has refused them.')
    const vm = await load({
      preRun: [({ FS }) => {
        FS.mkdir('/data')
        FS.writeFile('/data/real-world.avm', archive)
      }],
      arguments: ['/data/real-world.avm'],
      print: on.print,
      printErr: on.print,
      onAbort: reason => on.end(String(reason)),
      onExit: code => on.end(`it exited with code ${code}`),
    })
    return { vm, remove: () => frame.remove() }
  }
  catch (error) {
    frame.remove()
    throw error instanceof VmProblem ? error : new VmProblem(`The VM could not be started: ${error instanceof Error ? error.message : String(error)}.`)
  }
}

function readLoader(frame: HTMLIFrameElement): VmWindow['loadVm'] {
  try {
    return (frame.contentWindow as VmWindow).loadVm
  }
  catch {
    // A refused frame is of another origin.
    return undefined
  }
}
