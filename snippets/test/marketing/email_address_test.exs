defmodule Marketing.EmailAddressTest do
  use ExUnit.Case, async: true

  import Marketing.EmailAddress, only: [validate: 1]

  # 254 bytes, which is as long as an address may be.
  @longest "a@" <> String.duplicate("a.", 122) <> "examples"

  test "takes what looks like an address" do
    for address <- [
          "a@b.co",
          "First.Last+tag@Mail-1.Example",
          "o'neill@sub.domain.example",
          "someone@example.xn--p1ai",
          String.duplicate("a", 64) <> "@mail.example",
          @longest
        ] do
      assert {address, validate(address)} == {address, :ok}
    end
  end

  test "refuses what does not" do
    for address <- [
          nil,
          42,
          "",
          "nobody",
          "@mail.example",
          "a@",
          "a@example",
          "a@.example",
          "a@mail..example",
          "a@mail.example.",
          "a@192.0.2.10",
          "a@@mail.example",
          "a b@mail.example",
          "a@mail .example",
          "a@mail.example\n",
          "a@mail.example, b@mail.example",
          "A <a@mail.example>",
          String.duplicate("a", 65) <> "@mail.example",
          @longest <> "s"
        ] do
      assert {address, validate(address)} ==
               {address, {:error, :invalid_email}}
    end
  end
end
