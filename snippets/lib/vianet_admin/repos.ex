defmodule VianetAdmin.Repo do
  @moduledoc "The admin's own database."
  use Ecto.Repo,
    otp_app: :real_world,
    adapter: Ecto.Adapters.Postgres
end

defmodule VianetAdmin.PuppiesRepo do
  @moduledoc "The database of Puppies.com."
  use Ecto.Repo,
    otp_app: :real_world,
    adapter: Ecto.Adapters.Postgres
end

defmodule VianetAdmin.RRRepo do
  @moduledoc "The database of ReputableRooms."
  use Ecto.Repo,
    otp_app: :real_world,
    adapter: Ecto.Adapters.Postgres
end

defmodule VianetAdmin.RoommatesRepo do
  @moduledoc "The database of Roommates."
  use Ecto.Repo,
    otp_app: :real_world,
    adapter: Ecto.Adapters.Postgres
end

defmodule VianetAdmin.GeocodeRepo do
  @moduledoc "The geocoding database."
  use Ecto.Repo,
    otp_app: :real_world,
    adapter: Ecto.Adapters.Postgres
end
