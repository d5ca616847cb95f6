# Runs scenarios against the real supervisor of OTP and prints what happened, one line an event.
#
#     elixir --erl "+S 1:1" record.exs SCENARIOS
#
# SCENARIOS is a file of Erlang terms, written by scenario.ts. A line is: scenario, milliseconds since its start, kind,
# path, pid, rest; parted by tabs, in the order in which it happened.
#
# The order is certain. Exits, restart decisions and the results of starts come from the VM's own tracing of supervisor
# and children; what a child does itself it stamps itself; both carry strictly monotonic stamps of the same counter, so
# that what caused something comes before it, whatever the schedulers did.

defmodule Stamp do
  def now, do: {:erlang.monotonic_time(:nanosecond), :erlang.unique_integer([:monotonic])}
end

defmodule Worker do
  use GenServer

  def start_link(worker, run), do: GenServer.start_link(__MODULE__, {worker, run})

  @impl true
  def init({worker, run}) do
    send(run.collector, {:entered, Stamp.now(), worker.path, self()})
    Process.flag(:trap_exit, worker.traps)
    answer = next_answer(run.answers, worker.path)
    pause(worker.start_ms)

    case answer do
      :ok ->
        send(run.collector, {:did, Stamp.now(), :started, worker.path, self(), ""})
        {:ok, %{worker: worker, run: run, cause: :supervisor}}

      :ignore ->
        :ignore

      {:error, reason} ->
        {:stop, reason}

      {:raise, reason} ->
        exit(reason)
    end
  end

  @impl true
  def handle_cast({:stop, reason}, state), do: {:stop, reason, %{state | cause: :itself}}

  @impl true
  def handle_info(_, state), do: {:noreply, state}

  @impl true
  def terminate(reason, state) do
    rest = "#{state.cause} #{Text.reason(reason)}"
    send(state.run.collector, {:did, Stamp.now(), :terminating, state.worker.path, self(), rest})
    pause(state.worker.stop_ms)
  end

  defp next_answer(table, path) do
    [{^path, answers}] = :ets.lookup(table, path)

    case answers do
      [last] ->
        last

      [next | later] ->
        :ets.insert(table, {path, later})
        next
    end
  end

  defp pause(0), do: :ok
  defp pause(ms), do: Process.sleep(ms)
end

defmodule Tree do
  @behaviour :supervisor

  def start_link(supervisor, run), do: :supervisor.start_link(__MODULE__, {supervisor, run})

  @impl true
  def init({{:supervisor, path, strategy, intensity, period, auto_shutdown, _, _, _, children}, run}) do
    send(run.collector, {:entered, Stamp.now(), path, self()})
    flags = %{strategy: strategy, intensity: intensity, period: period, auto_shutdown: auto_shutdown}
    {:ok, {flags, Enum.map(children, &child_spec(&1, run))}}
  end

  def child_spec({:supervisor, path, _, _, _, _, restart, significant, shutdown, _} = supervisor, run) do
    start = {Tree, :start_link, [supervisor, run]}
    %{id: path, start: start, restart: restart, significant: significant, shutdown: shutdown, type: :supervisor}
  end

  def child_spec({:worker, path, restart, significant, shutdown, traps, start_ms, stop_ms, _}, run) do
    worker = %{path: path, traps: traps, start_ms: start_ms, stop_ms: stop_ms}
    %{id: path, start: {Worker, :start_link, [worker, run]}, restart: restart, significant: significant, shutdown: shutdown}
  end

  def answers({:worker, path, _, _, _, _, _, _, answers}), do: [{path, answers}]
  def answers({:supervisor, _, _, _, _, _, _, _, _, children}), do: Enum.flat_map(children, &answers/1)
end

defmodule Text do
  def reason({:shutdown, {:failed_to_start_child, path, why}}), do: "shutdown(#{path}: #{reason(why)})"
  def reason({:shutdown, term}), do: "shutdown(#{term})"
  def reason(reason), do: "#{reason}"
end

# Gathers what the VM traces and what children say, and knows the latest process of each path.
defmodule Collector do
  def start, do: spawn(fn -> loop(%{seen: [], paths: %{}, calls: %{}, count: 0}) end)

  def ask(collector, question) do
    ref = make_ref()
    send(collector, {question, self(), ref})

    receive do
      {^ref, answer} -> answer
    end
  end

  defp loop(state) do
    receive do
      {:count, from, ref} ->
        send(from, {ref, state.count})
        loop(state)

      {:processes, from, ref} ->
        send(from, {ref, state.paths})
        loop(state)

      {:finish, from, ref} ->
        send(from, {ref, state.seen})

      message ->
        loop(see(message, %{state | count: state.count + 1}))
    end
  end

  defp see({:entered, stamp, path, pid}, state) do
    %{state | seen: [{stamp, :entered, path, pid, ""} | state.seen], paths: Map.put(state.paths, path, pid)}
  end

  defp see({:did, stamp, kind, path, pid, rest}, state), do: add(state, {stamp, kind, path, pid, rest})

  defp see({:trace_ts, pid, :exit, reason, stamp}, state), do: add(state, {stamp, :exited, pid, pid, reason})

  defp see({:trace_ts, pid, :call, {:supervisor, :terminate, [reason, _]}, stamp}, state),
    do: add(state, {stamp, :stopping, pid, pid, reason})

  defp see({:trace_ts, pid, :call, {:supervisor, function, args}, _}, state) do
    case Enum.find(args, &(is_tuple(&1) and elem(&1, 0) == :child)) do
      nil -> state
      child -> put_in(state.calls[{pid, function}], child)
    end
  end

  defp see({:trace_ts, pid, :return_from, {:supervisor, :init, 1}, {:ok, _}, stamp}, state),
    do: add(state, {stamp, :started, pid, pid, ""})

  defp see({:trace_ts, pid, :return_from, {:supervisor, :do_start_child, 2}, result, stamp}, state) do
    path = elem(state.calls[{pid, :do_start_child}], 2)

    case result do
      {:ok, :undefined} -> add(state, {stamp, :ignored, path, pid, ""})
      {:error, reason} -> add(state, {stamp, :"start-failed", path, pid, Text.reason(reason)})
      _ -> state
    end
  end

  defp see({:trace_ts, pid, :return_from, {:supervisor, :add_restart, 1}, {verdict, new}, stamp}, state) do
    child = state.calls[{pid, :restart}]
    count = length(elem(new, 7))

    kind =
      case {verdict, elem(child, 1)} do
        {:terminate, _} -> :"gave-up"
        {:ok, {:restarting, _}} -> :retry
        {:ok, _} -> :restart
      end

    add(state, {stamp, kind, elem(child, 2), pid, count})
  end

  defp see({:trace_ts, pid, :return_from, {:supervisor, :do_auto_shutdown, 2}, {:shutdown, _}, stamp}, state),
    do: add(state, {stamp, :"auto-shutdown", elem(state.calls[{pid, :do_auto_shutdown}], 2), pid, ""})

  defp see(_, state), do: state

  defp add(state, entry), do: %{state | seen: [entry | state.seen]}
end

defmodule Scenario do
  def run({:scenario, number, mode, tree, script}) do
    run = %{collector: Collector.start(), answers: :ets.new(:answers, [:public])}
    :ets.insert(run.answers, Tree.answers(tree))
    second = if mode == :instant, do: System.monotonic_time(:millisecond), else: next_second()
    start(tree, run)
    # One that takes its time is acted upon while it starts.
    early = if mode != :timed, do: started()
    # A start that failed may leave some behind that are still about to end.
    if mode != :timed, do: settle(run, 0)

    for {at_ms, action} <- script do
      wait_until(second + at_ms)
      act(action, run)
      if mode != :timed, do: settle(run, 0)
    end

    top = early || started()
    settle(run, 0)
    listed = listed(run)
    flush_trace()
    seen = Collector.ask(run.collector, :finish)
    clean_up(top, seen)
    print(number, second, seen, listed)
  end

  # From a process of its own: to the supervisor, an exit signal of the one that started it is an order to end.
  defp start(tree, run) do
    scenario = self()

    spawn(fn ->
      Process.flag(:trap_exit, true)
      flags = [:procs, :call, :set_on_spawn, :strict_monotonic_timestamp, {:tracer, run.collector}]
      :erlang.trace(self(), true, flags)
      top = Tree.start_link(tree, run)

      with {:error, reason} <- top,
           do: send(run.collector, {:did, Stamp.now(), :"start-failed", elem(tree, 1), self(), Text.reason(reason)})

      send(scenario, {:top, top})
      Process.sleep(:infinity)
    end)
  end

  defp started do
    receive do
      {:top, result} -> result
    end
  end

  defp next_second do
    # The same cut that the supervisor makes of its stamps.
    second = :erlang.monotonic_time(1) + 1
    wait_until(second * 1000)
    second * 1000
  end

  defp wait_until(ms), do: Process.sleep(max(0, ms - System.monotonic_time(:millisecond)))

  defp act({:signal, path, reason}, run), do: reach(path, run, &Process.exit(&1, reason))
  defp act({:stop, path, reason}, run), do: reach(path, run, &GenServer.cast(&1, {:stop, reason}))
  # These are calls, and whoever is called may be busy.
  defp act({:stop_supervisor, path, reason}, run), do: reach(path, run, fn pid -> apart(fn -> :sys.terminate(pid, reason) end) end)
  defp act({:suspend, path}, run), do: reach(path, run, fn pid -> apart(fn -> :sys.suspend(pid) end) end)
  defp act({:resume, path}, run), do: reach(path, run, fn pid -> apart(fn -> :sys.resume(pid) end) end)
  defp act({:answers, path, answers}, run), do: :ets.insert(run.answers, {path, answers})
  defp act(:wait, _run), do: :ok

  defp reach(path, run, fun) do
    case Collector.ask(run.collector, :processes) do
      %{^path => pid} -> fun.(pid)
      _ -> :ok
    end
  end

  defp apart(fun) do
    {pid, monitor} = spawn_monitor(fn -> quietly(fun) end)

    receive do
      {:DOWN, ^monitor, :process, ^pid, _} -> :ok
    after
      20 -> :ok
    end
  end

  # Everything is at rest when all have answered a few times over and nothing was seen meanwhile.
  defp settle(_run, 4), do: :ok

  defp settle(run, quiet_rounds) do
    before = Collector.ask(run.collector, :count)
    for {_, pid} <- Collector.ask(run.collector, :processes), do: quietly(fn -> :sys.get_state(pid) end)
    :erlang.yield()
    settle(run, if(Collector.ask(run.collector, :count) == before, do: quiet_rounds + 1, else: 0))
  end

  defp listed(run) do
    for {path, pid} <- Enum.sort(Collector.ask(run.collector, :processes)),
        Process.alive?(pid),
        state = quietly(fn -> :sys.get_state(pid) end),
        is_tuple(state) and elem(state, 0) == :state,
        {ids, children} = elem(state, 3),
        id <- Enum.reverse(ids) do
      what =
        case elem(children[id], 1) do
          pid when is_pid(pid) -> "running"
          {:restarting, _} -> "restarting"
          :undefined -> "undefined"
        end

      {path, id, what}
    end
  end

  defp flush_trace do
    ref = :erlang.trace_delivered(:all)

    receive do
      {:trace_delivered, :all, ^ref} -> :ok
    end
  end

  defp quietly(fun) do
    fun.()
  catch
    _, _ -> nil
  end

  defp clean_up(top, seen) do
    for {:ok, pid} <- [top], do: Process.exit(pid, :kill)
    for {_, :entered, _, pid, _} <- seen, do: Process.exit(pid, :kill)
  end

  defp print(number, second, seen, listed) do
    paths = for {_, :entered, path, pid, _} <- seen, into: %{}, do: {pid, path}

    events =
      for {{ns, _}, kind, where, pid, rest} <- Enum.sort(seen),
          kind != :entered,
          path = if(is_pid(where), do: paths[where], else: where) do
        {Float.round(ns / 1_000_000 - second, 1), kind, path, pid, if(is_binary(rest), do: rest, else: Text.reason(rest))}
      end

    final = for {supervisor, id, what} <- listed, do: {0.0, :listed, id, self(), "#{supervisor} #{what}"}

    for {ms, kind, path, pid, rest} <- events ++ final,
        do: [Enum.join([number, ms, kind, path, :erlang.pid_to_list(pid), rest], "\t"), "\n"]
  end
end

:logger.set_primary_config(:level, :none)
{:module, :supervisor} = Code.ensure_loaded(:supervisor)
watch = fn function, arity, spec -> :erlang.trace_pattern({:supervisor, function, arity}, spec, [:local]) end
result = [{:_, [], [{:return_trace}]}]

for {function, arity} <- [init: 1, do_start_child: 2, add_restart: 1, do_auto_shutdown: 2],
    do: 1 = watch.(function, arity, result)

for {function, arity} <- [restart: 2, terminate: 2], do: 1 = watch.(function, arity, true)

{:ok, scenarios} = :file.consult(hd(System.argv()))
{instant, waiting} = Enum.split_with(scenarios, &(elem(&1, 2) == :instant))

# Those that wait spend their time asleep, so that many run side by side; the others run when there is nothing to disturb.
for {some, at_once} <- [{waiting, 60}, {instant, 2}],
    {:ok, lines} <- Task.async_stream(some, &Scenario.run/1, max_concurrency: at_once, timeout: :infinity, ordered: true),
    do: IO.binwrite(lines)
