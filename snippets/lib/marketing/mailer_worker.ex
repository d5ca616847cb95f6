defmodule Marketing.MailerWorker do
  @moduledoc """
  Sends one campaign email to one member.

  What it returns is what Oban does next: `:ok` completes the
  job, `{:snooze, seconds}` runs it again later without spending
  an attempt, `{:cancel, reason}` ends it for good, and
  `{:error, reason}` retries it with back-off, 20 attempts in
  all. A raise or an exit counts as an error.

  ## One email per recipient

  Oban executes a job at least once, so a job may come here
  again: after a snooze, an error or a crash. What keeps the
  effect single is the record that `Marketing.Ledger` reserves
  for this member and campaign *before* anything is sent:

    * reserved by this very job, not sent: go on;
    * sent: `:already_sent`, cancel;
    * held by another job: an error, so look again later.

  One window remains. If the VM dies after SES has accepted the
  email and before the record says so, nobody can know whether
  it went out. (A job that Oban takes for dead while it is only
  slow is in the same place.) The promise is *at least* once, so
  the next execution sends it again, and the record counts that
  as `unconfirmed`: a possible duplicate, by name and number.
  See `Marketing.CampaignEmail`.
  """

  use Oban.Worker, queue: :mailer, max_attempts: 20

  alias Marketing.{Campaigns, EmailAddress, EmailRateLimiter}
  alias Marketing.{Ledger, Mailer, Members}

  # SES counts its daily quota over a rolling 24 hours, and others
  # may use it up too: look again after an hour at the latest.
  @one_hour 3_600

  # region mailer
  @impl Oban.Worker
  def perform(%Oban.Job{args: args} = job) do
    member_id = args["member_id"]
    campaign_id = args["campaign_id"]

    with {:ok, member} <- Members.with_site(member_id),
         :ok <- EmailAddress.validate(member.email),
         {:ok, campaign} <- Campaigns.with_site(campaign_id),
         {:ok, email} <- Ledger.reserve(member, campaign, job),
         :ready <- EmailRateLimiter.ready?(),
         {:ok, _sent} <- Mailer.deliver(email) do
      :ok
    else
      {:not_ready, :exceeded_rate} -> {:snooze, 1}
      {:daily_limit, wait} -> {:snooze, min(wait, @one_hour)}
      {:error, :already_sent} -> {:cancel, :already_sent}
      {:error, :invalid_email} -> {:cancel, :invalid_email}
      {:error, reason} -> {:error, reason}
    end
  end

  # endregion mailer
end
