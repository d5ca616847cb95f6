defmodule Ecto.Repo do
  @moduledoc """
  Stands for Ecto's Repo: no database can be reached from a
  tab. What remains is a process under the Repo's name, which
  `VianetAdmin.Application` starts and restarts.
  """

  @doc "What `use Ecto.Repo` gives a module here."
  defmacro __using__(_opts) do
    quote do
      use Stage.Tree.Child
    end
  end
end
