defmodule RealWorld.MixProject do
  use Mix.Project

  def project do
    [
      app: :real_world,
      version: "0.1.0",
      elixir: "~> 1.14",
      # No Oban, no Ecto, no AWS here: the doubles in test/support
      # stand for them in every environment.
      elixirc_paths: ["lib", "test/support"],
      deps: []
    ]
  end

  # Deliberately without `mod:`. The tests start
  # VianetAdmin.Application themselves, to kill its children.
  def application do
    [
      extra_applications: [:logger],
      env: [mail_api: Marketing.FakeSES]
    ]
  end
end
