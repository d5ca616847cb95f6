defmodule Stage.Reply do
  @moduledoc """
  Resolves the promises of the page: with `{"ok": …}`, or with
  `{"error": …}` when what was asked made no sense or failed.
  Where there is no promise (`nil`), nobody wants an answer.
  """

  alias Stage.{JSON, Text}

  # A module of the VM itself.
  @compile {:no_warn_undefined, :emscripten}

  @type reply :: {:ok, JSON.value()} | {:error, String.t()}

  @doc "Answers the page."
  @spec resolve(term, reply) :: :ok
  def resolve(nil, _reply), do: :ok

  def resolve(promise, {kind, value}) do
    :emscripten.promise_resolve(
      promise,
      JSON.encode(%{kind => value})
    )

    :ok
  end

  @doc "Answers the page with what `fun` returns."
  @spec resolve_with(term, (() -> JSON.value())) :: :ok
  def resolve_with(promise, fun),
    do: resolve(promise, attempt(fn -> {:ok, fun.()} end))

  @doc """
  Answers the page with what `fun` returns beside the caller's
  new state; the state stays as it is when `fun` fails.
  """
  @spec resolve_with(
          term,
          state,
          (() -> {JSON.value(), state})
        ) :: state
        when state: term
  def resolve_with(promise, state, fun) do
    case attempt(fun) do
      {:error, text} ->
        resolve(promise, {:error, text})
        state

      {value, state} ->
        resolve(promise, {:ok, value})
        state
    end
  end

  @doc "Answers the page only if `fun` fails."
  @spec on_error(term, (() -> term)) :: :ok
  def on_error(promise, fun) do
    case attempt(fun) do
      {:error, text} -> resolve(promise, {:error, text})
      _done -> :ok
    end
  end

  defp attempt(fun) do
    fun.()
  catch
    :throw, {:wrong, text} -> {:error, text}
    _kind, reason -> {:error, "failed: " <> Text.of(reason)}
  end
end
