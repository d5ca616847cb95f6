defmodule Store do
  @moduledoc """
  The one place where the doubles keep their rows: tables of
  key and value, in an Agent that each test starts anew.
  """

  use Agent

  @doc "Starts with no rows."
  def start_link(_opts \\ []),
    do: Agent.start_link(fn -> %{} end, name: __MODULE__)

  @doc "The value under the key, or nil."
  def get(table, key),
    do: Agent.get(__MODULE__, &get_in(&1, [table, key]))

  @doc "Every value of the table, by key."
  def all(table) do
    __MODULE__
    |> Agent.get(&Map.get(&1, table, %{}))
    |> Enum.sort()
    |> Enum.map(&elem(&1, 1))
  end

  @doc "Writes one value and returns it."
  def put(table, key, value) do
    update(table, key, fn _old -> {value, value} end)
  end

  @doc "Writes many `{key, value}` pairs at once."
  def put_all(table, pairs) do
    Agent.update(__MODULE__, fn tables ->
      rows = tables |> Map.get(table, %{}) |> Enum.into(%{})
      Map.put(tables, table, Enum.into(pairs, rows))
    end)
  end

  @doc """
  Reads and writes one row in one step, as a row lock would let
  us: `fun` takes the old value and returns `{reply, new}`. What
  it raises is raised in the caller, and nothing is written.
  """
  def update(table, key, fun) do
    result =
      Agent.get_and_update(__MODULE__, fn tables ->
        rows = Map.get(tables, table, %{})

        try do
          {reply, new} = fun.(rows[key])
          rows = Map.put(rows, key, new)
          {{:ok, reply}, Map.put(tables, table, rows)}
        rescue
          error -> {{:raised, error}, tables}
        end
      end)

    case result do
      {:ok, reply} -> reply
      {:raised, error} -> raise error
    end
  end
end
