defmodule VianetAdmin.ApplicationTest do
  use ExUnit.Case

  @children [
    VianetAdmin.Repo,
    VianetAdmin.PuppiesRepo,
    VianetAdmin.RRRepo,
    VianetAdmin.RoommatesRepo,
    VianetAdmin.GeocodeRepo,
    VianetAdmin.ConnectionMonitor,
    VianetAdmin.Presence
  ]

  setup do
    Process.flag(:trap_exit, true)
    {:ok, tree} = VianetAdmin.Application.start(:normal, [])

    # It ends with the test's process, which has started it; the
    # next test needs the names.
    on_exit(fn ->
      monitor = Process.monitor(tree)
      assert_receive {:DOWN, ^monitor, _, _, _}
    end)

    %{tree: tree}
  end

  # which_children/1 lists the youngest first.
  defp children(tree) do
    tree
    |> Supervisor.which_children()
    |> Enum.reverse()
    |> Enum.map(fn {id, pid, _type, _modules} -> {id, pid} end)
  end

  defp kill(pid) do
    monitor = Process.monitor(pid)
    Process.exit(pid, :kill)
    assert_receive {:DOWN, ^monitor, _, _, :killed}
  end

  # Kills the child of that name and waits for its successor.
  defp kill_and_wait(tree, name) do
    old = children(tree)[name]
    kill(old)
    Processes.wait_for_successor(name, old)
  end

  test "starts its seven children, in order", %{tree: tree} do
    started = children(tree)
    assert Keyword.keys(started) == @children

    for {name, pid} <- started,
        do: assert(Process.whereis(name) == pid)
  end

  test "has a name", %{tree: tree} do
    assert Process.whereis(VianetAdmin.Supervisor) == tree
  end

  for child <- @children do
    test "restarts #{inspect(child)}, and it alone",
         %{tree: tree} do
      before = children(tree)
      kill_and_wait(tree, unquote(child))
      restarted = children(tree)
      assert Keyword.keys(restarted) == @children

      for {name, pid} <- restarted do
        assert Process.alive?(pid)
        assert pid != before[name] == (name == unquote(child))
      end
    end
  end

  test "survives three restarts in 5 s, not the fourth",
       %{tree: tree} do
    for _ <- 1..3, do: kill_and_wait(tree, VianetAdmin.RRRepo)
    assert length(children(tree)) == 7

    kill(children(tree)[VianetAdmin.RRRepo])
    assert_receive {:EXIT, ^tree, :shutdown}
  end
end
