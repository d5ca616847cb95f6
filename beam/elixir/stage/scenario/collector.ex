defmodule Stage.Scenario.Collector do
  @moduledoc """
  Sees what happens in a tree. Each process reports itself in
  its `init` and waits until it is watched, so that no end is
  missed; and the collector is asked what a worker's start shall
  answer.

  In this VM a `DOWN` can be overtaken by messages that were sent
  after it. So those who report wait until their report is taken
  down, and all `DOWN`s that are there are taken down before it:
  nothing can end meanwhile because of what has been reported.
  """

  use GenServer

  alias Stage.{Clock, Text}
  alias Stage.Scenario.Parser

  @doc "Starts one for a scenario; times count from `since_ms`."
  def start_link(scenario, since_ms),
    do: GenServer.start_link(__MODULE__, {scenario, since_ms})

  @doc """
  A process has entered its `init`. Answers how the start of a
  worker shall go; nil to a supervisor.
  """
  def enter(collector, node),
    do: call(collector, {:enter, node.path, node.type})

  @doc "Something was seen to happen to a node."
  def saw(collector, kind, path, pid, rest),
    do: call(collector, {:saw, kind, path, pid, rest})

  @doc "Replaces what a worker's next starts answer."
  def answer_starts(collector, path, answers),
    do: call(collector, {:answers, path, answers})

  @doc "The latest process of each path, with its type."
  def processes(collector), do: call(collector, :processes)

  @doc "How much has been seen so far."
  def count(collector), do: call(collector, :count)

  @doc "All processes that have not ended, the oldest first."
  def alive(collector), do: call(collector, :alive)

  @doc "What has been seen, for the page, in order."
  def seen(collector), do: call(collector, :seen)

  defp call(collector, what),
    do: GenServer.call(collector, what, :infinity)

  @impl true
  def init({scenario, since_ms}) do
    answers =
      for %{answers: answers, path: path} <-
            Parser.nodes(scenario.tree),
          into: %{},
          do: {path, answers}

    {:ok,
     %{
       since_us: since_ms * 1000,
       seen: [],
       count: 0,
       answers: answers,
       processes: %{},
       # Pids with their paths, the latest first.
       alive: []
     }}
  end

  @impl true
  def handle_call({:enter, path, type}, {pid, _tag}, state) do
    state = take_down_ends(state)
    Process.monitor(pid)
    {answer, state} = next_answer(state, path)
    processes = Map.put(state.processes, path, {pid, type})
    alive = [{pid, path} | state.alive]

    {:reply, answer,
     %{
       state
       | processes: processes,
         alive: alive,
         count: state.count + 1
     }}
  end

  def handle_call({:answers, path, answers}, _from, state) do
    answers = Map.put(state.answers, path, answers)
    {:reply, :ok, %{state | answers: answers}}
  end

  def handle_call(:processes, _from, state),
    do: {:reply, state.processes, state}

  def handle_call(:count, _from, state),
    do: {:reply, state.count, state}

  def handle_call(:alive, _from, state) do
    pids =
      for {pid, _path} <- Enum.reverse(state.alive), do: pid

    {:reply, pids, state}
  end

  def handle_call(:seen, _from, state),
    do: {:reply, Enum.reverse(state.seen), state}

  def handle_call({:saw, kind, path, pid, rest}, _from, state) do
    state = take_down_ends(state)
    {:reply, :ok, add(state, kind, path, pid, rest)}
  end

  @impl true
  def handle_info({:DOWN, _, :process, pid, reason}, state),
    do: {:noreply, ended(state, pid, reason)}

  defp take_down_ends(state) do
    receive do
      {:DOWN, _, :process, pid, reason} ->
        take_down_ends(ended(state, pid, reason))
    after
      0 -> state
    end
  end

  defp ended(state, pid, reason) do
    {:value, {_pid, path}, alive} =
      :lists.keytake(pid, 1, state.alive)

    state = %{state | alive: alive}
    add(state, :exited, path, pid, Text.of(reason))
  end

  # The last answer holds for all later starts.
  defp next_answer(state, path) do
    case state.answers do
      %{^path => [last]} ->
        {last, state}

      %{^path => [next | later]} ->
        answers = Map.put(state.answers, path, later)
        {next, %{state | answers: answers}}

      _supervisor ->
        {nil, state}
    end
  end

  defp add(state, kind, path, pid, rest) do
    entry = %{
      ms: (Clock.now_us() - state.since_us) / 1000,
      kind: kind,
      path: path,
      pid: Text.pid(pid),
      rest: rest
    }

    count = state.count + 1
    %{state | seen: [entry | state.seen], count: count}
  end
end
