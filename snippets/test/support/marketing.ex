defmodule Marketing.Members do
  @moduledoc "A double of the members' context."

  @doc "A member with its site."
  def with_site(id) do
    case Store.get(:members, id) do
      nil -> {:error, :member_not_found}
      member -> {:ok, member}
    end
  end
end

defmodule Marketing.Campaigns do
  @moduledoc "A double of the campaigns' context."

  @doc "A campaign; raises if there is none."
  def get!(id) do
    {:ok, campaign} = with_site(id)
    campaign
  end

  @doc "A campaign with its site."
  def with_site(id) do
    case Store.get(:campaigns, id) do
      nil -> {:error, :campaign_not_found}
      campaign -> {:ok, campaign}
    end
  end

  @doc "The query for everyone a campaign goes to."
  def members_query(campaign),
    do: %Ecto.Query{rows: campaign.audience}
end

defmodule Marketing.Ledger do
  @moduledoc """
  A double of the table of campaign emails.

  In production `reserve/3` is an insert with `on_conflict:
  :nothing` on the unique index over campaign and member, and
  then the row `for update`; here one Agent does one thing at a
  time. The rules are those of `Marketing.CampaignEmail`.
  """

  alias Marketing.CampaignEmail

  @day 24 * 3_600

  @doc "Reserves the record of this member and campaign."
  def reserve(member, campaign, job) do
    key = {campaign.id, member.id}

    Store.update(:emails, key, fn old ->
      case CampaignEmail.reserve(old, member, campaign, job.id) do
        {:ok, email} -> {{:ok, email}, email}
        {:error, reason} -> {{:error, reason}, old}
      end
    end)
  end

  @doc "Notes that the email is about to go to SES."
  def sending!(email),
    do: change(email, &CampaignEmail.sending/1)

  @doc "Notes that SES has refused the email."
  def release!(email),
    do: change(email, &CampaignEmail.release/1)

  @doc "Notes that SES has accepted the email."
  def sent!(email, message_id) do
    now = System.os_time(:second)
    change(email, &CampaignEmail.sent(&1, message_id, now))
  end

  @doc """
  Seconds until the oldest email of the last 24 hours leaves the
  rolling window; a day if there is none.
  """
  def seconds_until_quota_frees do
    now = System.os_time(:second)

    :emails
    |> Store.all()
    |> Enum.filter(&(&1.sent_at && &1.sent_at > now - @day))
    |> Enum.map(&(&1.sent_at + @day - now))
    |> Enum.min(fn -> @day end)
  end

  @doc "The record as it is now, or nil."
  def get(campaign_id, member_id),
    do: Store.get(:emails, {campaign_id, member_id})

  defp change(email, fun) do
    key = {email.campaign.id, email.member.id}

    Store.update(:emails, key, fn old ->
      new = fun.(old)
      {new, new}
    end)
  end
end

defmodule Marketing.FakeSES do
  @moduledoc """
  A double of Amazon SES. It accepts everything, unless it was
  told what to answer next.
  """

  @behaviour Marketing.MailAPI

  @doc """
  Sets the next answers, in order. Each is `:accept`, an
  `{:error, reason}`, or a function of the message.
  """
  def answer_next(answers), do: Store.put(:ses, :next, answers)

  @doc "The messages accepted so far, oldest first."
  def accepted,
    do: Enum.reverse(Store.get(:ses, :accepted) || [])

  @doc "Accepts a message and returns its id."
  def accept(message) do
    Store.update(:ses, :accepted, fn messages ->
      messages = [message | messages || []]
      {{:ok, "ses-#{length(messages)}"}, messages}
    end)
  end

  @impl true
  def send_email(message) do
    case Store.update(:ses, :next, &pop/1) do
      :accept -> accept(message)
      {:error, reason} -> {:error, reason}
      fun when is_function(fun, 1) -> fun.(message)
    end
  end

  defp pop([answer | rest]), do: {answer, rest}
  defp pop(_none), do: {:accept, []}
end
