# A second is long enough for any message on a busy machine.
ExUnit.start(
  exclude: [:whole_campaign],
  assert_receive_timeout: 1_000
)
