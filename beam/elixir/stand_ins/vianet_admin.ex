defmodule VianetAdmin.ConnectionMonitor do
  @moduledoc "Stands for the watch over the five connections."
  use Stage.Tree.Child
end

defmodule VianetAdmin.Presence do
  @moduledoc """
  Stands for Phoenix Presence, the admins online: a supervisor
  without children.
  """

  use Supervisor

  @doc "Starts under its own name."
  def start_link(_opts),
    do: Supervisor.start_link(__MODULE__, [], name: __MODULE__)

  @impl true
  def init(_opts) do
    Stage.Tree.come_up(__MODULE__)
    Supervisor.init([], strategy: :one_for_one)
  end
end
