defmodule Stage.Scenario.Parser do
  @moduledoc """
  Reads a scenario from words, each list after its length:

      MODE tree COUNT action…

      tree    worker ID RESTART SIGNIFICANT SHUTDOWN TRAPS
                COUNT answer…
              supervisor ID RESTART SIGNIFICANT SHUTDOWN STRATEGY
                INTENSITY PERIOD AUTO_SHUTDOWN COUNT tree…
      answer  ok, ignore, or error: and a reason
      action  AT_MS signal PATH reason
              AT_MS stop PATH reason
              AT_MS suspend PATH
              AT_MS resume PATH
              AT_MS answers PATH COUNT answer…
              AT_MS wait
      reason  a word such as boom, or shutdown: and a word

  Everything else is as in OTP's child specification. A path is
  the ids from the top down, with slashes.
  """

  alias Stage.Words

  @modes [
    {"instant", :instant},
    {"window", :window}
  ]
  @types [{"worker", :worker}, {"supervisor", :supervisor}]
  @restarts [
    {"permanent", :permanent},
    {"transient", :transient},
    {"temporary", :temporary}
  ]
  @booleans [{"true", true}, {"false", false}]
  @strategies [
    {"one_for_one", :one_for_one},
    {"one_for_all", :one_for_all},
    {"rest_for_one", :rest_for_one}
  ]
  @auto_shutdowns [
    {"never", :never},
    {"any_significant", :any_significant},
    {"all_significant", :all_significant}
  ]
  @actions [
    {"signal", :signal},
    {"stop", :stop},
    {"suspend", :suspend},
    {"resume", :resume},
    {"answers", :answers},
    {"wait", :wait}
  ]
  # No others, so that the table of atoms cannot fill up.
  @reasons [
    {"normal", :normal},
    {"shutdown", :shutdown},
    {"kill", :kill},
    {"boom", :boom},
    {"nope", :nope},
    {"shutdown:later", {:shutdown, :later}},
    {"shutdown:done", {:shutdown, :done}},
    {"shutdown:busy", {:shutdown, :busy}}
  ]
  @answers [{"ok", :ok}, {"ignore", :ignore}]

  @deepest 4

  @doc "A scenario; throws what is wrong with the words."
  def scenario([mode | words]) do
    mode = Words.one_of(mode, "mode", @modes)
    {tree, words} = node(words, "", @deepest)
    {script, words} = list(words, "actions", 60, &action/1)

    words == [] ||
      Words.wrong!("too many words from", hd(words))

    check_paths(script, paths(tree))
    %{mode: mode, tree: tree, script: script}
  end

  def scenario([]), do: Words.wrong!("scenario what?")

  @doc "The paths of a tree with its nodes."
  def nodes(%{type: :worker} = worker), do: [worker]

  def nodes(supervisor),
    do: [
      supervisor | Enum.flat_map(supervisor.children, &nodes/1)
    ]

  defp paths(tree), do: for(node <- nodes(tree), do: node.path)

  defp check_paths(script, paths) do
    for {_ms, action} <- script, action != :wait do
      path = elem(action, 1)

      path in paths ||
        Words.wrong!("no node has the path", path)
    end
  end

  defp node(_words, _directory, 0),
    do: Words.wrong!("more than #{@deepest} levels of tree")

  defp node(
         [type, id, restart, significant, shutdown | words],
         directory,
         levels
       ) do
    node = %{
      type: Words.one_of(type, "type", @types),
      path: directory <> id(id),
      restart: Words.one_of(restart, "restart", @restarts),
      significant: Words.one_of(significant, "flag", @booleans),
      shutdown: shutdown(shutdown)
    }

    node(node, words, levels)
  end

  defp node(
         %{type: :worker} = node,
         [traps | words],
         _
       ) do
    {answers, words} = list(words, "answers", 8, &answer/1)
    answers != [] || Words.wrong!("a worker needs an answer")

    worker = %{
      traps: Words.one_of(traps, "flag", @booleans),
      answers: answers
    }

    {Map.merge(node, worker), words}
  end

  defp node(
         %{type: :supervisor} = node,
         [strategy, intensity, period, auto_shutdown | words],
         levels
       ) do
    read = &node(&1, node.path <> "/", levels - 1)
    {children, words} = list(words, "children", 10, read)

    supervisor = %{
      flags: %{
        strategy:
          Words.one_of(strategy, "strategy", @strategies),
        intensity:
          Words.integer(intensity, "the intensity", 0, 100),
        period: Words.integer(period, "the period", 1, 100),
        auto_shutdown:
          Words.one_of(
            auto_shutdown,
            "auto_shutdown",
            @auto_shutdowns
          )
      },
      children: children
    }

    {Map.merge(node, supervisor), words}
  end

  defp node(_words, _directory, _levels), do: too_few()

  defp action([at, what | words]) do
    at_ms = Words.integer(at, "the time", 0, 20_000)
    what = Words.one_of(what, "action", @actions)
    {action, words} = action(what, words)
    {{at_ms, action}, words}
  end

  defp action(_words), do: too_few()

  defp action(:wait, words), do: {:wait, words}

  defp action(what, [path | words])
       when what in [:suspend, :resume],
       do: {{what, path, nil}, words}

  defp action(:answers, [path | words]) do
    {answers, words} = list(words, "answers", 8, &answer/1)
    answers != [] || Words.wrong!("a worker needs an answer")
    {{:answers, path, answers}, words}
  end

  defp action(what, [path, reason | words]),
    do: {{what, path, reason(reason)}, words}

  defp action(_what, _words), do: too_few()

  defp answer([<<"error:", reason::binary>> | words]),
    do: {{:error, reason(reason)}, words}

  defp answer([word | words]),
    do: {Words.one_of(word, "answer", @answers), words}

  defp answer([]), do: too_few()

  defp reason(word), do: Words.one_of(word, "reason", @reasons)

  defp shutdown("infinity"), do: :infinity
  defp shutdown("brutal_kill"), do: :brutal_kill

  defp shutdown(word),
    do: Words.integer(word, "the shutdown", 0, 10_000)

  defp id(word) do
    if byte_size(word) in 1..16 and letters?(word),
      do: word,
      else:
        Words.wrong!("an id is 1 to 16 letters a-z, not", word)
  end

  defp letters?(<<c, rest::binary>>) when c in ?a..?z,
    do: letters?(rest)

  defp letters?(rest), do: rest == <<>>

  # `read` takes words, and answers an item and the words left.
  defp list([count | words], what, most, read) do
    count =
      Words.integer(count, "the count of #{what}", 0, most)

    items(count, words, read, [])
  end

  defp list([], _what, _most, _read), do: too_few()

  defp items(0, words, _read, items),
    do: {Enum.reverse(items), words}

  defp items(count, words, read, items) do
    {item, words} = read.(words)
    items(count - 1, words, read, [item | items])
  end

  defp too_few, do: Words.wrong!("too few words")
end
