defmodule Stage.Tree.Owner do
  @moduledoc """
  The process that starts `VianetAdmin.Application` and is, to
  its supervisor, the parent. It waits while children start, and
  lives on when the supervisor gives up.
  """

  @doc """
  Starts a tree, once the `previous` owner has stopped its own.
  """
  @spec start_link(pid | nil) :: pid
  def start_link(previous) do
    tree = self()
    spawn_link(fn -> run(tree, previous) end)
  end

  @doc "Asks for the tree to be stopped; does not wait."
  @spec stop(pid) :: :ok
  def stop(owner) do
    send(owner, :stop)
    :ok
  end

  defp run(tree, previous) do
    Process.flag(:trap_exit, true)
    await_end(previous)
    :ok = GenServer.call(tree, {:begin, self()})

    {:ok, supervisor} =
      VianetAdmin.Application.start(:normal, [])

    receive do
      {:EXIT, ^supervisor, _reason} ->
        :ok

      # As when an application is stopped: an order to end, from
      # the supervisor's parent.
      _stop_or_exit_of_the_tree ->
        Process.exit(supervisor, :shutdown)
        await_end(supervisor)
    end
  end

  defp await_end(nil), do: :ok

  defp await_end(pid) do
    monitor = Process.monitor(pid)

    receive do
      {:DOWN, ^monitor, :process, ^pid, _reason} -> :ok
    end
  end
end
