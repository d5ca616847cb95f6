defmodule Stage.Limiter.Mailbox do
  @moduledoc "How many messages wait for a process."

  @doc "None, if the process does not run."
  @spec length(module) :: non_neg_integer
  def length(name) do
    case Process.whereis(name) do
      nil -> 0
      pid -> of(Process.info(pid, :message_queue_len))
    end
  end

  defp of({:message_queue_len, length}), do: length
  # It has ended meanwhile.
  defp of(nil), do: 0
end
