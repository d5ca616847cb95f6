defmodule Stage.Limiter.Jobs do
  @moduledoc """
  Starts so many jobs a second, and counts what becomes of them.

  The VM's timers are coarse, so at every tick as many jobs are
  started as are due by the clock: the average is right.
  """

  use GenServer

  alias Marketing.EmailRateLimiter
  alias Stage.Clock
  alias Stage.Limiter.{Job, Mailbox}

  @tick_ms 20
  # With so many asleep or waiting, new ones are held back.
  @most 200
  # A flood comes on top.
  @most_in_a_flood 400
  # A tab that was asleep does not catch up on all it missed.
  @longest_tick_us 1_000_000

  @doc "Starts it under its own name, with jobs per second."
  def start_link(load),
    do: GenServer.start_link(__MODULE__, load, name: __MODULE__)

  @doc "Changes how many new jobs come in a second."
  def set_load(load), do: call({:load, load})

  @doc "Whether jobs ask the limiter before they send."
  def ask_limiter(on), do: call({:on, on})

  @doc "Starts so many jobs at once."
  def flood(count), do: call({:flood, count})

  @doc "What has been counted since the start."
  def read, do: call(:read)

  @doc "A job that slept goes on: does it ask the limiter?"
  @spec awake(pid) :: boolean
  def awake(jobs), do: GenServer.call(jobs, :awake)

  @doc "A job tells what it was answered."
  def tell(jobs, what), do: GenServer.cast(jobs, what)

  defp call(what), do: GenServer.call(__MODULE__, what)

  @impl true
  def init(load) do
    # Jobs are linked: they end with us, and we hear of it when
    # one ends before.
    Process.flag(:trap_exit, true)
    tick()

    {:ok,
     %{
       load: load,
       on: true,
       ticked_us: Clock.now_us(),
       # Jobs due, in millionths.
       due: 0,
       running: 0,
       mailbox_peak: 0,
       last_answer: nil,
       asleep: 0,
       counts: %{
         asked: 0,
         granted: 0,
         snoozed: 0,
         failed: 0,
         accepted: 0,
         lost: 0,
         heldBack: 0
       }
     }}
  end

  @impl true
  def handle_call({:load, load}, _from, state),
    do: {:reply, :ok, %{state | load: load}}

  def handle_call({:on, on}, _from, state),
    do: {:reply, :ok, %{state | on: on}}

  def handle_call({:flood, count}, _from, state) do
    state = start(state, count, @most_in_a_flood)
    look_at_mailbox(self())
    {:reply, :ok, state}
  end

  def handle_call(:awake, _from, state),
    do: {:reply, state.on, %{state | asleep: state.asleep - 1}}

  def handle_call(:read, _from, state) do
    read = %{
      on: state.on,
      load: state.load,
      asleep: state.asleep,
      running: state.running,
      mailboxPeak: state.mailbox_peak,
      lastAnswer: state.last_answer
    }

    # The peak is since the last look.
    {:reply, Map.merge(read, state.counts),
     %{state | mailbox_peak: 0}}
  end

  @impl true
  def handle_cast({:asked, answer}, state),
    do: {:noreply, answered(answer, count(state, :asked))}

  def handle_cast({:mailbox, length}, state) do
    peak = max(state.mailbox_peak, length)
    {:noreply, %{state | mailbox_peak: peak}}
  end

  def handle_cast({:sent, result}, state),
    do: {:noreply, count(state, result)}

  @impl true
  def handle_info(:tick, state) do
    tick()
    now = Clock.now_us()
    elapsed = min(now - state.ticked_us, @longest_tick_us)
    due = state.due + elapsed * state.load
    state = %{state | ticked_us: now, due: rem(due, 1_000_000)}
    {:noreply, start(state, div(due, 1_000_000), @most)}
  end

  def handle_info({:EXIT, _job, _reason}, state),
    do: {:noreply, %{state | running: state.running - 1}}

  def handle_info(_other, state), do: {:noreply, state}

  defp tick, do: Process.send_after(self(), :tick, @tick_ms)

  defp start(state, count, most) do
    started = max(0, min(count, most - state.running))
    spawn_jobs(started, self(), state.on)
    state = %{state | running: state.running + started}
    count(state, :heldBack, count - started)
  end

  defp spawn_jobs(0, _jobs, _on), do: :ok

  defp spawn_jobs(count, jobs, on) do
    spawn_link(fn -> Job.run(jobs, on) end)
    spawn_jobs(count - 1, jobs, on)
  end

  # The mailbox of the limiter is full for some milliseconds
  # only. This process is in line behind the jobs of the flood,
  # and looks when all of them have asked.
  defp look_at_mailbox(jobs) do
    spawn(fn ->
      length = Mailbox.length(EmailRateLimiter)
      tell(jobs, {:mailbox, length})
    end)
  end

  defp answered(:ready, state),
    do: count(%{state | last_answer: :ready}, :granted)

  defp answered(:not_ready, state) do
    state = %{state | last_answer: :not_ready}
    count(%{state | asleep: state.asleep + 1}, :snoozed)
  end

  defp answered(:failed, state),
    do: count(%{state | asleep: state.asleep + 1}, :failed)

  defp count(state, what, more \\ 1) do
    counts = Map.update!(state.counts, what, &(&1 + more))
    %{state | counts: counts}
  end
end
