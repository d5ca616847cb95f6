defmodule Stage.Scenario do
  @moduledoc """
  Plays a scenario on OTP's own supervisor and reports what
  happened, in order, for a comparison with the model.

  A scenario is a tree and what is done to it, in one of two
  modes:

    * `instant` - one action after the other, each when all has
      come to rest after the one before
    * `window` - the same, but each at its time, counted from a
      whole second on: a supervisor counts its restarts by
      whole seconds

  What is seen without a tracing VM: the actions (`acted`, with
  the time, which may be a little late), that a process has started
  (`started`), or would not (`ignored`, `start-failed`), that a
  worker's `terminate` is called (`terminating`), that a process
  has ended (`exited`), and the children that supervisors have
  listed at the end (`listed`).
  """

  alias Stage.{Clock, Words}
  alias Stage.Scenario.{Branch, Collector, Listing, Parser}

  # Everything is at rest when all supervisors have answered a
  # few times over and nothing was seen meanwhile.
  @quiet_rounds 4
  @most_rounds 500

  @doc "Plays what the words describe; answers the events."
  @spec run(Words.words()) :: [map]
  def run(words) do
    scenario = Parser.scenario(words)

    since_ms = start_ms(scenario.mode)
    {:ok, collector} = Collector.start_link(scenario, since_ms)
    owner = start_tree(scenario.tree, collector)
    play(scenario, since_ms, collector)
    settle(collector)
    listing = Listing.of(Collector.processes(collector))
    seen = Collector.seen(collector)
    clean_up(owner, collector)
    seen ++ listing
  end

  defp start_ms(:instant), do: now_ms()

  defp start_ms(:window) do
    # The same cut that the supervisor makes of its stamps.
    ms = (System.monotonic_time(:second) + 1) * 1000
    wait_until(:window, ms)
    ms
  end

  # From a process of its own, which lives on: to a supervisor,
  # the end of the one that started it is an order to end.
  defp start_tree(tree, collector) do
    scenario = self()

    spawn_link(fn ->
      Process.flag(:trap_exit, true)
      Branch.start_node(tree, collector)
      send(scenario, :tree_started)
      Process.sleep(:infinity)
    end)
  end

  defp play(scenario, since_ms, collector) do
    receive do
      :tree_started -> settle(collector)
    end

    for {at_ms, action} <- scenario.script do
      wait_until(scenario.mode, since_ms + at_ms)
      Collector.saw(collector, :acted, "", self(), "")
      act(action, collector)
      settle(collector)
    end
  end

  defp wait_until(:instant, _ms), do: :ok

  defp wait_until(:window, ms),
    do: Process.sleep(max(0, ms - now_ms()))

  defp now_ms, do: div(Clock.now_us(), 1000)

  defp act(:wait, _collector), do: :ok

  defp act({:answers, path, answers}, collector),
    do: Collector.answer_starts(collector, path, answers)

  defp act({what, path, reason}, collector) do
    case Collector.processes(collector) do
      %{^path => {pid, type}} ->
        quietly(fn -> act_on(what, type, pid, reason) end)

      _never_started ->
        :ok
    end
  end

  defp act_on(:signal, _type, pid, reason),
    do: Process.exit(pid, reason)

  defp act_on(:stop, :worker, pid, reason),
    do: GenServer.cast(pid, {:stop, reason})

  defp act_on(:stop, :supervisor, pid, reason),
    do: :sys.terminate(pid, reason)

  defp act_on(:suspend, _type, pid, _), do: :sys.suspend(pid)
  defp act_on(:resume, _type, pid, _), do: :sys.resume(pid)

  defp settle(collector), do: settle(collector, 0, 0)

  defp settle(_collector, @quiet_rounds, _rounds), do: :ok

  defp settle(_collector, _quiet, @most_rounds),
    do: Words.wrong!("the scenario does not come to rest")

  defp settle(collector, quiet, rounds) do
    before = Collector.count(collector)

    for {_path, {pid, :supervisor}} <-
          Collector.processes(collector),
        do: quietly(fn -> :sys.get_state(pid) end)

    still? = Collector.count(collector) == before
    quiet = if still?, do: quiet + 1, else: 0
    settle(collector, quiet, rounds + 1)
  end

  # Who is asked may have ended.
  defp quietly(fun) do
    fun.()
    :ok
  catch
    :exit, _reason -> :ok
  end

  # From the top down, so that nothing is restarted; what a
  # supervisor has started meanwhile, in the next round.
  defp clean_up(owner, collector) do
    Process.unlink(owner)
    Process.exit(owner, :kill)
    kill_all(collector)
    GenServer.stop(collector)
  end

  defp kill_all(collector) do
    alive =
      for pid <- Collector.alive(collector),
          do: Process.exit(pid, :kill)

    if alive != [] do
      Process.sleep(1)
      kill_all(collector)
    end
  end
end
