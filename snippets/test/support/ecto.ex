defmodule Ecto.Query do
  @moduledoc "A double of a query: simply the rows it would find."
  defstruct rows: []
end

defmodule Ecto.Changeset do
  @moduledoc "A double of a changeset: valid, with its changes."
  defstruct changes: %{}, valid?: true
end

defmodule Ecto.InvalidChangesetError do
  @moduledoc "Raised where a valid changeset is needed."
  defexception message: "changeset is invalid"
end

defmodule Ecto.Repo do
  @moduledoc """
  A double of `Ecto.Repo`, with what the slides' modules call.

  Kept from the contract:

    * `transaction/2` returns `{:ok, value}`, or
      `{:error, reason}` after `rollback/1`; an exception rolls
      back and goes on up; writes show at the commit;
    * `stream/2` is lazy, fetches `:max_rows` at a time (500
      unless told), and raises when it is enumerated outside of
      a transaction;
    * a repo is a child of type `:supervisor` under its own name.

  Left out: transactions within transactions, which raise here.

  Tests can watch: the process that runs a transaction is sent
  `{repo, :transaction, opts}`, `{repo, :fetched, count}` and
  `{repo, :commit}` or `{repo, :rollback}`.
  """

  @callback start_link(keyword) :: Supervisor.on_start()
  @callback transaction(fun, keyword) ::
              {:ok, any} | {:error, any}
  @callback in_transaction?() :: boolean
  @callback rollback(any) :: no_return
  @callback stream(%Ecto.Query{}, keyword) :: Enumerable.t()

  defmacro __using__(_opts) do
    quote do
      @behaviour Ecto.Repo

      @doc false
      def child_spec(opts) do
        %{
          id: __MODULE__,
          start: {__MODULE__, :start_link, [opts]},
          type: :supervisor
        }
      end

      @impl true
      def start_link(_opts \\ []) do
        Supervisor.start_link([],
          strategy: :one_for_one,
          name: __MODULE__
        )
      end

      @impl true
      def transaction(fun, opts \\ []),
        do: Ecto.Repo.transaction(__MODULE__, fun, opts)

      @impl true
      def in_transaction?,
        do: Ecto.Repo.in_transaction?(__MODULE__)

      @impl true
      def rollback(reason),
        do: Ecto.Repo.rollback(__MODULE__, reason)

      @impl true
      def stream(query, opts \\ []),
        do: Ecto.Repo.stream(__MODULE__, query, opts)
    end
  end

  @doc false
  def transaction(repo, fun, opts) do
    if in_transaction?(repo),
      do: raise("this double has no nested transactions")

    send(self(), {repo, :transaction, opts})
    Process.put({repo, :writes}, [])
    run(repo, fun)
  end

  defp run(repo, fun) do
    value = fun.()
    writes = Process.delete({repo, :writes})
    for write <- Enum.reverse(writes), do: write.()
    send(self(), {repo, :commit})
    {:ok, value}
  catch
    :throw, {^repo, :rollback, reason} ->
      undo(repo)
      {:error, reason}

    kind, reason ->
      undo(repo)
      :erlang.raise(kind, reason, __STACKTRACE__)
  end

  defp undo(repo) do
    Process.delete({repo, :writes})
    send(self(), {repo, :rollback})
  end

  @doc false
  def in_transaction?(repo),
    do: is_list(Process.get({repo, :writes}))

  @doc false
  def rollback(repo, reason) do
    if in_transaction?(repo) do
      throw({repo, :rollback, reason})
    else
      raise "cannot call rollback outside of transaction"
    end
  end

  @doc "Does a write at the commit, or now if there is none."
  def write(repo, fun) do
    case Process.get({repo, :writes}) do
      nil -> fun.()
      writes -> Process.put({repo, :writes}, [fun | writes])
    end
  end

  @doc false
  def stream(repo, %Ecto.Query{rows: rows}, opts) do
    rows
    |> Stream.chunk_every(Keyword.get(opts, :max_rows, 500))
    |> Stream.transform(
      fn -> ensure_transaction!(repo) end,
      fn batch, acc ->
        ensure_transaction!(repo)
        send(self(), {repo, :fetched, length(batch)})
        {batch, acc}
      end,
      fn _acc -> :ok end
    )
  end

  defp ensure_transaction!(repo) do
    if not in_transaction?(repo),
      do: raise("cannot reduce stream outside of transaction")
  end
end
