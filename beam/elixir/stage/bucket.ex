defmodule Stage.Bucket do
  @moduledoc """
  Plays a script on a fresh `Marketing.EmailRateLimiter` and
  reports its answers and its state to the last bit, for a
  comparison with the model.
  """

  alias Stage.Words

  @most_gaps 50

  @doc """
  `RATE BURST GAP…`: sleeps each gap (in milliseconds), then
  asks once and looks at the state. The limiter has no name, so
  that the one on the slide can run beside it.
  """
  @spec run(Words.words()) :: map
  def run([rate, burst | gaps])
      when length(gaps) <= @most_gaps do
    rate = Words.number(rate, "the rate", 0.001, 1000)
    burst = Words.number(burst, "the burst", 1, 1000)

    gaps =
      for gap <- gaps, do: Words.integer(gap, "a gap", 0, 2000)

    {:ok, limiter} =
      GenServer.start_link(
        Marketing.EmailRateLimiter,
        rate: rate,
        burst: burst
      )

    started = :sys.get_state(limiter).last
    asks = for gap <- gaps, do: ask(limiter, gap)
    GenServer.stop(limiter)
    %{started: started, asks: asks}
  end

  def run(_words),
    do: Words.wrong!("bucket takes RATE BURST and 0 to 50 gaps")

  defp ask(limiter, gap) do
    Process.sleep(gap)
    answer = GenServer.call(limiter, :ready?)
    bucket = :sys.get_state(limiter)

    %{
      answer: short(answer),
      last: bucket.last,
      tokensHex: hex(bucket.tokens)
    }
  end

  defp short(:ready), do: :ready
  defp short({:not_ready, :exceeded_rate}), do: :not_ready

  # The 64 bits of the float, as 16 digits.
  defp hex(float) do
    <<bits::64>> = <<float::float>>
    digits(bits, 16, "")
  end

  defp digits(_bits, 0, text), do: text

  defp digits(bits, left, text),
    do:
      digits(
        div(bits, 16),
        left - 1,
        digit(rem(bits, 16)) <> text
      )

  defp digit(d) when d < 10, do: <<?0 + d>>
  defp digit(d), do: <<?a + d - 10>>
end
