defmodule Marketing.EmailAddress do
  @moduledoc "What counts as an address worth handing to SES."

  # One @, something before it, a dotted domain after it that
  # ends like a domain (.com, .xn--p1ai), and no spaces. Whether
  # the mailbox exists, only a bounce can tell.
  # (In a function: OTP 28 keeps no Regex in an attribute.)
  defp shape do
    ~r/\A[^\s@]{1,64}@([a-z0-9-]+\.)+[a-z][a-z0-9-]{1,62}\z/i
  end

  @longest 254

  @doc "Checks the shape of an address; `nil` is invalid too."
  @spec validate(term) :: :ok | {:error, :invalid_email}
  def validate(address)
      when is_binary(address) and byte_size(address) <= @longest do
    if Regex.match?(shape(), address),
      do: :ok,
      else: {:error, :invalid_email}
  end

  def validate(_other), do: {:error, :invalid_email}
end
