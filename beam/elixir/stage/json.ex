defmodule Stage.JSON do
  @moduledoc """
  Writes JSON. Floats come with the shortest digits that read
  back as the same float.
  """

  @type value ::
          nil
          | boolean
          | atom
          | number
          | String.t()
          | [value]
          | %{atom => value}

  @doc "A value as JSON text."
  @spec encode(value) :: String.t()
  def encode(value), do: IO.iodata_to_binary(text(value))

  defp text(nil), do: "null"
  defp text(true), do: "true"
  defp text(false), do: "false"

  # Atoms are names of our own: there is nothing to escape.
  defp text(atom) when is_atom(atom),
    do: [?", Atom.to_string(atom), ?"]

  defp text(integer) when is_integer(integer),
    do: Integer.to_string(integer)

  defp text(float) when is_float(float),
    do: :erlang.float_to_binary(float, [:short])

  defp text(string) when is_binary(string),
    do: [?", escape(string), ?"]

  defp text([]), do: "[]"

  defp text([first | rest]),
    do: [?[, text(first), later(rest), ?]]

  defp text(map) when is_map(map) do
    case :maps.to_list(map) do
      [] ->
        "{}"

      [first | rest] ->
        # At once: the VM is slow to move what is deeply nested.
        fields = [field(first) | later_fields(rest)]
        :erlang.iolist_to_binary([?{, fields, ?}])
    end
  end

  defp later(values), do: for(v <- values, do: [?,, text(v)])

  defp later_fields(fields),
    do: for(f <- fields, do: [?,, field(f)])

  defp field({key, value}), do: [text(key), ?:, text(value)]

  # By functions of the VM: going through the bytes one by one
  # takes some hundred times as long. There are no control
  # characters but line ends in what the page is told.
  defp escape(string) do
    string
    |> replace("\\", "\\\\")
    |> replace("\"", "\\\"")
    |> replace("\n", "\\n")
  end

  defp replace(string, what, by) do
    case :binary.match(string, what) do
      :nomatch -> string
      _found -> :binary.replace(string, what, by, [:global])
    end
  end
end
