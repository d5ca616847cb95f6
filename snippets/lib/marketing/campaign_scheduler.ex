defmodule Marketing.CampaignScheduler do
  @moduledoc """
  Turns a campaign into one mailer job per member.

  The stream is a database cursor: it hands over 2,000 rows at a
  time, and the transaction keeps its connection open, for as
  long as it takes. 500,000 members are 250 chunks, and no more
  than one chunk is ever held in memory.

  Nothing is visible to the mailer queue before the commit: if
  this job fails half way there are no jobs at all, and Oban runs
  it again from the start. If it dies after the commit, but
  before Oban has noted that, a second run inserts the jobs a
  second time (`Oban.insert_all` ignores `unique`). That costs
  time, not trust: `Marketing.Ledger` lets only one of the two
  jobs send.
  """

  use Oban.Worker, queue: :campaigns, max_attempts: 5

  alias Marketing.{Campaigns, MailerWorker, Repo}

  # Postgres takes 65,535 parameters in one statement, and a job
  # is nine: 2,000 jobs stay well below, 8,000 would not.

  # region scheduler
  @impl Oban.Worker
  def perform(%Oban.Job{args: %{"campaign_id" => id}}) do
    campaign = Campaigns.get!(id)

    # The cursor lives as long as the transaction does.
    Repo.transaction(
      fn ->
        campaign
        |> Campaigns.members_query()
        |> Repo.stream(max_rows: 2_000)
        |> Stream.map(&mailer_job(&1, campaign))
        |> Stream.chunk_every(2_000)
        |> Enum.each(&Oban.insert_all/1)
      end,
      timeout: :infinity
    )
  end

  defp mailer_job(member, campaign) do
    MailerWorker.new(%{
      member_id: member.id,
      campaign_id: campaign.id
    })
  end

  # endregion scheduler
end
