# Lists what the functions of compiled modules refer to: elixir calls.exs FILE.beam …
#
# One line a function, its parts divided by tabs: its name, then each function that it calls or makes a fun of, as
# `module:name/arity`, and each atom that it mentions, with a `'` before it.

defmodule Calls do
  @doc "The lines for one file."
  def lines(file) do
    {:beam_file, module, _exports, _attributes, _info, functions} =
      :beam_disasm.file(String.to_charlist(file))

    for {:function, name, arity, _entry, code} <- functions do
      references = code |> references([]) |> Enum.uniq() |> Enum.map(&text/1) |> Enum.sort()
      Enum.join([text({module, name, arity}) | references], "\t")
    end
  end

  # Which function it is that starts here, for the VM to say in an error: no reference to it.
  defp references({:func_info, _module, _name, _arity}, found), do: found

  # What the compiler knows of the type of a register.
  defp references({:tr, _register, _type}, found), do: found

  defp references({:extfunc, module, name, arity}, found), do: [{module, name, arity} | found]
  defp references({:atom, atom}, found), do: [atom | found]
  defp references({:literal, term}, found), do: in_term(term, found)

  defp references({:bif, name, _fail, arguments, _to}, found),
    do: references(arguments, [{:erlang, name, length(arguments)} | found])

  defp references({:gc_bif, name, _fail, _live, arguments, _to}, found),
    do: references(arguments, [{:erlang, name, length(arguments)} | found])

  # A function of the same module.
  defp references({call, _arity, {_, _, _} = function}, found)
       when call in [:call, :call_only],
       do: [function | found]

  defp references({:call_last, _arity, {_, _, _} = function, _words}, found),
    do: [function | found]

  defp references({:make_fun3, {_, _, _} = function, _index, _hash, _to, environment}, found),
    do: references(environment, [function | found])

  defp references({:make_fun2, {_, _, _} = function, _index, _hash, _free}, found),
    do: [function | found]

  defp references(instruction, found) when is_tuple(instruction) do
    [_name | operands] = Tuple.to_list(instruction)
    references(operands, found)
  end

  defp references([head | tail], found), do: references(tail, references(head, found))
  defp references(_other, found), do: found

  defp in_term(atom, found) when is_atom(atom), do: [atom | found]
  # The tail may be anything: not every list ends with an empty one.
  defp in_term([head | tail], found), do: in_term(tail, in_term(head, found))
  defp in_term(tuple, found) when is_tuple(tuple), do: in_term(Tuple.to_list(tuple), found)
  defp in_term(map, found) when is_map(map), do: in_term(:maps.to_list(map), found)

  defp in_term(function, found) when is_function(function) do
    {:module, module} = :erlang.fun_info(function, :module)
    {:name, name} = :erlang.fun_info(function, :name)
    {:arity, arity} = :erlang.fun_info(function, :arity)
    [{module, name, arity} | found]
  end

  defp in_term(_other, found), do: found

  defp text({module, name, arity}), do: "#{module}:#{name}/#{arity}"
  defp text(atom), do: "'#{atom}"
end

for file <- System.argv(), line <- Calls.lines(file), do: IO.puts(line)
