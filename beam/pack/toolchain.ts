import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { Problem } from '../../scripts/problem'

/** A program that comes with Elixir or the Erlang below it. */
export type Tool = 'elixir' | 'elixirc' | 'erlc'

/** Whether everything is installed that compiling takes. */
export function toolsAreThere(): boolean {
  return (['elixir', 'elixirc', 'erlc'] as const).every(tool => spawnSync(tool, ['--version'], { stdio: 'ignore', env: environment() }).error === undefined)
}

/**
 * Runs a program to its end; what it says on stderr, such as warnings, is shown.
 *
 * @param tool which one
 * @param args what stands after its name
 * @param folder where it runs: paths among the arguments are taken from there
 * @returns what it printed
 * @throws Problem when the program is missing or fails
 */
export function runTool(tool: Tool, args: readonly string[], folder: string): string {
  const { error, status, stdout } = spawnSync(tool, args, {
    cwd: folder,
    encoding: 'utf8',
    env: environment(),
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (error && 'code' in error && error.code === 'ENOENT')
    throw new Problem(`${tool} is not installed here: install Elixir 1.14 or later, on Debian with \`apt-get install elixir\`.`)
  if (error)
    throw error
  if (status !== 0)
    throw new Problem(`${stdout}${tool} failed: it has said why above.`)
  return stdout
}

/** Nothing of a person's own settings gets into what is compiled; file names and atoms are UTF-8 on every machine. */
function environment(): NodeJS.ProcessEnv {
  const { ERL_AFLAGS, ERL_FLAGS, ERL_ZFLAGS, ERL_LIBS, ELIXIR_ERL_OPTIONS, ...others } = process.env
  return { ...others, LC_ALL: 'C.UTF-8', ERL_COMPILER_OPTIONS: '[deterministic]' }
}

/** What is installed here, as far as the bytes of the archive depend on it. */
export interface InstalledElixir {
  /** Such as `1.14.0`. */
  elixir: string
  /** Such as `25.2.3`. */
  otp: string
  /** The folder with the compiled modules of OTP's standard library. */
  stdlib: string
}

const ABOUT = `
release = Path.join([:code.root_dir(), "releases", System.otp_release(), "OTP_VERSION"])
IO.puts(System.version())
IO.puts(String.trim(File.read!(release)))
IO.puts(Path.join(:code.lib_dir(:stdlib), "ebin"))
`

/** Finds out what is installed here. */
export function installedElixir(): InstalledElixir {
  const [elixir, otp, stdlib] = runTool('elixir', ['-e', ABOUT], process.cwd()).trim().split('\n')
  return { elixir: elixir!, otp: otp!, stdlib: stdlib! }
}
