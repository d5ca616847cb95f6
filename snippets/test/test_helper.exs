ExUnit.start(exclude: [:whole_campaign])
