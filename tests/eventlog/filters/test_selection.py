"""Selections: conditions together, two at once on one connection, on another connection, and what a viewer may see."""

from dataclasses import replace

from core.access import Viewer
from eventlog.filters import parse, select
from mining.process_map import process_map
from tests.eventlog.filters.chosen import CASES, chosen, expected, process
from tests.generated_logs import process_log, random_cases


def test_conditions_hold_together():
    text = 'case.region = EMEA and has "C" and no rework "A" and duration > 1d'
    assert chosen(text) == expected(
        lambda c: c.attributes["region"] == "EMEA" and "C" in c.trace and c.trace.count("A") < 2 and c.seconds > 86_400
    )


def test_all_cases_are_chosen_without_a_copy():
    selection = select(process(), ())
    assert selection.everything
    assert (selection.cases, selection.events) == (len(CASES), sum(len(case.events) for case in CASES))


def test_two_selections_on_one_connection_do_not_mix():
    few, rest = select(process(), parse('has "F"')), select(process(), parse('lacks "F"'))
    counted = [sum(a.starts for a in process_map(process(), each).activities) for each in (few, rest, few)]
    assert counted == [few.cases, rest.cases, few.cases]
    assert few.cases + rest.cases == len(CASES)


def test_a_selection_serves_another_connection_too():
    selection = select(process(), parse("trimmed 2026-02"))
    moves = process_map(process(), selection).moves
    with replace(process(), database=process().database.cursor([process().name, "main"])) as other:
        assert process_map(other, selection).moves == moves


def test_nothing_chosen():
    selection = select(process(), parse('has "F" and lacks "F"'))
    assert (selection.cases, selection.events, selection.everything) == (0, 0, False)
    assert process_map(process(), selection).moves == []


def test_a_viewer_sees_only_what_is_theirs():
    cases = random_cases(5, 40)
    named = [type(c)(c.id, c.events, {"entity": "North" if n % 4 else "South"}) for n, c in enumerate(cases)]
    viewer = Viewer("manager", frozenset({"manager"}), entities=frozenset({"North"}))
    log = process_log(named, viewer=viewer)
    selection = select(log, ())
    assert not selection.everything
    assert chosen("", log) == {case.id for case in named if case.attributes["entity"] == "North"}
    assert chosen("case.entity = South", log) == set()


def test_a_viewer_with_a_limit_sees_nothing_where_cases_do_not_carry_it():
    viewer = Viewer("manager", frozenset({"manager"}), entities=frozenset({"North"}))
    assert chosen("", process_log(random_cases(5, 10), viewer=viewer)) == set()
    nobody = Viewer("manager", frozenset({"manager"}), entities=frozenset())
    assert chosen("", process_log(random_cases(5, 10), viewer=nobody)) == set()
