defmodule Marketing.EmailRateLimiterTest do
  use ExUnit.Case

  alias Marketing.EmailRateLimiter, as: Limiter

  @refused {:not_ready, :exceeded_rate}

  defp start(opts), do: start_supervised!({Limiter, opts})
  defp now, do: System.monotonic_time(:microsecond)

  defp ask(bucket),
    do:
      Limiter.handle_call(:ready?, {self(), make_ref()}, bucket)

  test "starts full: 100 a second, 10 at once" do
    limiter = start([])

    assert %Limiter{rate: 100.0, burst: 10.0, tokens: 10.0} =
             :sys.get_state(limiter)
  end

  test "grants the burst, then refuses" do
    # The next token is a thousand seconds away.
    start(rate: 0.001, burst: 3)
    answers = for _ <- 1..5, do: Limiter.ready?()

    assert answers ==
             [:ready, :ready, :ready, @refused, @refused]
  end

  test "refills as time goes by" do
    limiter = start(rate: 0.001, burst: 1)
    assert Limiter.ready?() == :ready
    assert Limiter.ready?() == @refused

    # As if a thousand seconds had gone by.
    :sys.replace_state(limiter, fn bucket ->
      %{bucket | last: bucket.last - 1_000_000_000}
    end)

    assert Limiter.ready?() == :ready
    assert Limiter.ready?() == @refused
  end

  test "earns rate times elapsed time, to the last bit" do
    # Enough of them that another order of the arithmetic would
    # round one of them otherwise.
    for ago <- 1_000_000..2_000_000//7_919 do
      bucket = %Limiter{
        rate: 0.7,
        tokens: 1.1,
        last: now() - ago
      }

      assert {:reply, :ready, after_call} = ask(bucket)
      elapsed = after_call.last - bucket.last
      assert elapsed in ago..(ago + 1_000_000)

      assert after_call.tokens ==
               1.1 + elapsed * 0.7 / 1.0e6 - 1
    end
  end

  test "earns nothing beyond the burst" do
    bucket = %Limiter{tokens: 0.0, last: now() - 60_000_000}
    assert {:reply, :ready, %{tokens: 9.0}} = ask(bucket)
  end

  test "a refusal costs nothing" do
    bucket = %Limiter{rate: 1.0e-9, tokens: 0.5, last: now()}
    assert {:reply, @refused, %{tokens: tokens}} = ask(bucket)
    assert_in_delta tokens, 0.5, 1.0e-9
  end

  test "a clock that has not moved on earns nothing" do
    later = now() + 60_000_000
    bucket = %Limiter{tokens: 2.0, last: later}

    assert {:reply, :ready, %{tokens: 1.0, last: ^later}} =
             ask(bucket)
  end

  # Each grant is the time it was asked for and the time it was
  # had; the limiter's own time lies between the two.
  test "in any stretch of time, at most burst + rate x time" do
    rate = 500.0
    burst = 20
    start(rate: rate, burst: burst)
    until = now() + 400_000

    grants =
      1..16
      |> Enum.map(fn _ ->
        Task.async(fn -> hammer(until, []) end)
      end)
      |> Task.await_many()
      |> Enum.concat()

    for {from, _} <- grants do
      grants
      |> Enum.filter(fn {asked, _} -> asked >= from end)
      |> Enum.map(fn {_, had} -> (had - from) / 1_000_000 end)
      |> Enum.sort()
      |> Enum.with_index(1)
      |> Enum.each(fn {seconds, granted} ->
        assert granted <= burst + rate * seconds + 1.0e-6
      end)
    end

    # And the burst was not all there was to be had.
    assert length(grants) > burst
  end

  defp hammer(until, grants) do
    asked = now()

    cond do
      asked >= until ->
        grants

      Limiter.ready?() == :ready ->
        hammer(until, [{asked, now()} | grants])

      true ->
        hammer(until, grants)
    end
  end

  test "a restart refills the bucket" do
    limiter = start(rate: 0.001, burst: 1)
    assert Limiter.ready?() == :ready
    assert Limiter.ready?() == @refused

    monitor = Process.monitor(limiter)
    Process.exit(limiter, :kill)
    assert_receive {:DOWN, ^monitor, _, _, :killed}
    Processes.wait_for_successor(Limiter, limiter)

    assert Limiter.ready?() == :ready
  end

  test "a second limiter may have a name of its own" do
    start(name: :other_region, rate: 0.001, burst: 1)
    assert GenServer.call(:other_region, :ready?) == :ready
    assert GenServer.call(:other_region, :ready?) == @refused
  end

  test "refuses to start with nonsense" do
    Process.flag(:trap_exit, true)

    for opts <- [[rate: 0], [rate: -1], [burst: 0], [brust: 1]] do
      assert {:error, _} = Limiter.start_link(opts)
    end
  end
end
