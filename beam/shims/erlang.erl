%% Functions of the module erlang that OTP's and Elixir's code calls and the VM does not have built in.
%%
%% The VM looks a function up among its own first and in the archive after that, so a call of erlang:self/0 never
%% comes here, and a call from here of a function that is not defined here, such as erlang:spawn_opt/2, goes to the VM.
-module(erlang).
-compile(no_auto_import).
-export([apply/3]).
-export([spawn/1, spawn_link/1, spawn_monitor/1, hibernate/3]).
-export([send/3, monitor/3, nodes/0]).
-export([fun_info_mfa/1, phash2/2]).
-export([send_after/3, start_timer/3, cancel_timer/1]).

%% The VM applies by an instruction alone, which needs the number of arguments when it is compiled: one clause for
%% each, up to eight.
apply(Module, Name, Args) ->
    case Args of
        [] -> Module:Name();
        [A] -> Module:Name(A);
        [A, B] -> Module:Name(A, B);
        [A, B, C] -> Module:Name(A, B, C);
        [A, B, C, D] -> Module:Name(A, B, C, D);
        [A, B, C, D, E] -> Module:Name(A, B, C, D, E);
        [A, B, C, D, E, F] -> Module:Name(A, B, C, D, E, F);
        [A, B, C, D, E, F, G] -> Module:Name(A, B, C, D, E, F, G);
        [A, B, C, D, E, F, G, H] -> Module:Name(A, B, C, D, E, F, G, H)
    end.

%% The VM starts processes by spawn_opt/2 and spawn_opt/4 alone.
spawn(Fun) -> erlang:spawn_opt(Fun, []).

spawn_link(Fun) -> erlang:spawn_opt(Fun, [link]).

spawn_monitor(Fun) -> erlang:spawn_opt(Fun, [monitor]).

%% To hibernate is to give memory back while nothing happens. Here the process just goes on: whoever is woken up waits
%% for a message first anyway.
hibernate(Module, Name, Args) -> erlang:apply(Module, Name, Args).

%% The options say what to do when a message cannot be sent at once to another node. There is no other node.
send(To, Message, _Options) ->
    erlang:send(To, Message),
    ok.

nodes() -> [].

%% gen:call asks for an alias, an address that its caller stops listening to when the time is up. The VM has none, so
%% an answer that comes too late reaches the mailbox, as it did before OTP 24. See also substitute:reply/2.
monitor(Type, Item, _Options) -> erlang:monitor(Type, Item).

fun_info_mfa(Fun) ->
    {module, Module} = erlang:fun_info(Fun, module),
    {name, Name} = erlang:fun_info(Fun, name),
    {arity, Arity} = erlang:fun_info(Fun, arity),
    {Module, Name, Arity}.

%% A number from 0 to Range - 1 for each term, always the same, though not the one that OTP would give.
phash2(Term, Range) -> erlang:crc32(erlang:term_to_binary(Term)) rem Range.

%% Timers. The VM can wait for a message with a time-out and nothing else, so one process keeps all timers, the next
%% one first, as {Due, Ref, To, Message}, and waits until the first is due or somebody has a request. It starts when
%% it is first needed and stays.

send_after(Time, To, Message) -> start(Time, To, erlang:make_ref(), Message).

start_timer(Time, To, Message) ->
    Ref = erlang:make_ref(),
    start(Time, To, Ref, {timeout, Ref, Message}).

start(Time, To, Ref, Message) ->
    timer_process() ! {start, {erlang:monotonic_time(millisecond) + Time, Ref, To, Message}},
    Ref.

%% Gives the milliseconds that were left, or false when there was no such timer any more.
cancel_timer(Ref) ->
    Timers = timer_process(),
    Monitor = erlang:monitor(process, Timers),
    Timers ! {cancel, Ref, erlang:self(), Monitor},
    receive
        {Monitor, Left} ->
            erlang:demonitor(Monitor, [flush]),
            Left;
        {'DOWN', Monitor, process, _Pid, _Reason} ->
            false
    end.

-define(TIMERS, '$timers').

timer_process() ->
    case erlang:whereis(?TIMERS) of
        undefined ->
            start_timer_process(),
            timer_process();
        Pid ->
            Pid
    end.

%% Two processes may need it for the first time at once: the one that comes second with the name finds it taken, and
%% its own process ends.
start_timer_process() ->
    Caller = erlang:self(),
    Started = erlang:make_ref(),
    erlang:spawn_opt(
        fun() ->
            IsFirst =
                try
                    erlang:register(?TIMERS, erlang:self())
                catch
                    error:_ -> false
                end,
            Caller ! Started,
            IsFirst andalso timer_loop([])
        end,
        []
    ),
    receive
        Started -> ok
    end.

timer_loop(Timers) ->
    Waiting = fire_due(Timers, erlang:monotonic_time(millisecond)),
    receive
        {start, Timer} ->
            timer_loop(insert_timer(Timer, Waiting));
        {cancel, Ref, From, Tag} ->
            {Left, Others} = take_timer(Ref, Waiting),
            From ! {Tag, Left},
            timer_loop(Others)
    after time_to_first(Waiting) ->
        timer_loop(Waiting)
    end.

fire_due([{Due, _Ref, To, Message} | Timers], Now) when Due =< Now ->
    %% The name of a process that is no more is no reason to end.
    try
        To ! Message
    catch
        error:_ -> ok
    end,
    fire_due(Timers, Now);
fire_due(Timers, _Now) ->
    Timers.

time_to_first([]) -> infinity;
time_to_first([{Due, _, _, _} | _]) -> erlang:max(0, Due - erlang:monotonic_time(millisecond)).

%% Of two timers for the same time the one that was started first comes first.
insert_timer({Due, _, _, _} = Timer, [{Earlier, _, _, _} = First | Timers]) when Earlier =< Due ->
    [First | insert_timer(Timer, Timers)];
insert_timer(Timer, Timers) ->
    [Timer | Timers].

take_timer(Ref, Timers) ->
    case lists:keytake(Ref, 2, Timers) of
        {value, {Due, _, _, _}, Others} -> {erlang:max(0, Due - erlang:monotonic_time(millisecond)), Others};
        false -> {false, Timers}
    end.
