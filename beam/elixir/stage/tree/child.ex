defmodule Stage.Tree.Child do
  @moduledoc """
  A child of the tree: a GenServer under its module's name that
  does nothing but start, and tell `Stage.Tree` of it.
  """

  @doc "Makes such a child of a module."
  defmacro __using__(_opts) do
    quote do
      use GenServer

      def start_link(_opts) do
        GenServer.start_link(__MODULE__, [], name: __MODULE__)
      end

      @impl true
      def init(_opts) do
        Stage.Tree.come_up(__MODULE__)
        {:ok, nil}
      end
    end
  end
end
