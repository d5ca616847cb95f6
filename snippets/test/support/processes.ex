defmodule Processes do
  @moduledoc "Waiting for what a supervisor does."

  @doc "Waits until another process than `old` has the name, and returns it."
  def wait_for_successor(name, old) do
    case Process.whereis(name) do
      pid when is_pid(pid) and pid != old ->
        pid

      _ ->
        Process.sleep(1)
        wait_for_successor(name, old)
    end
  end
end
