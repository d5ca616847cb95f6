defmodule Marketing.Mailer do
  @moduledoc """
  Personalises a reserved email and hands it to the mail API.

  Every answer becomes one that the mailer worker has a clause
  for. An SES throttling error is never dropped in silence: it
  reads just as if our own rate limiter had said no.
  """

  alias Marketing.{CampaignEmail, Ledger}

  @doc """
  Sends one reserved email.

    * `{:ok, email}` - SES has accepted it, the record says so
    * `{:not_ready, :exceeded_rate}` - faster than SES permits
    * `{:daily_limit, seconds}` - the quota of the last 24 hours
      is used up; the first of it is free again in `seconds`
    * `{:error, reason}` - anything else

  After a refusal the record is back at `:reserved`. When there
  was no answer it stays at `:sending`, see
  `Marketing.CampaignEmail`.
  """
  @spec deliver(CampaignEmail.t()) ::
          {:ok, CampaignEmail.t()}
          | {:not_ready, :exceeded_rate}
          | {:daily_limit, pos_integer}
          | {:error, term}
  def deliver(%CampaignEmail{} = email) do
    email = Ledger.sending!(email)

    case mail_api().send_email(personalise(email)) do
      {:ok, message_id} ->
        {:ok, Ledger.sent!(email, message_id)}

      {:error, :no_answer} ->
        {:error, :no_answer}

      {:error, {code, text}} ->
        Ledger.release!(email)
        refused(code, text)
    end
  end

  @doc "The campaign's text, addressed to the email's member."
  @spec personalise(CampaignEmail.t()) ::
          Marketing.MailAPI.message()
  def personalise(%CampaignEmail{} = email) do
    %{member: member, campaign: campaign} = email

    %{
      from: campaign.site.sender,
      to: member.email,
      subject: fill(campaign.subject, member),
      body: fill(campaign.body, member),
      # SES gives the tags back with every open, click, bounce
      # and complaint.
      tags: %{
        "campaign_id" => to_string(campaign.id),
        "member_id" => to_string(member.id)
      }
    }
  end

  defp fill(text, member) do
    text
    |> String.replace("{{name}}", member.name)
    |> String.replace("{{site}}", member.site.name)
  end

  defp refused("ThrottlingException", "Maximum sending" <> _),
    do: {:not_ready, :exceeded_rate}

  defp refused("ThrottlingException", "Daily message" <> _),
    do: {:daily_limit, Ledger.seconds_until_quota_frees()}

  # The API's own request rate, in version 2 of the SES API.
  defp refused("TooManyRequestsException", _text),
    do: {:not_ready, :exceeded_rate}

  defp refused(code, text), do: {:error, {code, text}}

  defp mail_api,
    do: Application.fetch_env!(:real_world, :mail_api)
end
