defmodule Marketing.EmailRateLimiter do
  @moduledoc """
  Keeps this node's mailer workers below the SES sending rate.

  A token bucket: it holds up to `burst` tokens, earns `rate` of
  them a second, and every email costs one. It starts full, so
  any stretch of `s` seconds sees at most `burst + rate * s`
  emails. The server takes one message at a time: two workers
  can never take the same token.

  Time is monotonic, in whole microseconds, and the arithmetic
  has one fixed order, so that the model on the slide agrees
  with this module to the last bit.

  The limit is per node, and a restart refills the bucket.
  """

  @typedoc """
    * `rate` - tokens earned in a second
    * `burst` - tokens the bucket can hold
    * `tokens` - tokens in it at the time `last`
    * `last` - monotonic time of the last refill, microseconds
  """
  @type t :: %__MODULE__{
          rate: float,
          burst: float,
          tokens: float,
          last: integer
        }

  @spec ready?() :: :ready | {:not_ready, :exceeded_rate}

  # region limiter
  use GenServer

  defstruct rate: 100.0, burst: 10.0, tokens: 10.0, last: 0

  @doc "Takes one token, or says that there is none."
  def ready?, do: GenServer.call(__MODULE__, :ready?)

  @impl true
  def handle_call(:ready?, _from, bucket) do
    bucket = refill(bucket, System.monotonic_time(:microsecond))

    if bucket.tokens >= 1 do
      {:reply, :ready, %{bucket | tokens: bucket.tokens - 1}}
    else
      {:reply, {:not_ready, :exceeded_rate}, bucket}
    end
  end

  defp refill(%{last: last} = bucket, now) when now > last do
    earned = (now - last) * bucket.rate / 1_000_000
    tokens = min(bucket.burst, bucket.tokens + earned)
    %{bucket | tokens: tokens, last: now}
  end

  defp refill(bucket, _now), do: bucket
  # endregion limiter

  @doc """
  Starts the limiter, with a full bucket.

  Options, all of them optional:

    * `:rate` - emails a second, more than 0 (default 100.0)
    * `:burst` - emails at once, at least 1 (default 10.0)
    * `:name` - defaults to this module; `ready?/0` asks the
      limiter of that name
  """
  @spec start_link(keyword) :: GenServer.on_start()
  def start_link(opts \\ []) do
    {name, opts} = Keyword.pop(opts, :name, __MODULE__)
    GenServer.start_link(__MODULE__, opts, name: name)
  end

  @impl true
  def init(opts) do
    case struct!(__MODULE__, opts) do
      %{rate: rate, burst: burst}
      when rate > 0 and burst >= 1 ->
        {:ok, full(rate * 1.0, burst * 1.0)}

      _other ->
        {:stop, :rate_and_burst_must_be_positive}
    end
  end

  defp full(rate, burst) do
    %__MODULE__{
      rate: rate,
      burst: burst,
      tokens: burst,
      last: System.monotonic_time(:microsecond)
    }
  end
end
