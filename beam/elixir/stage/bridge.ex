defmodule Stage.Bridge do
  @moduledoc """
  Where the page's words arrive.

  `await vm.call('bridge', 'limiter start 100 10 300')` comes in
  as a message with a promise and the text. The bridge hands the
  promise to the process that knows the subject, and that one
  resolves it; the bridge itself never waits for anybody.

  `vm.cast('bridge', 'limiter kill')` goes the same way, with no
  promise: nobody wants an answer, not even a refusal.
  """

  use GenServer

  alias Stage.{Events, Limiter, Memory, Reply, Runs, Tree}
  alias Stage.Words

  @longest 20_000

  @doc "Starts it under the name that the page calls."
  def start_link(_opts),
    do: GenServer.start_link(__MODULE__, [], name: :bridge)

  @impl true
  def init(_opts), do: {:ok, nil}

  @impl true
  def handle_info({:emscripten, {:call, promise, text}}, state) do
    Reply.on_error(promise, fn -> pass_on(promise, text) end)
    {:noreply, state}
  end

  def handle_info({:emscripten, {:cast, text}}, state) do
    Reply.on_error(nil, fn -> pass_on(nil, text) end)
    {:noreply, state}
  end

  def handle_info(_other, state), do: {:noreply, state}

  defp pass_on(_promise, text) when byte_size(text) > @longest,
    do: Words.wrong!("more than #{@longest} bytes of words")

  defp pass_on(promise, text) do
    [subject | words] = Words.split(text)
    pass_on(subject, words, promise)
  end

  defp pass_on("ping", [], promise),
    do: Reply.resolve(promise, {:ok, "pong"})

  defp pass_on("memory", [], promise),
    do: Reply.resolve(promise, {:ok, Memory.read()})

  # Events that nobody waits for would be lost.
  defp pass_on("next", [], nil), do: :ok

  defp pass_on("next", [], promise),
    do: send(Events, {:next, promise})

  defp pass_on("limiter", words, promise),
    do: send(Limiter, {:asked, promise, words})

  defp pass_on("tree", words, promise),
    do: send(Tree, {:asked, promise, words})

  defp pass_on(subject, words, promise)
       when subject in ["scenario", "bucket"],
       do: send(Runs, {:asked, promise, subject, words})

  defp pass_on(subject, _words, _promise),
    do: Words.wrong!("unknown command", subject)
end
