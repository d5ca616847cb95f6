defmodule DoublesTest do
  @moduledoc """
  The documented contracts that the other tests lean on, held by
  the doubles in `test/support`.
  """

  use ExUnit.Case

  alias Marketing.{MailerWorker, Repo}

  defmodule Scripted do
    use Oban.Worker, queue: :scripted, max_attempts: 2

    @impl Oban.Worker
    def perform(%Oban.Job{args: %{"returns" => result}}),
      do: result
  end

  setup do
    start_supervised!(Store)
    :ok
  end

  defp rows(count), do: %Ecto.Query{rows: 1..count//1}
  defp changeset(id), do: MailerWorker.new(%{id: id})

  describe "Ecto.Repo:" do
    test "a stream needs a transaction, all the way" do
      message = "cannot reduce stream outside of transaction"
      stream = Repo.stream(rows(3))

      assert_raise RuntimeError, message, fn ->
        Enum.to_list(stream)
      end

      assert Repo.transaction(fn -> Enum.to_list(stream) end) ==
               {:ok, [1, 2, 3]}

      # The cursor is closed with the transaction that it was
      # made in.
      {:ok, late} =
        Repo.transaction(fn -> Repo.stream(rows(3)) end)

      assert_raise RuntimeError, message, fn ->
        Enum.to_list(late)
      end
    end

    test "a stream is lazy and fetches 500 rows at a time" do
      Repo.transaction(fn ->
        stream = Repo.stream(rows(1_200))
        refute_received {Repo, :fetched, _}

        assert Enum.take(stream, 1) == [1]
        assert_received {Repo, :fetched, 500}
        refute_received {Repo, :fetched, _}

        Stream.run(stream)
        assert_received {Repo, :fetched, 500}
        assert_received {Repo, :fetched, 500}
        assert_received {Repo, :fetched, 200}
      end)
    end

    test "a transaction is for one process" do
      Repo.transaction(fn ->
        assert Repo.in_transaction?()
        other = Task.async(&Repo.in_transaction?/0)
        refute Task.await(other)
      end)

      refute Repo.in_transaction?()
    end

    test "what returns is committed" do
      assert {:ok, [_job]} =
               Repo.transaction(fn ->
                 jobs = Oban.insert_all([changeset(1)])
                 assert Oban.jobs() == []
                 jobs
               end)

      assert [_job] = Oban.jobs()
    end

    test "an error that is returned is committed too" do
      assert Repo.transaction(fn ->
               Oban.insert_all([changeset(1)])
               {:error, :no}
             end) == {:ok, {:error, :no}}

      assert [_job] = Oban.jobs()
    end

    test "a rollback is an error with its reason" do
      assert Repo.transaction(fn ->
               Oban.insert_all([changeset(1)])
               Repo.rollback(:no)
             end) == {:error, :no}

      assert Oban.jobs() == []
      assert_raise RuntimeError, fn -> Repo.rollback(:no) end
    end

    test "an exception rolls back and goes on up" do
      assert_raise ArithmeticError, fn ->
        Repo.transaction(fn ->
          Oban.insert_all([changeset(1)])
          raise ArithmeticError
        end)
      end

      assert Oban.jobs() == []
      refute Repo.in_transaction?()
    end
  end

  describe "Oban.insert_all" do
    test "returns the jobs, ready to run" do
      assert [job] = Oban.insert_all([changeset(1)])

      assert %Oban.Job{
               worker: "Marketing.MailerWorker",
               queue: "mailer",
               state: "available",
               args: %{"id" => 1},
               attempt: 0,
               max_attempts: 20
             } = job

      assert Oban.job(job) == job
      assert Oban.insert_all([]) == []
    end

    test "takes a stream too" do
      jobs =
        1..3 |> Stream.map(&changeset/1) |> Oban.insert_all()

      assert Enum.map(jobs, & &1.args["id"]) == [1, 2, 3]
    end

    test "inserts what is there already once more" do
      Oban.insert_all([changeset(1), changeset(1)])
      assert [_job, _twin] = Oban.jobs()
    end

    test "raises for an invalid changeset, and inserts none" do
      assert_raise Ecto.InvalidChangesetError, fn ->
        Oban.insert_all([
          changeset(1),
          %{changeset(2) | valid?: false}
        ])
      end

      assert Oban.jobs() == []
    end

    test "fits 65,535 parameters, at nine a job" do
      changesets = Enum.map(1..7_282, &changeset/1)

      assert_raise RuntimeError, ~r/65535 parameters/, fn ->
        Oban.insert_all(changesets)
      end

      assert length(Oban.insert_all(tl(changesets))) == 7_281
    end
  end

  describe "what perform returns decides:" do
    defp scripted(result) do
      {:ok, job} = Oban.insert(Scripted.new(%{returns: result}))

      job
    end

    for {result, state} <- [
          {:ok, "completed"},
          {{:ok, :sent}, "completed"},
          {{:snooze, 0}, "scheduled"},
          {{:snooze, 60}, "scheduled"},
          {{:cancel, :why}, "cancelled"},
          {{:error, :why}, "retryable"}
        ] do
      test "#{inspect(result)}: #{state}" do
        result = unquote(Macro.escape(result))
        job = scripted(result)
        assert Oban.execute(job) == result
        assert Oban.job(job).state == unquote(state)
      end
    end

    test "anything else raises" do
      for result <- [:error, nil, {:snooze, -1}, :discard] do
        assert_raise FunctionClauseError, fn ->
          Oban.execute(scripted(result))
        end
      end
    end

    test "the error of the last attempt discards" do
      job = scripted({:error, :why})
      Oban.execute(job)
      Oban.execute(job)

      assert %{state: "discarded", errors: [:why, :why]} =
               Oban.job(job)
    end

    test "a snooze leaves as many attempts as before" do
      job = scripted({:snooze, 1})
      for _ <- 1..5, do: Oban.execute(job)
      job = Oban.job(job)
      assert job.state == "scheduled"
      assert job.max_attempts - job.attempt == 2
    end

    test "what is done with does not run again" do
      for result <- [:ok, {:cancel, :why}] do
        job = scripted(result)
        Oban.execute(job)

        assert_raise FunctionClauseError, fn ->
          Oban.execute(job)
        end
      end
    end
  end

  test "Lifeline rescues an orphan, but not its last attempt" do
    job = Oban.insert(Scripted.new(%{returns: :ok})) |> elem(1)
    orphan = %{job | state: "executing", attempt: 1}
    Store.put(:jobs, job.id, orphan)
    assert Oban.rescue_orphan(job).state == "available"

    Store.put(:jobs, job.id, %{orphan | attempt: 2})
    assert Oban.rescue_orphan(job).state == "discarded"
  end
end
