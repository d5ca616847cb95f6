defmodule Stage.Words do
  @moduledoc """
  Reads the words that the page sends. What makes no sense is
  thrown as `{:wrong, text}`, with a text that names the word;
  `Stage.Reply` catches it.
  """

  @type words :: [String.t()]

  @doc "The words of a text, parted by single spaces."
  @spec split(String.t()) :: nonempty_list(String.t())
  def split(text), do: :binary.split(text, " ", [:global])

  @doc "Gives up on what was asked."
  @spec wrong!(String.t()) :: no_return
  def wrong!(text), do: throw({:wrong, text})

  @doc "The same, naming the word that made no sense."
  @spec wrong!(String.t(), String.t()) :: no_return
  def wrong!(text, word),
    do: wrong!(text <> " " <> quoted(word))

  @doc "A number such as `20` or `2.5`, within bounds."
  @spec number(String.t(), String.t(), number, number) :: number
  def number(word, name, least, most),
    do: bounded(decimal(word), word, name, least, most)

  @doc "A whole number, within bounds."
  @spec integer(String.t(), String.t(), integer, integer) ::
          integer
  def integer(word, name, least, most),
    do: bounded(digits(word), word, name, least, most)

  @doc "What a word stands for in a list of `{word, meaning}`."
  @spec one_of(String.t(), String.t(), [{String.t(), term}]) ::
          term
  def one_of(word, name, choices) do
    case :lists.keyfind(word, 1, choices) do
      {_word, meaning} ->
        meaning

      false ->
        wrong!("unknown #{name}", word)
    end
  end

  defp bounded(number, _word, _name, least, most)
       when is_number(number) and number >= least and
              number <= most,
       do: number

  defp bounded(_other, word, name, least, most) do
    range = "#{text(least)} to #{text(most)}"
    wrong!("#{name} must be a number from #{range}, not", word)
  end

  defp text(bound) when is_float(bound),
    do: :erlang.float_to_binary(bound, [:short])

  defp text(bound), do: Integer.to_string(bound)

  # One division of whole numbers: rounded as JavaScript rounds
  # the same digits.
  defp decimal(word) do
    case :binary.split(word, ".") do
      [whole] -> digits(whole)
      [whole, part] -> decimal(digits(whole <> part), part)
    end
  end

  defp decimal(digits, <<_, _::binary>> = part)
       when is_integer(digits),
       do: digits / power_of_ten(byte_size(part))

  defp decimal(_digits, _part), do: nil

  defp power_of_ten(0), do: 1
  defp power_of_ten(n), do: 10 * power_of_ten(n - 1)

  defp digits(word) when byte_size(word) in 1..9,
    do: digits(word, 0)

  defp digits(_word), do: nil

  defp digits(<<c, rest::binary>>, sum) when c in ?0..?9,
    do: digits(rest, sum * 10 + c - ?0)

  defp digits(<<>>, sum), do: sum
  defp digits(_other, _sum), do: nil

  # Printable, and not too long to be read.
  defp quoted(word) do
    start = binary_part(word, 0, min(byte_size(word), 40))
    <<?", printable(start)::binary, ?">>
  end

  defp printable(<<c, rest::binary>>) when c in 32..126,
    do: <<c, printable(rest)::binary>>

  defp printable(<<_, rest::binary>>),
    do: <<??, printable(rest)::binary>>

  defp printable(<<>>), do: <<>>
end
