defmodule Marketing.CampaignEmailTest do
  use ExUnit.Case, async: true

  alias Marketing.CampaignEmail

  @member %{id: 1}
  @campaign %{id: 7}

  defp reserve(email, job_id),
    do: CampaignEmail.reserve(email, @member, @campaign, job_id)

  defp email(status) do
    {:ok, email} = reserve(nil, 5)
    %{email | status: status}
  end

  test "a new record belongs to the job that asked" do
    assert reserve(nil, 5) ==
             {:ok,
              %CampaignEmail{
                member: @member,
                campaign: @campaign,
                job_id: 5,
                status: :reserved,
                unconfirmed: 0
              }}
  end

  test "the job that holds it gets it again" do
    assert reserve(email(:reserved), 5) ==
             {:ok, email(:reserved)}

    assert reserve(email(:sending), 5) ==
             {:ok, %{email(:reserved) | unconfirmed: 1}}

    assert reserve(%{email(:sending) | unconfirmed: 1}, 5) ==
             {:ok, %{email(:reserved) | unconfirmed: 2}}
  end

  test "no other job gets it" do
    for status <- [:reserved, :sending] do
      assert reserve(email(status), 6) ==
               {:error, :reserved_by_another_job}
    end
  end

  test "once sent, no job gets it" do
    for job_id <- [5, 6] do
      assert reserve(email(:sent), job_id) ==
               {:error, :already_sent}
    end
  end

  test "goes from reserved over sending to sent, or back" do
    sending = CampaignEmail.sending(email(:reserved))
    assert sending == email(:sending)
    assert CampaignEmail.release(sending) == email(:reserved)

    assert CampaignEmail.sent(sending, "ses-1", 1_700_000_000) ==
             %{
               email(:sent)
               | message_id: "ses-1",
                 sent_at: 1_700_000_000
             }
  end

  test "skips no step" do
    steps = %{
      reserved: [:release, :sent],
      sending: [:sending],
      sent: [:sending, :release, :sent]
    }

    for {status, refused} <- steps, step <- refused do
      arguments =
        if step == :sent,
          do: [email(status), "ses-1", 1_700_000_000],
          else: [email(status)]

      assert_raise FunctionClauseError, fn ->
        apply(CampaignEmail, step, arguments)
      end
    end
  end
end
