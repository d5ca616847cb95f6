defmodule Stage.Scenario.Worker do
  @moduledoc "A worker of a scenario: starts and stops as told."

  use GenServer

  alias Stage.Scenario.Collector
  alias Stage.Text

  @impl true
  def init({node, collector}) do
    Process.flag(:trap_exit, node.traps)

    case Collector.enter(collector, node) do
      :ok ->
        saw(collector, :started, node, "")
        {:ok, {node, collector, :supervisor}}

      :ignore ->
        :ignore

      {:error, reason} ->
        {:stop, reason}
    end
  end

  # By itself, not by its supervisor.
  @impl true
  def handle_cast({:stop, reason}, {node, collector, _cause}),
    do: {:stop, reason, {node, collector, :itself}}

  @impl true
  def handle_info(_message, state), do: {:noreply, state}

  @impl true
  def terminate(reason, {node, collector, cause}) do
    rest = "#{cause} #{Text.of(reason)}"
    saw(collector, :terminating, node, rest)
  end

  defp saw(collector, kind, node, rest),
    do: Collector.saw(collector, kind, node.path, self(), rest)
end
