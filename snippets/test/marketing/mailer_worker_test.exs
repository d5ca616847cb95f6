defmodule Marketing.MailerWorkerTest do
  use ExUnit.Case

  alias Marketing.{EmailRateLimiter, FakeSES, Ledger}
  alias Marketing.MailerWorker

  @too_fast {"ThrottlingException",
             "Maximum sending rate exceeded."}
  @too_many {"ThrottlingException",
             "Daily message quota exceeded."}

  setup do
    start_supervised!(Store)
    start_supervised!({EmailRateLimiter, burst: 100})
    Fixtures.member()
    Fixtures.campaign()
    %{job: Fixtures.mailer_job()}
  end

  defp empty_bucket do
    stop_supervised!(EmailRateLimiter)

    # One token now, the next in a thousand seconds.
    start_supervised!({EmailRateLimiter, rate: 0.001, burst: 1})
    :ready = EmailRateLimiter.ready?()
  end

  defp fill_bucket do
    stop_supervised(EmailRateLimiter)
    start_supervised!(EmailRateLimiter)
  end

  defp status, do: Ledger.get(7, 1).status

  describe "the six outcomes:" do
    test "sent", %{job: job} do
      assert Oban.execute(job) == :ok
      assert Oban.job(job).state == "completed"

      assert [message] = FakeSES.accepted()
      assert message.to == "member-1@mail.example"
      assert message.from =~ "Roommates"
      assert message.subject == "Member 1, new rooms near you"

      assert message.body ==
               "Hello Member 1, this is Roommates."

      assert message.tags ==
               %{"campaign_id" => "7", "member_id" => "1"}

      assert %{status: :sent, message_id: "ses-1"} =
               email = Ledger.get(7, 1)

      assert_in_delta email.sent_at, System.os_time(:second), 60
    end

    test "rate exceeded, says our limiter", %{job: job} do
      empty_bucket()
      assert Oban.execute(job) == {:snooze, 1}
      assert Oban.job(job).state == "scheduled"
      assert status() == :reserved
      assert FakeSES.accepted() == []
    end

    test "rate exceeded, says SES", %{job: job} do
      too_many_calls = {"TooManyRequestsException", "Slow down"}

      for refusal <- [@too_fast, too_many_calls] do
        FakeSES.answer_next([{:error, refusal}])
        assert Oban.execute(job) == {:snooze, 1}
        assert status() == :reserved
      end

      assert FakeSES.accepted() == []
    end

    test "daily limit: an hour at most", %{job: job} do
      FakeSES.answer_next([{:error, @too_many}])
      assert Oban.execute(job) == {:snooze, 3_600}
      assert Oban.job(job).state == "scheduled"
      assert status() == :reserved
    end

    test "daily limit: less, if it frees sooner", %{job: job} do
      almost_a_day_ago = System.os_time(:second) - 86_400 + 90

      {:ok, email} =
        Ledger.reserve(%{id: 2}, %{id: 7}, %{id: 99})

      Store.put(:emails, {7, 2}, %{
        email
        | status: :sent,
          sent_at: almost_a_day_ago
      })

      FakeSES.answer_next([{:error, @too_many}])
      assert {:snooze, seconds} = Oban.execute(job)
      assert seconds in 85..90
    end

    test "already sent", %{job: job} do
      assert Oban.execute(job) == :ok
      again = Fixtures.mailer_job()
      assert Oban.execute(again) == {:cancel, :already_sent}
      assert Oban.job(again).state == "cancelled"
      assert length(FakeSES.accepted()) == 1
    end

    test "invalid email", %{job: job} do
      for email <- [nil, "", "nobody", "a b@c.example", "a@b"] do
        Fixtures.member(%{email: email})

        assert MailerWorker.perform(job) ==
                 {:cancel, :invalid_email}
      end

      assert Ledger.get(7, 1) == nil
      assert FakeSES.accepted() == []
    end

    test "any other error is Oban's to retry", %{job: job} do
      refusal = {"MessageRejected", "Address is suppressed"}
      FakeSES.answer_next([{:error, refusal}])
      assert Oban.execute(job) == {:error, refusal}
      assert Oban.job(job).state == "retryable"
      assert status() == :reserved

      stranger = Fixtures.mailer_job(404)

      assert Oban.execute(stranger) ==
               {:error, :member_not_found}
    end
  end

  describe "reserve before send:" do
    test "the record is there when SES is called", %{job: job} do
      test = self()

      FakeSES.answer_next([
        fn message ->
          send(test, {:at_ses, Ledger.get(7, 1)})
          FakeSES.accept(message)
        end
      ])

      assert Oban.execute(job) == :ok
      assert_received {:at_ses, %{status: :sending} = email}
      assert email.job_id == job.id
    end

    test "a snoozed job goes on with its own record",
         %{job: job} do
      empty_bucket()
      assert {:snooze, 1} = Oban.execute(job)
      assert {:snooze, 1} = Oban.execute(job)
      fill_bucket()
      assert Oban.execute(job) == :ok

      # The two snoozes have not eaten into the twenty attempts.
      job = Oban.job(job)
      assert job.max_attempts - job.attempt == 19
      assert length(FakeSES.accepted()) == 1
    end

    test "a throttled job goes on with its own record",
         %{job: job} do
      FakeSES.answer_next([
        {:error, @too_fast},
        {:error, @too_many}
      ])

      assert {:snooze, 1} = Oban.execute(job)
      assert {:snooze, 3_600} = Oban.execute(job)
      assert Oban.execute(job) == :ok
      assert length(FakeSES.accepted()) == 1
      assert Ledger.get(7, 1).unconfirmed == 0
    end

    test "of two jobs for one member only one sends",
         %{job: job} do
      twin = Fixtures.mailer_job()
      empty_bucket()
      assert {:snooze, 1} = Oban.execute(job)
      fill_bucket()

      assert Oban.execute(twin) ==
               {:error, :reserved_by_another_job}

      assert Oban.execute(job) == :ok
      assert Oban.execute(twin) == {:cancel, :already_sent}
      assert length(FakeSES.accepted()) == 1
    end

    test "many jobs for one member at once: one email" do
      jobs = for _ <- 1..20, do: Fixtures.mailer_job()

      jobs
      |> Enum.map(&Task.async(fn -> Oban.execute(&1) end))
      |> Task.await_many()

      assert length(FakeSES.accepted()) == 1
    end
  end

  describe "a crash" do
    defp down(_message), do: Process.exit(self(), :kill)

    defp accept_and_down(message) do
      FakeSES.accept(message)
      Process.exit(self(), :kill)
    end

    test "leaves the job executing until it is rescued",
         %{job: job} do
      FakeSES.answer_next([&down/1])
      assert Oban.execute(job) == :killed
      assert Oban.job(job).state == "executing"
      assert Oban.rescue_orphan(job).state == "available"
    end

    test "after the record says sent changes nothing",
         %{job: job} do
      assert MailerWorker.perform(job) == :ok
      # Oban never heard of it, and executes the job again.
      assert Oban.execute(job) == {:cancel, :already_sent}
      assert length(FakeSES.accepted()) == 1
    end

    test "between send and record: sent again, and counted",
         %{job: job} do
      FakeSES.answer_next([&accept_and_down/1])
      assert Oban.execute(job) == :killed
      assert status() == :sending

      Oban.rescue_orphan(job)
      assert Oban.execute(job) == :ok
      assert length(FakeSES.accepted()) == 2

      assert %{status: :sent, unconfirmed: 1} = Ledger.get(7, 1)

      # And from here on never again.
      assert MailerWorker.perform(job) ==
               {:cancel, :already_sent}

      assert length(FakeSES.accepted()) == 2
    end

    test "no answer from SES opens the same window",
         %{job: job} do
      FakeSES.answer_next([{:error, :no_answer}])
      assert Oban.execute(job) == {:error, :no_answer}
      assert status() == :sending
      assert Oban.execute(job) == :ok
      assert Ledger.get(7, 1).unconfirmed == 1
    end

    test "only supposed: both executions send, one is counted",
         %{job: job} do
      FakeSES.answer_next([
        fn message ->
          # Still waiting for SES, while Oban starts it again.
          assert MailerWorker.perform(job) == :ok
          FakeSES.accept(message)
        end
      ])

      assert {:error, {:error, _}} = Oban.execute(job)
      assert Oban.execute(job) == {:cancel, :already_sent}
      assert length(FakeSES.accepted()) == 2
      assert Ledger.get(7, 1).unconfirmed == 1
    end

    test "of the limiter is an error like any other",
         %{job: job} do
      stop_supervised!(EmailRateLimiter)
      assert {:error, {:exit, _}} = Oban.execute(job)
      assert Oban.job(job).state == "retryable"
      fill_bucket()
      assert Oban.execute(job) == :ok
    end
  end

  test "the twentieth error discards the job", %{job: job} do
    refusal = {"MailFromDomainNotVerified", "no"}
    FakeSES.answer_next(List.duplicate({:error, refusal}, 20))
    for _ <- 1..19, do: Oban.execute(job)
    assert Oban.job(job).state == "retryable"
    Oban.execute(job)
    assert Oban.job(job).state == "discarded"
  end
end
