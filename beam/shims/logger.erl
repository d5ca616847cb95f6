%% There is nobody to read a log in a browser tab, and to format an entry takes half of OTP: nothing is logged.
%%
%% OTP asks allow/2 before it puts an entry together. Elixir's `use GenServer` calls error/2 from the handle_info/2
%% that it defines for messages that nobody expected.
-module(logger).
-export([allow/2, error/2]).

allow(_Level, _Module) -> false.

error(_Report, _Metadata) -> ok.
