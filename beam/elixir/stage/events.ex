defmodule Stage.Events do
  @moduledoc """
  Events for the page, which fetches them by a long poll:
  `next` is answered as soon as there are any.

  If nobody fetches them, the latest 1000 wait; how many older
  ones were dropped is told first.
  """

  use GenServer

  alias Stage.Reply

  @most 1000

  @doc "Starts it under its own name."
  def start_link(_opts),
    do: GenServer.start_link(__MODULE__, [], name: __MODULE__)

  @doc "Tells the page of an event."
  @spec add(%{:kind => atom, atom => term}) :: :ok
  def add(event), do: GenServer.cast(__MODULE__, {:add, event})

  # The events are a queue of two lists, so that taking in one
  # and dropping one costs the same however many there are.
  @impl true
  def init(_opts), do: {:ok, empty(nil)}

  defp empty(poll) do
    %{
      poll: poll,
      oldest_first: [],
      newest_first: [],
      count: 0,
      dropped: 0
    }
  end

  @impl true
  def handle_cast({:add, event}, state) do
    newest_first = [event | state.newest_first]
    count = state.count + 1
    state = %{state | newest_first: newest_first, count: count}
    {:noreply, state |> drop() |> deliver()}
  end

  defp drop(%{count: count} = state) when count <= @most,
    do: state

  defp drop(%{oldest_first: [_ | rest]} = state) do
    count = state.count - 1
    dropped = state.dropped + 1

    %{
      state
      | oldest_first: rest,
        count: count,
        dropped: dropped
    }
  end

  defp drop(state) do
    oldest_first = Enum.reverse(state.newest_first)

    drop(%{state | oldest_first: oldest_first, newest_first: []})
  end

  # There is one poll at a time: a second one ends the first.
  @impl true
  def handle_info({:next, promise}, state) do
    if state.poll, do: Reply.resolve(state.poll, {:ok, []})
    {:noreply, deliver(%{state | poll: promise})}
  end

  def handle_info(_other, state), do: {:noreply, state}

  defp deliver(%{poll: nil} = state), do: state
  defp deliver(%{count: 0} = state), do: state

  defp deliver(state) do
    newest = Enum.reverse(state.newest_first)
    events = told(state) ++ state.oldest_first ++ newest
    Reply.resolve(state.poll, {:ok, events})
    empty(nil)
  end

  defp told(%{dropped: 0}), do: []

  defp told(%{dropped: count}),
    do: [%{kind: :dropped, count: count}]
end
