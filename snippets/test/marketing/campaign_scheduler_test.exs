defmodule Marketing.CampaignSchedulerTest do
  use ExUnit.Case

  alias Marketing.{CampaignScheduler, MailerWorker, Repo}

  setup do
    start_supervised!(Store)
    :ok
  end

  defp schedule(audience) do
    Fixtures.campaign(audience)

    {:ok, job} =
      %{campaign_id: 7}
      |> CampaignScheduler.new()
      |> Oban.insert()

    assert_received {Oban, :insert_all, 1}
    assert %{queue: "campaigns", max_attempts: 5} = job
    CampaignScheduler.perform(job)
  end

  defp members(count), do: Stream.map(1..count//1, &%{id: &1})

  defp mailer_jobs do
    worker = inspect(MailerWorker)
    Enum.filter(Oban.jobs(), &(&1.worker == worker))
  end

  defp received(message, found \\ []) do
    receive do
      {^message, event, value} ->
        received(message, [{event, value} | found])
    after
      0 -> Enum.reverse(found)
    end
  end

  test "inserts one mailer job for every member" do
    assert {:ok, _} = schedule(members(4_001))

    assert Enum.map(mailer_jobs(), & &1.args) ==
             for(
               id <- 1..4_001,
               do: %{"member_id" => id, "campaign_id" => 7}
             )

    assert Enum.all?(mailer_jobs(), &(&1.queue == "mailer"))
  end

  test "fetches and inserts in chunks of 2,000, in turns" do
    assert {:ok, _} = schedule(members(4_001))

    assert_received {Repo, :commit}

    assert received(Repo) == [
             transaction: [timeout: :infinity],
             fetched: 2_000,
             fetched: 2_000,
             fetched: 1
           ]

    assert received(Oban) == [
             insert_all: 2_000,
             insert_all: 2_000,
             insert_all: 1
           ]
  end

  test "never holds more than one chunk" do
    test = self()

    audience =
      Stream.map(1..10_000, fn id ->
        send(test, {:events, :row, id})
        %{id: id}
      end)

    assert {:ok, _} = schedule(audience)

    # Rows read before each insert, counted from the insert
    # before it.
    {:messages, messages} = Process.info(self(), :messages)

    held =
      messages
      |> Enum.chunk_by(&match?({Oban, :insert_all, _}, &1))
      |> Enum.map(fn part ->
        Enum.count(part, &match?({:events, :row, _}, &1))
      end)

    assert Enum.max(held) == 2_000
    assert Enum.sum(held) == 10_000
  end

  test "50,000 members are 25 chunks" do
    assert_chunks(50_000, 25)
  end

  # Some seconds and half a gigabyte, since the double keeps all
  # jobs in memory: `mix test --include whole_campaign`.
  @tag :whole_campaign
  test "500,000 members are 250 chunks" do
    assert_chunks(500_000, 250)
  end

  defp assert_chunks(members, chunks) do
    assert {:ok, _} = schedule(members(members))

    assert received(Oban) ==
             List.duplicate({:insert_all, 2_000}, chunks)
  end

  test "an empty audience is a success without jobs" do
    assert {:ok, _} = schedule([])
    assert mailer_jobs() == []
  end

  test "jobs show at the commit, and not before" do
    test = self()

    audience =
      Stream.map(1..2_001, fn id ->
        if id == 2_001,
          do: send(test, {:seen, length(mailer_jobs())})

        %{id: id}
      end)

    assert {:ok, _} = schedule(audience)
    assert_received {Oban, :insert_all, 2_000}
    assert_received {:seen, 0}
    assert length(mailer_jobs()) == 2_001
  end

  test "a failure half way leaves no job behind" do
    audience =
      Stream.map(1..4_000, fn
        3_000 -> raise "the connection is gone"
        id -> %{id: id}
      end)

    assert_raise RuntimeError, fn -> schedule(audience) end
    assert_received {Oban, :insert_all, 2_000}
    assert_received {Repo, :rollback}
    assert mailer_jobs() == []
  end
end
