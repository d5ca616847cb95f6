defmodule Fixtures do
  @moduledoc "Invented members and campaigns."

  @site %{
    name: "Roommates",
    sender: "Roommates <hello@roommates.example>"
  }

  @doc "Stores one member."
  def member(fields \\ %{}) do
    id = Map.get(fields, :id, 1)

    member =
      Map.merge(
        %{
          id: id,
          name: "Member #{id}",
          email: "member-#{id}@mail.example",
          site: @site
        },
        fields
      )

    Store.put(:members, id, member)
  end

  @doc "Stores a campaign for an audience (any enumerable)."
  def campaign(audience \\ []) do
    Store.put(:campaigns, 7, %{
      id: 7,
      site: @site,
      subject: "{{name}}, new rooms near you",
      body: "Hello {{name}}, this is {{site}}.",
      audience: audience
    })
  end

  @doc "Inserts a mailer job for member 1 and campaign 7."
  def mailer_job(member_id \\ 1) do
    args = %{member_id: member_id, campaign_id: 7}

    {:ok, job} =
      args |> Marketing.MailerWorker.new() |> Oban.insert()

    job
  end
end
