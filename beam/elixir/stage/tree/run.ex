defmodule Stage.Tree.Run do
  @moduledoc """
  What is known of one running tree: data of `Stage.Tree`, which
  feeds it what it is told, and tells the page of the events.
  """

  alias Stage.{Clock, Events, Text}
  alias Stage.Tree.Names

  @supervisor VianetAdmin.Supervisor

  # `begun` is false while the tree before this one ends.
  # `asked` is the tag of a question put to the supervisor.
  defstruct start_ms: 0,
            begun: false,
            since_us: 0,
            supervisor: nil,
            supervisor_alive: false,
            exit_reason: nil,
            max_restarts: nil,
            max_seconds: nil,
            restarts: [],
            asked: nil,
            monitor: nil,
            children: %{},
            waiting: []

  @doc "A tree that is about to start."
  def new(start_ms) do
    children =
      for {module, _name} <- Names.all(), into: %{} do
        {module, not_started(module)}
      end

    # Elixir's own defaults, until the supervisor tells its own.
    {:ok, {flags, []}} =
      Supervisor.init([], strategy: :one_for_one)

    %__MODULE__{
      start_ms: start_ms,
      since_us: Clock.now_us(),
      children: children,
      max_restarts: flags.intensity,
      max_seconds: flags.period
    }
  end

  @doc "The tree before this one is gone: ours starts."
  def begin(run),
    do: %{run | begun: true, since_us: Clock.now_us()}

  @doc "Its monitors are of no use any more."
  def forget(run) do
    for %{monitor: monitor} <- [run | Map.values(run.children)],
        monitor != nil,
        do: Process.demonitor(monitor, [:flush])

    # None may wait for an answer for ever.
    for {_module, from} <- run.waiting,
        do: GenServer.reply(from, 0)

    :ok
  end

  @doc """
  A child begins to start. It is answered when we have heard of
  the end of the one before it, so that events come in order.
  """
  def starting(%{begun: false}, _module, _from), do: :not_ours

  def starting(run, module, {pid, _tag} = from) do
    run = watch_supervisor(run)

    case run.children[module].state do
      state when state in [:none, :ended] ->
        {:reply, enter(run, module, pid)}

      _not_yet_ended ->
        waiting = [{module, from} | run.waiting]
        {:later, %{run | waiting: waiting}}
    end
  end

  @doc "A child has started."
  def started(run, module, pid) do
    case run.children[module] do
      %{pid: ^pid, state: :starting} = child ->
        generation = child.generation + 1

        event(run, :started, %{
          name: Names.of(module),
          pid: Text.pid(pid),
          generation: generation
        })

        child = %{
          child
          | state: :running,
            generation: generation
        }

        ask(put_in_child(run, module, child))

      _other ->
        run
    end
  end

  @doc "A child, or the supervisor, has ended."
  def ended(%{supervisor: pid} = run, pid, reason) do
    reason = Text.of(reason)
    event(run, :supervisorExited, %{reason: reason})

    %{
      run
      | supervisor_alive: false,
        exit_reason: reason,
        asked: nil
    }
  end

  def ended(run, pid, reason) do
    case Enum.find(run.children, &has_pid?(&1, pid)) do
      nil ->
        run

      {module, child} ->
        if child.state == :running do
          event(run, :exited, %{
            name: Names.of(module),
            pid: Text.pid(pid),
            reason: Text.of(reason)
          })
        end

        child = %{child | pid: nil, state: :ended}
        next(put_in_child(run, module, child), module)
    end
  end

  @doc """
  Asks the supervisor for its own state. The question is the
  system message that `:sys.get_state/1` sends; the answer comes
  when the supervisor has the time, and we do not wait for it.
  """
  def ask(%{supervisor_alive: true, asked: nil} = run) do
    tag = make_ref()
    from = {self(), tag}
    send(run.supervisor, {:system, from, :get_state})
    %{run | asked: tag}
  end

  def ask(run), do: run

  @doc "The supervisor's answer: its record, as OTP 25 has it."
  def told(%{asked: tag} = run, tag, state) do
    {:state, _name, _strategy, _children, _dynamics, intensity,
     period, restarts, _, _, _, _} = state

    %{
      run
      | asked: nil,
        max_restarts: intensity,
        max_seconds: period,
        restarts: restarts
    }
  end

  def told(run, _tag, _state), do: run

  @doc "The pid of a child that runs."
  @spec pid(%__MODULE__{}, module) :: pid | nil
  def pid(run, module) do
    case run.children[module] do
      %{state: :running, pid: pid} -> pid
      _other -> nil
    end
  end

  @doc "Everything, for the page."
  def read(run) do
    now = Clock.now_us()

    %{
      nowUs: now - run.since_us,
      supervisor: %{
        pid: run.supervisor && Text.pid(run.supervisor),
        alive: run.supervisor_alive,
        exitReason: run.exit_reason
      },
      maxRestarts: run.max_restarts,
      maxSeconds: run.max_seconds,
      # The supervisor stamps them in whole seconds.
      restartsUsAgo:
        for(
          second <- run.restarts,
          do: now - second * 1_000_000
        ),
      children:
        for {module, name} <- Names.all() do
          child = run.children[module]
          pid = pid(run, module)

          %{
            name: name,
            pid: pid && Text.pid(pid),
            starting: child.state == :starting,
            generation: child.generation,
            type: child.type
          }
        end
    }
  end

  defp not_started(module) do
    type = Map.get(module.child_spec([]), :type, :worker)

    %{
      type: type,
      pid: nil,
      monitor: nil,
      state: :none,
      generation: 0
    }
  end

  defp watch_supervisor(%{supervisor: nil} = run) do
    pid = Process.whereis(@supervisor)

    %{
      run
      | supervisor: pid,
        supervisor_alive: true,
        monitor: Process.monitor(pid)
    }
  end

  defp watch_supervisor(run), do: run

  defp enter(run, module, pid) do
    monitor = Process.monitor(pid)
    child = run.children[module]

    put_in_child(run, module, %{
      child
      | pid: pid,
        monitor: monitor,
        state: :starting
    })
  end

  defp next(run, module) do
    case :lists.keytake(module, 1, run.waiting) do
      {:value, {_module, {pid, _} = from}, waiting} ->
        GenServer.reply(from, run.start_ms)
        enter(%{run | waiting: waiting}, module, pid)

      false ->
        run
    end
  end

  defp put_in_child(run, module, child),
    do: %{run | children: %{run.children | module => child}}

  defp has_pid?({_module, child}, pid), do: child.pid == pid

  defp event(run, kind, fields) do
    at = Clock.now_us() - run.since_us
    Events.add(Map.merge(%{kind: kind, atUs: at}, fields))
  end
end
