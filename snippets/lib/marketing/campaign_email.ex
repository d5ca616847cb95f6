defmodule Marketing.CampaignEmail do
  @moduledoc """
  The record of one campaign's email to one member.

      nil ─reserve─▶ reserved ─sending─▶ sending ─sent─▶ sent
                         ▲                  │
                         └─────release──────┘

  These are the rules alone, without a database: each function
  takes a record and returns the next one. `Marketing.Ledger`
  applies them, one at a time per record.

  `:sending` marks the window in which SES may or may not have
  accepted the email. Only a crash, or a call that was never
  answered, leaves a record there. The job that finds its own
  record so goes on and sends again (at least once), and
  `unconfirmed` counts how often that happened.
  """

  @enforce_keys [:member, :campaign, :job_id]
  defstruct [
    :member,
    :campaign,
    :job_id,
    :message_id,
    :sent_at,
    status: :reserved,
    unconfirmed: 0
  ]

  @typedoc """
    * `job_id` - the Oban job that holds the record
    * `message_id` - SES's name for the email, once accepted
    * `sent_at` - Unix time in seconds, once accepted
    * `unconfirmed` - times it was sent again without knowing
      the outcome of the time before
  """
  @type t :: %__MODULE__{
          member: map,
          campaign: map,
          job_id: pos_integer,
          message_id: nil | String.t(),
          sent_at: nil | integer,
          status: :reserved | :sending | :sent,
          unconfirmed: non_neg_integer
        }

  @doc """
  Reserves the record for a job, if it may be had.

  `record` is what is there already, or `nil`. The job that holds
  the record gets it again; no other job does.
  """
  @spec reserve(nil | t, map, map, pos_integer) ::
          {:ok, t}
          | {:error, :already_sent | :reserved_by_another_job}
  def reserve(nil, member, campaign, job_id) do
    {:ok,
     %__MODULE__{
       member: member,
       campaign: campaign,
       job_id: job_id
     }}
  end

  def reserve(%{status: :sent}, _member, _campaign, _job_id),
    do: {:error, :already_sent}

  def reserve(%{job_id: held_by}, _, _, job_id)
      when held_by != job_id,
      do: {:error, :reserved_by_another_job}

  def reserve(%{status: :reserved} = email, _, _, _),
    do: {:ok, email}

  def reserve(%{status: :sending} = email, _, _, _) do
    {:ok,
     %{
       email
       | status: :reserved,
         unconfirmed: email.unconfirmed + 1
     }}
  end

  @doc "The email is about to be handed to SES."
  @spec sending(t) :: t
  def sending(%__MODULE__{status: :reserved} = email),
    do: %{email | status: :sending}

  @doc "SES has refused the email: it certainly did not go out."
  @spec release(t) :: t
  def release(%__MODULE__{status: :sending} = email),
    do: %{email | status: :reserved}

  @doc "SES has accepted the email, at `sent_at` (Unix seconds)."
  @spec sent(t, String.t(), integer) :: t
  def sent(
        %__MODULE__{status: :sending} = email,
        message_id,
        sent_at
      ) do
    %{
      email
      | status: :sent,
        message_id: message_id,
        sent_at: sent_at
    }
  end
end
