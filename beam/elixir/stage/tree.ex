defmodule Stage.Tree do
  @moduledoc """
  The supervision tree of slide 19: the very
  `VianetAdmin.Application` of the slide, started and watched.

  Children tell this process when they begin to start, and when
  they have; it watches them and their supervisor by monitors.
  It never waits for the supervisor, which is busy for as long
  as a child takes to start.
  """

  use GenServer

  alias Stage.{Reply, Text, Words}
  alias Stage.Tree.{Names, Owner, Run}

  # What a child takes to start, so that an eye can follow.
  @start_ms 150

  @doc "Starts it under its own name; no tree runs yet."
  def start_link(_opts),
    do: GenServer.start_link(__MODULE__, [], name: __MODULE__)

  @doc """
  What a child does in its `init`: it says that it starts, takes
  its time, and says that it has started.
  """
  @spec come_up(module) :: :ok
  def come_up(module) do
    start_ms = GenServer.call(__MODULE__, {:starting, module})
    Process.sleep(start_ms)
    GenServer.cast(__MODULE__, {:started, module, self()})
  end

  @impl true
  def init(_opts) do
    Process.flag(:trap_exit, true)
    {:ok, %{run: nil, owner: nil}}
  end

  @impl true
  def handle_call({:begin, owner}, _from, %{owner: owner} = s),
    do: {:reply, :ok, %{s | run: Run.begin(s.run)}}

  # An owner that was told to stop before it began.
  def handle_call({:begin, _owner}, _from, s),
    do: {:reply, :ok, s}

  # What still starts in a tree that is being stopped.
  def handle_call({:starting, _}, _from, %{run: nil} = s),
    do: {:reply, 0, s}

  def handle_call({:starting, module}, from, s) do
    case Run.starting(s.run, module, from) do
      {:reply, run} -> {:reply, run.start_ms, %{s | run: run}}
      {:later, run} -> {:noreply, %{s | run: run}}
      :not_ours -> {:reply, 0, s}
    end
  end

  @impl true
  def handle_cast({:started, _module, _pid}, %{run: nil} = s),
    do: {:noreply, s}

  def handle_cast({:started, module, pid}, s),
    do: {:noreply, %{s | run: Run.started(s.run, module, pid)}}

  @impl true
  def handle_info({:asked, promise, words}, s) do
    answer = fn -> run(words, s) end
    {:noreply, Reply.resolve_with(promise, s, answer)}
  end

  def handle_info(_told, %{run: nil} = s), do: {:noreply, s}

  def handle_info({:DOWN, _, :process, pid, reason}, s),
    do: {:noreply, %{s | run: Run.ended(s.run, pid, reason)}}

  def handle_info({tag, state}, s) when is_reference(tag),
    do: {:noreply, %{s | run: Run.told(s.run, tag, state)}}

  def handle_info(_other, s), do: {:noreply, s}

  defp run(["start"], s), do: {%{}, start(s, @start_ms)}

  defp run(["start", ms], s) do
    ms = Words.integer(ms, "the time to start", 0, 2000)
    {%{}, start(s, ms)}
  end

  defp run(["stop"], s), do: {%{}, stop(s)}

  defp run(["start" | _words], _s),
    do: Words.wrong!("tree start takes nothing, or MS")

  defp run([], _s), do: Words.wrong!("tree what?")

  defp run(_words, %{run: nil}),
    do: Words.wrong!("the tree has not been started")

  defp run(["kill", name], s) do
    case Run.pid(s.run, Names.module(name)) do
      nil ->
        Words.wrong!("#{name} does not run")

      pid ->
        Process.exit(pid, :kill)
        {%{pid: Text.pid(pid)}, s}
    end
  end

  defp run(["read"], s) do
    run = Run.ask(s.run)
    {Run.read(run), %{s | run: run}}
  end

  defp run([word | _], _s),
    do: Words.wrong!("unknown or incomplete: tree", word)

  # The owner is kept when its tree is stopped: the next one
  # waits for its end.
  defp start(s, start_ms) do
    s = stop(s)

    %{
      owner: Owner.start_link(s.owner),
      run: Run.new(start_ms)
    }
  end

  defp stop(%{run: nil} = s), do: s

  defp stop(s) do
    Run.forget(s.run)
    Owner.stop(s.owner)
    %{s | run: nil}
  end
end
