defmodule Stage.Runs do
  @moduledoc """
  Runs what takes its time and concerns nobody else, each in a
  process of its own, side by side.
  """

  use GenServer

  alias Stage.{Bucket, Reply, Scenario, Text}

  @most 40

  @doc "Starts it under its own name."
  def start_link(_opts),
    do: GenServer.start_link(__MODULE__, [], name: __MODULE__)

  @impl true
  def init(_opts), do: {:ok, %{}}

  # The runs, with the promises that they resolve.
  @impl true
  def handle_info({:asked, promise, _subject, _words}, runs)
      when map_size(runs) >= @most do
    text = "more than #{@most} runs side by side"
    Reply.resolve(promise, {:error, text})
    {:noreply, runs}
  end

  def handle_info({:asked, promise, subject, words}, runs) do
    play = fn -> play(subject, words) end
    resolve = fn -> Reply.resolve_with(promise, play) end
    {pid, _monitor} = spawn_monitor(resolve)
    {:noreply, Map.put(runs, pid, promise)}
  end

  def handle_info({:DOWN, _, :process, pid, reason}, runs) do
    {promise, runs} = Map.pop(runs, pid)

    # One that was taken down by what it had started has not
    # answered.
    if reason != :normal do
      text = "failed: " <> Text.of(reason)
      Reply.resolve(promise, {:error, text})
    end

    {:noreply, runs}
  end

  def handle_info(_other, runs), do: {:noreply, runs}

  defp play("scenario", words), do: Scenario.run(words)
  defp play("bucket", words), do: Bucket.run(words)
end
