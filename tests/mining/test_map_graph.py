"""The JSON that is drawn: whole, consistent with the map it was made from, and honest about what it hides."""

import json

import pytest

from eventlog.filters import parse, select
from mining.map_graph import graph, map_graph
from mining.process_map import process_map
from tests.generated_logs import process_log, random_cases, trace

KEYS = {
    "title", "cases", "events", "activities_total", "paths_total", "moves_total", "nodes", "edges", "edge_order",
    "backbone", "shown", "hidden", "replay_by_paths",
}  # fmt: skip


@pytest.fixture(scope="module")
def process():
    with process_log(random_cases(31, 150), calendar_name="new_york") as log:
        yield log


def test_it_is_json_with_the_agreed_keys(process):
    drawn = json.loads(json.dumps(map_graph(process, select(process)), allow_nan=False))
    assert set(drawn) == KEYS
    assert [node["place"] for node in drawn["nodes"]] == sorted(node["place"] for node in drawn["nodes"])
    assert [edge["id"] for edge in drawn["edges"]] == drawn["edge_order"]
    assert {edge["from"] for edge in drawn["edges"]} <= {node["id"] for node in drawn["nodes"]}
    assert all(edge["from"] != edge["to"] for edge in drawn["edges"])
    assert drawn["moves_total"] + sum(node["self_count"] for node in drawn["nodes"]) == drawn["events"] - drawn["cases"]


def test_times_are_in_seconds(process):
    whole = process_map(process, select(process))
    move = next(move for move in whole.moves if move.from_no != move.to_no)
    edge = next(e for e in graph(whole)["edges"] if e["id"] == f"{move.from_no}>{move.to_no}")
    assert edge["elapsed"]["mean"] == move.elapsed.mean_us / 1e6
    assert edge["business"]["p95"] == move.business.p95_us / 1e6


def test_system_changes_are_marked(process):
    changes = {(e["from"], e["to"]) for e in map_graph(process, select(process))["edges"] if e["system_change"]}
    systems = {"A": 0, "B": 0, "C": 0, "D": 0, "E": 1, "F": 1}
    names = process.activities
    assert changes
    assert all(systems[names[a]] != systems[names[b]] for a, b in changes)


def test_what_is_hidden_is_said():
    cases = [trace(str(n), "AB") for n in range(9)] + [trace("9", "AXB")]
    with process_log(cases) as log:
        drawn = map_graph(log, select(log), most=2)
        assert drawn["hidden"]["activities"] == 1
        assert drawn["hidden"]["events_share"] == 1 / 21
        assert drawn["hidden"]["words"] == "1 of 3 activities is hidden: 4.8% of the events; 10% of the cases pass it."
        assert drawn["edges"][0]["jumps"] == 1
        assert map_graph(log, select(log))["hidden"]["words"] == "All 3 activities are shown."


def test_replay_grows_to_all_cases(process):
    drawn = map_graph(process, select(process, parse("case.amount > 200")))
    replay = drawn["replay_by_paths"]
    assert replay == sorted(replay)
    assert replay[-1] == 1.0
    assert len(replay) == drawn["paths_total"]


def test_an_empty_choice_draws_an_empty_map(process):
    drawn = map_graph(process, select(process, parse('has "F" and lacks "F"')))
    assert (drawn["cases"], drawn["nodes"], drawn["edges"], drawn["shown"]) == (0, [], [], 0)
