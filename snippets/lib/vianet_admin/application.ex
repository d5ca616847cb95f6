defmodule VianetAdmin.Application do
  @moduledoc """
  The admin's supervision tree: five databases, and two helpers.

  Each Repo is a supervised pool of connections to a PostgreSQL
  database of its own. Children start from top to bottom and
  stop from bottom to top; with `:one_for_one` a child that dies
  is restarted alone. By Elixir's default the fourth restart
  within 5 seconds ends the supervisor itself.
  """

  use Application

  alias VianetAdmin.{ConnectionMonitor, Presence}
  alias VianetAdmin.{GeocodeRepo, PuppiesRepo}
  alias VianetAdmin.{RoommatesRepo, RRRepo}

  # region tree
  @impl true
  def start(_type, _args) do
    children = [
      # the admin's own database
      VianetAdmin.Repo,

      # Puppies.com, ReputableRooms, Roommates, geocoding
      PuppiesRepo,
      RRRepo,
      RoommatesRepo,
      GeocodeRepo,

      # keeps watch on the pools; tracks the admins online
      ConnectionMonitor,
      Presence
    ]

    Supervisor.start_link(children,
      strategy: :one_for_one,
      name: VianetAdmin.Supervisor
    )
  end

  # endregion tree
end
