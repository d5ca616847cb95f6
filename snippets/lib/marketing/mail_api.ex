defmodule Marketing.MailAPI do
  @moduledoc """
  What this app needs of a mail service: Amazon SES, or a double.

  SES refuses what is over its quotas with the error code
  `ThrottlingException` and the message "Maximum sending rate
  exceeded" or "Daily message quota exceeded". It does not keep
  the email and does not try again. Requests that come too fast
  for version 2 of its API are `TooManyRequestsException`.
  """

  @type message :: %{
          from: String.t(),
          to: String.t(),
          subject: String.t(),
          body: String.t(),
          tags: %{String.t() => String.t()}
        }

  @typedoc """
    * `{code, text}` - refused: SES has not taken the email
    * `:no_answer` - the call broke off, and SES may have it
  """
  @type reason ::
          {code :: String.t(), text :: String.t()} | :no_answer

  @doc "Hands over one email; `{:ok, message_id}` if accepted."
  @callback send_email(message) ::
              {:ok, message_id :: String.t()} | {:error, reason}
end
