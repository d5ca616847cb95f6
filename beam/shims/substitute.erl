%% What is called instead of functions that the VM or the archive does have, but that do not work there. The packer
%% changes the callers' import tables: see REDIRECTIONS in beam/pack/contents.ts.
-module(substitute).
-export([monotonic_time/1, reply/2, keysearch/3, inspect/1]).

%% The VM knows the units by their names alone. OTP's supervisor asks in ticks a second: 1.
monotonic_time(native) -> erlang:monotonic_time(nanosecond);
monotonic_time(1) -> erlang:monotonic_time(second);
monotonic_time(1000) -> erlang:monotonic_time(millisecond);
monotonic_time(1000000) -> erlang:monotonic_time(microsecond);
monotonic_time(1000000000) -> erlang:monotonic_time(nanosecond);
monotonic_time(Unit) when is_atom(Unit) -> erlang:monotonic_time(Unit).

%% gen:reply/2 sends the answer to a call to the alias that came with it; without aliases it goes to the process.
reply({To, Tag}, Reply) ->
    try
        To ! {Tag, Reply},
        ok
    catch
        error:_ -> ok
    end.

%% OTP's lists:keysearch/3 is built into its VM, not into this one.
keysearch(Key, Position, Tuples) ->
    case lists:keyfind(Key, Position, Tuples) of
        false -> false;
        Tuple -> {value, Tuple}
    end.

%% Kernel.inspect/1 of Elixir lays terms out by a printing library that this VM cannot run. It is called to put the
%% text of an error together, where the kind of a term is enough.
inspect(Term) when is_atom(Term) -> <<":", (atom_to_binary(Term, utf8))/binary>>;
inspect(Term) when is_integer(Term) -> integer_to_binary(Term);
inspect(Term) when is_binary(Term) -> <<"\"", Term/binary, "\"">>;
inspect(Term) when is_pid(Term) -> <<"#PID", (list_to_binary(pid_to_list(Term)))/binary>>;
inspect(Term) when is_tuple(Term) -> <<"{...}">>;
inspect(Term) when is_list(Term) -> <<"[...]">>;
inspect(Term) when is_map(Term) -> <<"%{...}">>;
inspect(_Term) -> <<"...">>.
