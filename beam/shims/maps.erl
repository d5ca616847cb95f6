%% The module maps. Most of OTP's own is built into its VM; this VM has maps:next/1 and from_keys/2, and the
%% instructions that read and write maps. What Elixir's and OTP's code calls is written with these here.
-module(maps).
-export([find/2, get/2, get/3, is_key/2, put/3, update/3, update_with/3, remove/2, take/2, with/2, merge/2]).
-export([iterator/1, fold/3, foreach/2, filter/2, to_list/1, from_list/1, keys/1, values/1]).

find(Key, Map) ->
    case Map of
        #{Key := Value} -> {ok, Value};
        #{} -> error;
        _ -> erlang:error({badmap, Map})
    end.

get(Key, Map) ->
    case find(Key, Map) of
        {ok, Value} -> Value;
        error -> erlang:error({badkey, Key})
    end.

get(Key, Map, Default) ->
    case find(Key, Map) of
        {ok, Value} -> Value;
        error -> Default
    end.

is_key(Key, Map) -> find(Key, Map) =/= error.

put(Key, Value, Map) -> Map#{Key => Value}.

%% The VM's own instruction would say badarg of a key that is not there, not which one.
update(Key, Value, Map) ->
    _ = get(Key, Map),
    Map#{Key := Value}.

update_with(Key, Fun, Map) -> Map#{Key := Fun(get(Key, Map))}.

%% No instruction takes a key out of a map, so all others are put into a new one.
remove(Key, Map) ->
    case find(Key, Map) of
        {ok, _} -> filter(fun(Other, _Value) -> Other =/= Key end, Map);
        error -> Map
    end.

take(Key, Map) ->
    case find(Key, Map) of
        {ok, Value} -> {Value, remove(Key, Map)};
        error -> error
    end.

with(Keys, Map) -> from_list([{Key, get(Key, Map)} || Key <- Keys, is_key(Key, Map)]).

merge(Map, Over) -> fold(fun put/3, Map, Over).

%% What maps:next/1 of the VM takes: where it is, and the map.
iterator(Map) when is_map(Map) -> [0 | Map].

fold(Fun, Acc, Map) -> fold_next(Fun, Acc, maps:next(iterator(Map))).

fold_next(_Fun, Acc, none) -> Acc;
fold_next(Fun, Acc, {Key, Value, Iterator}) -> fold_next(Fun, Fun(Key, Value, Acc), maps:next(Iterator)).

foreach(Fun, Map) ->
    fold(fun(Key, Value, _) -> Fun(Key, Value) end, ok, Map),
    ok.

filter(Fun, Map) ->
    Keep = fun(Key, Value, Kept) ->
        case Fun(Key, Value) of
            true -> Kept#{Key => Value};
            false -> Kept
        end
    end,
    fold(Keep, #{}, Map).

to_list(Map) -> lists:reverse(fold(fun(Key, Value, List) -> [{Key, Value} | List] end, [], Map)).

from_list(List) -> lists:foldl(fun({Key, Value}, Map) -> Map#{Key => Value} end, #{}, List).

keys(Map) -> [Key || {Key, _Value} <- to_list(Map)].

values(Map) -> [Value || {_Key, Value} <- to_list(Map)].
