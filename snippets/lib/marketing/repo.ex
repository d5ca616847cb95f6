defmodule Marketing.Repo do
  @moduledoc "The marketing app's database."
  use Ecto.Repo,
    otp_app: :real_world,
    adapter: Ecto.Adapters.Postgres
end
