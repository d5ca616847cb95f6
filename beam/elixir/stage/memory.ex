defmodule Stage.Memory do
  @moduledoc "How much of the VM is in use."

  @doc """
  The number of processes and atoms, and the bytes of all
  processes' heaps and of binaries shared between them.
  """
  @spec read() :: %{atom => non_neg_integer}
  def read do
    %{
      processes: :erlang.system_info(:process_count),
      atoms: :erlang.system_info(:atom_count),
      heapBytes: sum(:erlang.processes(), 0),
      binaryBytes: :erlang.memory(:binary)
    }
  end

  defp sum([pid | rest], bytes), do: sum(rest, bytes + of(pid))
  defp sum([], bytes), do: bytes

  # One that has ended meanwhile has none.
  defp of(pid) do
    case :erlang.process_info(pid, :memory) do
      {:memory, bytes} -> bytes
      _none -> 0
    end
  end
end
