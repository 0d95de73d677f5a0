import json
import logging
from dataclasses import replace

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from pydantic import TypeAdapter, ValidationError
from toy_games import Game, Watcher, binary_tree, chain, check_invariants, games, play, snapshot

from search import Event, EventWriter, Search, parse_event, read_events, replay
from search.events import NodeCreated, TacticTried


def told(game, **settings) -> list[Event]:
    search = Search(**settings)
    watcher = Watcher(search)
    play(search, game, listeners=[watcher])
    return watcher.events


@given(games())
@settings(max_examples=40, deadline=None)
def test_events_survive_json(game):
    for event in told(game, concurrency=2):
        assert parse_event(event.model_dump_json()) == event


@given(st.text(), st.floats(max_value=0, allow_nan=False, allow_infinity=False))
def test_any_text_survives_json(text, logprob):
    tried = TacticTried(
        seq=1,
        t=0.5,
        node=0,
        tactic=text,
        logprob=logprob,
        source=text,
        outcome="tactic_error",
        message=text,
        seconds=0.0,
    )
    created = NodeCreated(seq=0, t=0.5, node=0, key=text, goals=[text, text])
    for event in (tried, created):
        line = event.model_dump_json()
        assert "\n" not in line and parse_event(line) == event


def test_what_was_computed_for_a_proposal_is_told_with_its_attempt():
    class Computing(Game):
        async def propose(self, states):
            return [[replace(p, computed=f"{p.tactic} = 3 · 5") for p in ps] for ps in await super().propose(states)]

    events = [parse_event(event.model_dump_json()) for event in told(Computing([[("a", -0.1, 1)], [("b", -0.1, "proved")]]))]
    assert [e.computed for e in events if e.kind == "tactic_tried"] == ["a = 3 · 5", "b = 3 · 5"]
    assert [step.computed for step in replay(events).shortest_proof()] == ["a = 3 · 5", "b = 3 · 5"]


def test_events_are_told_apart_by_kind():
    kinds = {
        definition["properties"]["kind"]["const"]
        for definition in TypeAdapter(Event).json_schema()["$defs"].values()
        if "kind" in definition.get("properties", {})
    }
    assert {"search_started", "node_created", "node_merged", "tactic_tried", "proof_found", "search_ended"} <= kinds
    with pytest.raises(ValidationError):
        parse_event('{"kind": "coffee_break", "seq": 0, "t": 0}')


@pytest.mark.parametrize("name", ["events.jsonl", "events.jsonl.zst"])
def test_a_log_is_read_back_and_replays_to_the_same_graph(tmp_path, name):
    search = Search(concurrency=4)
    watcher = Watcher(search)
    with EventWriter(tmp_path / name) as log:
        play(search, binary_tree(6), listeners=[log, watcher])
    assert list(read_events(tmp_path / name)) == watcher.events
    assert snapshot(replay(read_events(tmp_path / name))) == snapshot(search.graph)


@pytest.mark.parametrize("name", ["events.jsonl", "events.jsonl.zst"])
def test_a_log_cut_off_anywhere_is_read_up_to_there(tmp_path, name):
    events = told(binary_tree(5))
    with EventWriter(tmp_path / name, flush_seconds=0.0) as log:
        for event in events:
            log(event)
    whole = (tmp_path / name).read_bytes()
    lengths = []
    for share in (0.0, 0.1, 0.37, 0.5, 0.73, 0.99):
        (tmp_path / name).write_bytes(whole[: int(len(whole) * share)])
        read = list(read_events(tmp_path / name))
        assert read == events[: len(read)]
        lengths.append(len(read))
    assert lengths == sorted(lengths) and lengths[0] == 0 and 0.9 * len(events) < lengths[-1] < len(events)


def test_what_has_happened_is_on_disk_while_the_search_runs(tmp_path):
    path = tmp_path / "events.jsonl.zst"
    log = EventWriter(path, flush_seconds=0.0)
    events = told(chain(3))
    for event in events[:-1]:
        log(event)
    assert list(read_events(path)) == events[:-1]
    log.close()


def test_a_damaged_line_in_the_middle_is_an_error(tmp_path):
    path = tmp_path / "events.jsonl"
    lines = [event.model_dump_json() for event in told(chain(3))]
    path.write_text("\n".join([lines[0], '{"kind": "nonsense"}', lines[1], ""]))
    with pytest.raises(ValidationError):
        list(read_events(path))


def test_logs_of_a_later_version_with_more_fields_are_read():
    event = told(chain(1))[0]
    assert parse_event(json.dumps({**event.model_dump(mode="json"), "mood": "cheerful"})) == event


EARLIER = """
{"seq":0,"t":0.0,"kind":"search_started","policy":"toy","budget":{"seconds":1.0},"info":{}}
{"seq":1,"t":0.0,"kind":"node_created","node":0,"key":"123\\n⊢ p ∧ q","goals":["⊢ p ∧ q"],"depth":0,"logprob":0.0}
{"seq":2,"t":0.1,"kind":"node_selected","node":0,"again":false}
{"seq":3,"t":0.2,"kind":"node_created","node":1,"key":"456\\n⊢ p","goals":["⊢ p"],"parent":0,"tactic":"l","depth":1,"logprob":-0.5}
{"seq":4,"t":0.2,"kind":"tactic_tried","node":0,"tactic":"l","logprob":-0.5,"source":"toy","outcome":"new_state","message":"","reason":null,"seconds":0.002,"child":1}
{"seq":5,"t":0.3,"kind":"tactic_tried","node":1,"tactic":"r","logprob":-0.7,"source":"toy","outcome":"gave_up","message":"x","reason":"time","seconds":1.0,"child":null}
{"seq":6,"t":0.4,"kind":"tactic_tried","node":1,"tactic":"go","logprob":-0.1,"source":"toy","outcome":"proved","message":"","reason":null,"seconds":0.1,"child":null}
"""


def test_a_log_of_an_earlier_version_is_replayed():
    graph = replay(map(parse_event, EARLIER.strip().splitlines()))
    check_invariants(graph)
    assert [step.tactic for step in graph.shortest_proof()] == ["l", "go"]
    assert [(a.outcome, a.reason) for a in graph[1].attempts] == [("gave_up", "time"), ("proved", None)]
    assert graph[1].state.key == "456\n⊢ p"


def test_replay_needs_a_root():
    with pytest.raises(ValueError, match="root"):
        replay([])


def test_a_listener_that_raises_is_logged_once_and_harms_nobody(caplog):
    seen = []

    def broken(event):
        seen.append(event.kind)
        raise RuntimeError("not my day")

    watcher = Watcher(search := Search())
    with caplog.at_level(logging.ERROR):
        result = play(search, chain(3), listeners=[broken, watcher])
    assert result.proved and seen == watcher.kinds()
    assert [r.getMessage() for r in caplog.records].count("a listener failed at event 0; the search goes on") == 1
    assert len(caplog.records) == 1
