defmodule VianetAdmin.ConnectionMonitor do
  @moduledoc "A double of the watch over the five connections."
  use Agent

  @doc "Starts under its own name."
  def start_link(_opts),
    do: Agent.start_link(fn -> %{} end, name: __MODULE__)
end

defmodule VianetAdmin.Presence do
  @moduledoc "A double of Phoenix Presence: the admins online."
  use Supervisor

  @doc "Starts under its own name, as a supervisor."
  def start_link(_opts),
    do: Supervisor.start_link(__MODULE__, [], name: __MODULE__)

  @impl true
  def init(_opts),
    do: Supervisor.init([], strategy: :one_for_one)
end
