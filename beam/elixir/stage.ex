defmodule Stage do
  @moduledoc """
  What runs in the tab: the VM starts here.

  A supervisor holds a process for each thing that the page can
  ask for, and the bridge that the page talks to.
  """

  # A module of the VM itself.
  @compile {:no_warn_undefined, :console}

  @doc "Starts everything, says `ready`, and never returns."
  @spec start() :: no_return
  def start do
    one_scheduler()

    {:ok, _supervisor} =
      Supervisor.start_link(
        [
          Stage.Events,
          Stage.Limiter,
          Stage.Tree,
          Stage.Runs,
          Stage.Bridge
        ],
        strategy: :one_for_one,
        name: Stage.Supervisor
      )

    :console.print("ready\n")
    Process.sleep(:infinity)
  end

  # With one, a process that ends has told everybody before
  # another runs, so the order of events is the order in which
  # they happened; and the page keeps the other processors.
  defp one_scheduler,
    do: :erlang.system_flag(:schedulers_online, 1)
end
