defmodule Stage.Text do
  @moduledoc "Words for pids, names and reasons."

  @doc "A pid as it is printed: `<0.9.0>`."
  @spec pid(pid) :: String.t()
  def pid(pid), do: List.to_string(:erlang.pid_to_list(pid))

  @doc """
  A reason in words. Of what has no short text of its own, only
  what kind of thing it is: this VM cannot inspect everything.
  """
  @spec of(term) :: String.t()
  def of(reason) when is_atom(reason),
    do: Atom.to_string(reason)

  def of(reason) when is_binary(reason), do: reason
  def of(reason) when is_pid(reason), do: pid(reason)

  def of(reason) when is_integer(reason),
    do: Integer.to_string(reason)

  def of({:shutdown, {:failed_to_start_child, id, reason}}),
    do: "shutdown(#{of(id)}: #{of(reason)})"

  def of({:shutdown, reason}), do: "shutdown(#{of(reason)})"

  def of(reason)
      when is_tuple(reason) and tuple_size(reason) > 0,
      do: of(elem(reason, 0))

  def of(%{__struct__: module}), do: of(module)
  def of(_other), do: "something"
end
