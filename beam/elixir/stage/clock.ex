defmodule Stage.Clock do
  @moduledoc "The VM's monotonic clock."

  @doc "Microseconds since a moment before the VM started."
  @spec now_us() :: integer
  def now_us, do: System.monotonic_time(:microsecond)
end
