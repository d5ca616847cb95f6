defmodule Stage.Scenario.Branch do
  @moduledoc """
  A supervisor of a scenario: OTP's own, with a callback that
  hands it the children, and a start function around theirs that
  sees how each start goes.
  """

  @behaviour :supervisor

  alias Stage.Scenario.{Collector, Worker}
  alias Stage.Text

  @doc "Starts a node of the tree; its supervisor calls this."
  def start_node(node, collector) do
    result = start_link(node, collector)
    tell(result, node, collector)
    result
  end

  @impl true
  def init({node, collector}) do
    Collector.enter(collector, node)

    children =
      for child <- node.children, do: spec(child, collector)

    {:ok, {node.flags, children}}
  end

  defp spec(node, collector) do
    %{
      id: node.path,
      start: {__MODULE__, :start_node, [node, collector]},
      restart: node.restart,
      significant: node.significant,
      shutdown: node.shutdown,
      type: node.type
    }
  end

  defp start_link(%{type: :worker} = node, collector),
    do: GenServer.start_link(Worker, {node, collector})

  defp start_link(%{type: :supervisor} = node, collector),
    do: :supervisor.start_link(__MODULE__, {node, collector})

  # A worker says itself that it has started.
  defp tell({:ok, _pid}, %{type: :worker}, _collector), do: :ok

  defp tell({:ok, pid}, node, collector),
    do: Collector.saw(collector, :started, node.path, pid, "")

  defp tell(:ignore, node, collector),
    do:
      Collector.saw(collector, :ignored, node.path, self(), "")

  defp tell({:error, reason}, node, collector) do
    Collector.saw(
      collector,
      :"start-failed",
      node.path,
      self(),
      Text.of(reason)
    )
  end
end
