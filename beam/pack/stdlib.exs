# Writes modules of Elixir's standard library anew: elixir stdlib.exs OWN OUT MODULE …
#
# The VM reads the bytecode of OTP 25 and later, while a distribution's Elixir may have been built with an older OTP.
# So each module is compiled again with the OTP that is here, from its own debug information.

defmodule Stdlib do
  @doc "The bytecode of one module."
  def compile(module, modules, own) do
    {:ok, {^module, [abstract_code: {_version, forms}]}} =
      module |> installed(modules, own) |> :beam_lib.chunks([:abstract_code])

    {:ok, ^module, beam} = :compile.forms(forms, [:binary, :deterministic, :nowarn_nomatch])
    beam
  end

  defp installed(module, modules, own) do
    if function_exported?(Code.ensure_loaded!(module), :__protocol__, 1),
      do: consolidated(module, modules, own),
      else: File.read!(Path.join(ebin(), "#{module}.beam"))
  end

  # A protocol as it is in a release: it knows its implementations, those among the modules and those in the folder.
  defp consolidated(protocol, modules, own) do
    implementations =
      for type <- Protocol.extract_impls(protocol, Enum.map([ebin(), own], &to_charlist/1)),
          module = Module.concat(protocol, type),
          module in modules or File.exists?(Path.join(own, "#{module}.beam")),
          do: type

    if implementations == [], do: raise("no implementation of #{protocol} is on the list")
    {:ok, beam} = Protocol.consolidate(protocol, Enum.sort(implementations))
    beam
  end

  defp ebin, do: Path.join(:code.lib_dir(:elixir), "ebin")
end

[own, out | names] = System.argv()
modules = Enum.map(names, &Module.concat([&1]))

for module <- modules,
    do: File.write!(Path.join(out, "#{module}.beam"), Stdlib.compile(module, modules, own))
