defmodule Stage.Limiter do
  @moduledoc """
  The rate limiter of slide 9 with something to do.

  Under a supervisor of their own run the very
  `Marketing.EmailRateLimiter` of the slide, a second one of the
  same module in the place of SES's own quota, and the jobs. The
  limiter's rate and burst are changed in the running process,
  by the system message that every GenServer understands.
  """

  use GenServer

  alias Marketing.EmailRateLimiter
  alias Stage.{Clock, Reply, Text, Words}
  alias Stage.Limiter.{Jobs, Mailbox}

  # What SES allows this account.
  @ses [name: Stage.SES, rate: 100, burst: 20]

  @doc "Starts it under its own name; nothing runs yet."
  def start_link(_opts),
    do: GenServer.start_link(__MODULE__, [], name: __MODULE__)

  @impl true
  def init(_opts) do
    # A supervisor that gives up must not take us along.
    Process.flag(:trap_exit, true)
    {:ok, nil}
  end

  @impl true
  def handle_info({:asked, promise, words}, run) do
    answer = fn -> run(words, run) end
    {:noreply, Reply.resolve_with(promise, run, answer)}
  end

  def handle_info({:EXIT, pid, _why}, %{supervisor: pid}),
    do: {:noreply, nil}

  def handle_info(_other, run), do: {:noreply, run}

  defp run(["start", rate, burst, load], run) do
    rate = rate(rate)
    burst = burst(burst)
    load = load(load)
    stop(run)
    {%{}, start(rate, burst, load)}
  end

  defp run(["stop"], run) do
    stop(run)
    {%{}, nil}
  end

  defp run(["start" | _words], _run),
    do: Words.wrong!("limiter start takes RATE BURST LOAD")

  defp run([], _run), do: Words.wrong!("limiter what?")

  defp run(_words, nil),
    do: Words.wrong!("the limiter has not been started")

  defp run(["set", "rate", rate], run) do
    rate = rate(rate) * 1.0
    change(fn bucket -> %{bucket | rate: rate} end)
    {%{}, run}
  end

  defp run(["set", "burst", burst], run) do
    burst = burst(burst) * 1.0
    change(fn bucket -> %{bucket | burst: burst} end)
    {%{}, run}
  end

  defp run(["set", "load", load], run) do
    Jobs.set_load(load(load))
    {%{}, run}
  end

  defp run(["on"], run) do
    Jobs.ask_limiter(true)
    {%{}, run}
  end

  defp run(["off"], run) do
    Jobs.ask_limiter(false)
    {%{}, run}
  end

  defp run(["flood", count], run) do
    Jobs.flood(Words.integer(count, "the flood", 1, 200))
    {%{}, run}
  end

  defp run(["kill"], run) do
    pid = Process.whereis(EmailRateLimiter)
    pid || Words.wrong!("the limiter does not run")
    Process.exit(pid, :kill)
    {%{pid: Text.pid(pid)}, run}
  end

  defp run(["read"], run), do: {read(run), run}

  defp run([word | _], _run),
    do: Words.wrong!("unknown or incomplete: limiter", word)

  defp rate(word),
    do: Words.number(word, "the rate", 0.001, 1000)

  defp burst(word), do: Words.number(word, "the burst", 1, 1000)
  defp load(word), do: Words.integer(word, "the load", 0, 400)

  defp start(rate, burst, load) do
    since = Clock.now_us()

    children = [
      Supervisor.child_spec({EmailRateLimiter, @ses}, id: :ses),
      {EmailRateLimiter, rate: rate, burst: burst},
      {Jobs, load}
    ]

    # The audience may kill the limiter as often as it likes.
    {:ok, supervisor} =
      Supervisor.start_link(children,
        strategy: :one_for_one,
        max_restarts: 1000,
        max_seconds: 1
      )

    %{supervisor: supervisor, since_us: since}
  end

  defp stop(nil), do: :ok

  defp stop(%{supervisor: supervisor}) do
    Process.unlink(supervisor)
    Supervisor.stop(supervisor, :shutdown)
  end

  defp change(fun),
    do: :sys.replace_state(EmailRateLimiter, fun)

  defp read(run),
    do: Map.merge(limiter(run.since_us, 10), Jobs.read())

  # A limiter that was killed is back in a moment.
  defp limiter(since_us, tries) do
    pid = Process.whereis(EmailRateLimiter)
    mailbox = Mailbox.length(EmailRateLimiter)
    bucket = :sys.get_state(pid)

    %{
      pid: Text.pid(pid),
      mailbox: mailbox,
      nowUs: Clock.now_us() - since_us,
      state: %{
        rate: bucket.rate,
        burst: bucket.burst,
        tokens: bucket.tokens,
        last: bucket.last - since_us
      }
    }
  catch
    _kind, _reason when tries > 0 ->
      Process.sleep(1)
      limiter(since_us, tries - 1)
  end
end
