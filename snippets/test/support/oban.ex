defmodule Oban.Job do
  @moduledoc "A double of `Oban.Job`."

  defstruct [
    :id,
    :worker,
    :args,
    queue: "default",
    state: "available",
    attempt: 0,
    max_attempts: 20,
    priority: 0,
    scheduled_in: 0,
    errors: []
  ]

  @type t :: %__MODULE__{}

  @doc "A changeset, as `c:Oban.Worker.new/2` returns it."
  def new(args, opts) do
    changes = opts |> Map.new() |> Map.put(:args, args)
    %Ecto.Changeset{changes: changes}
  end
end

defmodule Oban.Worker do
  @moduledoc "A double of the `Oban.Worker` behaviour and macro."

  # Left out: `:discard`, which is deprecated for `{:cancel, _}`,
  # and periods with a unit, as in `{:snooze, {1, :hour}}`.
  @type result ::
          :ok
          | {:ok, ignored :: term}
          | {:cancel, reason :: term}
          | {:error, reason :: term}
          | {:snooze, seconds :: non_neg_integer}

  @callback new(args :: map, opts :: keyword) ::
              %Ecto.Changeset{}
  @callback perform(job :: Oban.Job.t()) :: result

  defmacro __using__(opts) do
    quote do
      @behaviour Oban.Worker

      @doc false
      @impl Oban.Worker
      def new(args, opts \\ []) do
        worker = inspect(__MODULE__)
        defaults = [{:worker, worker} | unquote(opts)]
        Oban.Job.new(args, Keyword.merge(defaults, opts))
      end
    end
  end
end

defmodule Oban do
  @moduledoc """
  A double of Oban with the basic engine, in memory.

  Kept from the contract:

    * `insert_all/2` takes a list or a stream of changesets and
      returns the list of jobs; it ignores `unique`, and raises
      for an invalid changeset;
    * inside a transaction its jobs show at the commit;
    * args come back with string keys, as from JSON;
    * every execution is an attempt, and a snooze gives it back;
    * the error of the last attempt discards the job.

  Postgres' limit of 65,535 parameters a statement is kept too.
  A job is nine: the columns that are not null in a new one.

  Stricter than Oban: what `perform/1` may not return raises
  here, where Oban logs a warning and completes the job. Simpler:
  `errors` holds the bare reasons, and `scheduled_in` the seconds
  in place of a time.

  The process that inserts is sent `{Oban, :insert_all, count}`.
  """

  @repo Marketing.Repo
  @max_params 65_535
  @params_per_job 9

  @doc "Inserts a job for each changeset; returns the jobs."
  def insert_all(changesets, _opts \\ []) do
    jobs = Enum.map(changesets, &to_job/1)

    if length(jobs) * @params_per_job > @max_params,
      do: raise("more than #{@max_params} parameters")

    Ecto.Repo.write(@repo, fn ->
      Store.put_all(:jobs, Enum.map(jobs, &{&1.id, &1}))
    end)

    send(self(), {Oban, :insert_all, length(jobs)})
    jobs
  end

  @doc "Inserts one job: `{:ok, job}`."
  def insert(changeset) do
    [job] = insert_all([changeset])
    {:ok, job}
  end

  @doc "All jobs that are committed, by id."
  def jobs, do: Store.all(:jobs)

  @doc "One job as it is now."
  def job(%{id: id}), do: Store.get(:jobs, id)

  @runnable ~w(available scheduled retryable)

  @doc """
  Executes a job as a queue does: in a process of its own, and
  then files it under the state that its result asks for. A job
  that is executing, or done with, is not executed.

  A process that is killed stands for a node that goes down:
  its job stays `executing` until `rescue_orphan/1`.
  """
  def execute(%{id: id}) do
    job =
      Store.update(:jobs, id, fn %{state: state} = job
                                 when state in @runnable ->
        job = %{job | state: "executing"}
        job = %{job | attempt: job.attempt + 1}
        {job, job}
      end)

    {pid, monitor} =
      spawn_monitor(fn -> exit({:done, perform(job)}) end)

    receive do
      {:DOWN, ^monitor, :process, ^pid, {:done, result}} ->
        Store.put(:jobs, id, file(job, result))
        result

      {:DOWN, ^monitor, :process, ^pid, :killed} ->
        :killed
    end
  end

  @doc """
  What Oban's Lifeline does with a job left executing: available
  again, unless that was its last attempt.
  """
  def rescue_orphan(%{id: id}) do
    Store.update(:jobs, id, fn %{state: "executing"} = job ->
      state =
        if job.attempt < job.max_attempts,
          do: "available",
          else: "discarded"

      job = %{job | state: state}
      {job, job}
    end)
  end

  defp perform(job) do
    Module.safe_concat([job.worker]).perform(job)
  catch
    kind, reason -> {:error, {kind, reason}}
  end

  defp file(job, :ok), do: %{job | state: "completed"}
  defp file(job, {:ok, _}), do: %{job | state: "completed"}

  # As released up to 2.23. Later versions take the attempt back
  # instead: one more is left either way.
  defp file(job, {:snooze, seconds})
       when is_integer(seconds) and seconds >= 0 do
    %{
      job
      | state: "scheduled",
        scheduled_in: seconds,
        max_attempts: job.max_attempts + 1
    }
  end

  defp file(job, {:cancel, reason}),
    do: %{log(job, reason) | state: "cancelled"}

  defp file(
         %{attempt: n, max_attempts: n} = job,
         {:error, why}
       ),
       do: %{log(job, why) | state: "discarded"}

  defp file(job, {:error, reason}),
    do: %{log(job, reason) | state: "retryable"}

  defp log(job, reason),
    do: %{job | errors: [reason | job.errors]}

  defp to_job(%Ecto.Changeset{valid?: false}),
    do: raise(Ecto.InvalidChangesetError)

  defp to_job(%Ecto.Changeset{valid?: true, changes: changes}) do
    args =
      Map.new(changes.args, fn {key, value} ->
        {to_string(key), value}
      end)

    Oban.Job
    |> struct!(changes)
    |> Map.merge(%{
      id: System.unique_integer([:positive, :monotonic]),
      queue: to_string(changes.queue),
      args: args
    })
  end
end
