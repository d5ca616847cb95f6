defmodule Stage.Scenario.Listing do
  @moduledoc "The children that living supervisors have listed."

  @doc "One entry for each child, by the supervisors' own state."
  def of(processes) do
    for {path, {pid, :supervisor}} <- processes,
        Process.alive?(pid),
        {id, child} <- children(:sys.get_state(pid)) do
      what = "#{path} #{running(elem(child, 1))}"
      %{ms: 0, kind: :listed, path: id, pid: "", rest: what}
    end
  end

  # As OTP 25 has it: the ids backwards, and the children by id.
  defp children(state) do
    {ids, by_id} = elem(state, 3)
    for id <- Enum.reverse(ids), do: {id, by_id[id]}
  end

  defp running(pid) when is_pid(pid), do: "running"
  defp running({:restarting, _}), do: "restarting"
  defp running(:undefined), do: "undefined"
end
