defmodule Stage.Limiter.Job do
  @moduledoc """
  One email that is to be sent: a process of its own that asks
  the limiter as `Marketing.MailerWorker` does, sleeps when told
  to, and hands the mail to SES when it may.
  """

  alias Marketing.EmailRateLimiter
  alias Stage.Limiter.Jobs

  @doc "Runs until the mail is sent; tells `jobs` of each step."
  @spec run(pid, boolean) :: :ok
  def run(jobs, _ask_limiter = false), do: deliver(jobs)

  def run(jobs, _ask_limiter = true) do
    answer = ask()
    Jobs.tell(jobs, {:asked, answer})

    case answer do
      :ready ->
        deliver(jobs)

      _not_now ->
        # Jobs that fell asleep together wake up apart.
        Process.sleep(1000 + jitter())
        run(jobs, Jobs.awake(jobs))
    end
  end

  # The limiter can be killed under our hands.
  defp ask do
    case EmailRateLimiter.ready?() do
      :ready -> :ready
      {:not_ready, :exceeded_rate} -> :not_ready
    end
  catch
    :exit, _reason -> :failed
  end

  defp deliver(jobs) do
    case GenServer.call(Stage.SES, :ready?) do
      :ready -> Jobs.tell(jobs, {:sent, :accepted})
      {:not_ready, _} -> Jobs.tell(jobs, {:sent, :lost})
    end
  end

  # This VM has no :rand.
  defp jitter, do: rem(Stage.Clock.now_us(), 21)
end
