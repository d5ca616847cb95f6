defmodule Stage.Tree.Names do
  @moduledoc "What the page calls the children, in start order."

  @names [
    {VianetAdmin.Repo, "VianetAdmin.Repo"},
    {VianetAdmin.PuppiesRepo, "PuppiesRepo"},
    {VianetAdmin.RRRepo, "RRRepo"},
    {VianetAdmin.RoommatesRepo, "RoommatesRepo"},
    {VianetAdmin.GeocodeRepo, "GeocodeRepo"},
    {VianetAdmin.ConnectionMonitor, "ConnectionMonitor"},
    {VianetAdmin.Presence, "Presence"}
  ]

  @doc "Modules and their names, in start order."
  @spec all() :: [{module, String.t()}]
  def all, do: @names

  @doc "The name of a module."
  @spec of(module) :: String.t()
  def of(module) do
    {_module, name} = :lists.keyfind(module, 1, @names)
    name
  end

  @doc "The module of a name."
  @spec module(String.t()) :: module
  def module(name) do
    case :lists.keyfind(name, 2, @names) do
      {module, _name} -> module
      false -> Stage.Words.wrong!("no child is called", name)
    end
  end
end
