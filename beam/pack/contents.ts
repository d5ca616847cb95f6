/** The module whose `start/0` the VM calls. */
export const START_MODULE = 'Elixir.Stage'

/** The listings of the slides that run in the VM, files or folders, from the root of the project. */
export const SNIPPETS = ['snippets/lib/marketing/email_rate_limiter.ex', 'snippets/lib/vianet_admin']

/** OTP's own modules, in the bytecode that OTP ships. */
export const OTP_MODULES = ['gen', 'gen_server', 'lists', 'proc_lib', 'supervisor', 'sys']

/**
 * Elixir's own modules, without the `Elixir.` before their names. A protocol gets those of its implementations that are
 * on this list too, and our own.
 */
export const ELIXIR_MODULES = [
  ...['Access', 'Enum', 'GenServer', 'Kernel', 'Keyword', 'List', 'Map', 'Process', 'Range', 'Supervisor', 'Supervisor.Default', 'System'],
  ...['Enumerable', 'Enumerable.List', 'Enumerable.Map', 'Enumerable.Range'],
  ...['String.Chars', 'String.Chars.Atom', 'String.Chars.BitString', 'String.Chars.Integer'],
  ...['ArgumentError', 'KeyError', 'Protocol.UndefinedError', 'RuntimeError', 'UnicodeConversionError'],
]

/** Calls of functions that do not work in this VM go to the shim `substitute`, which says why for each. */
export const REDIRECTIONS = {
  'erlang:monotonic_time/1': 'substitute',
  'gen:reply/2': 'substitute',
  'lists:keysearch/3': 'substitute',
  'Elixir.Kernel:inspect/1': 'substitute',
}

/** Why some functions are never called, although the code of those that are would lead there. */
const REASONS_NOT_TO_CALL: Readonly<Record<string, readonly string[]>> = {
  'There is one node, so no process has a name like {:global, name}.': [
    'global:register_name/2',
    'global:send/2',
    'global:unregister_name/1',
    'global:whereis_name/1',
    'rpc:call/4',
  ],
  'Nothing is logged: logger:allow/2 of the shims says so.': [
    'logger:macro_log/4',
    'logger:macro_log/5',
    'gen_server:format_log/1',
    'gen_server:format_log/2',
    'proc_lib:my_info/4',
    'proc_lib:report_cb/2',
    'supervisor:format_log/1',
    'supervisor:format_log/2',
  ],
  'No process is started with options for debugging, so none is traced into a file or onto a screen.': [
    'error_logger:format/2',
    'file:close/1',
    'file:open/2',
    'gen_server:print_event/3',
  ],
  'They warn of code that is wrong or out of date, which the compiler has warned of already.': [
    'Elixir.IO:warn/1',
    'Elixir.IO:warn_once/3',
    'Elixir.Supervisor:child_spec_error/1',
  ],
  'An error of the VM is rescued by name only in Elixir code that compares a child specification with what it must be.': [
    'Elixir.Exception:normalize/3',
    'Elixir.Kernel.Utils:raise/1',
  ],
}

export const NEVER_CALLED: ReadonlySet<string> = new Set(Object.values(REASONS_NOT_TO_CALL).flat())
