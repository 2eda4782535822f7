"""The map against plain Python: counts, times, starts and ends, whole, filtered, and with activities hidden."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.access import Viewer
from core.workspace import open_workspace
from eventlog.filters import parse, select
from eventlog.reading import open_log
from mining.process_map import process_map, usual_activities
from tests.generated_logs import Case, Event, process_log, random_cases, trace
from tests.mining.plain_counts import assert_map_is

CASES = random_cases(21, 120)
START = datetime(2026, 1, 1, tzinfo=UTC)
SMALL_CASES = st.lists(
    st.lists(st.tuples(st.sampled_from("ABCD"), st.integers(0, 10**13)), min_size=1, max_size=7), min_size=1, max_size=6
)


@pytest.fixture(scope="module")
def process():
    with process_log(CASES) as log:
        yield log


def numbers(process, names):
    return [process.activities.index(name) for name in names]


def test_whole(process):
    assert_map_is(process_map(process, select(process)), CASES)


def test_filtered(process):
    left = [case for case in CASES if case.attributes["region"] == "EMEA" and "C" in case.trace]
    assert_map_is(process_map(process, select(process, parse('case.region = EMEA and has "C"'))), left)


@pytest.mark.parametrize("shown", ["A", "AF", "BDE", "ABCDE", "CF"])
def test_hidden_activities_are_taken_out_of_the_cases(process, shown):
    drawn = process_map(process, select(process), numbers(process, shown))
    assert_map_is(drawn, CASES, shown)
    assert drawn.hidden_events == sum(name not in shown for case in CASES for name in case.trace)
    assert drawn.hidden_cases == sum(bool(set(case.trace) - set(shown)) for case in CASES)


def test_hidden_and_filtered(process):
    left = [case for case in CASES if case.attributes["amount"] > 300]
    selection = select(process, parse("case.amount > 300"))
    assert_map_is(process_map(process, selection, numbers(process, "ADF")), left, "ADF")


def test_jumps_are_the_moves_past_hidden_activities():
    with process_log([trace("1", "AXB"), trace("2", "AB"), trace("3", "XAXXBX"), trace("4", "XX")]) as log:
        drawn = process_map(log, select(log), numbers(log, "AB"))
        (move,) = drawn.moves
        assert (move.count, move.jumps, move.cases) == (3, 2, 3)
        assert move.elapsed.total_us == (2 + 1 + 3) * 3_600_000_000
        assert sum(activity.starts for activity in drawn.activities) == 3


def test_business_time_beside_elapsed():
    friday = datetime(2026, 1, 9, 21, tzinfo=UTC)
    with process_log([trace("1", "AXB", friday, hours=33)], calendar_name="new_york") as log:
        (move,) = process_map(log, select(log), numbers(log, "AB")).moves
        assert move.elapsed.mean_us == 66 * 3_600_000_000
        assert move.business.mean_us == 2 * 3_600_000_000
        moves = process_map(log, select(log)).moves
        assert [m.business.total_us for m in moves] == [3_600_000_000, 3_600_000_000]


def test_frequencies_alone(process):
    whole, counts = process_map(process, select(process)), process_map(process, select(process), times=False)
    assert [(m.from_no, m.to_no, m.count) for m in counts.moves] == [(m.from_no, m.to_no, m.count) for m in whole.moves]
    assert all(move.elapsed is None for move in counts.moves)


def test_usual_activities():
    cases = [trace(str(n), "AB" if n else "ABX") for n in range(100)]
    with process_log(cases) as log:
        assert numbers(log, "AB") == usual_activities(log, select(log))
        assert usual_activities(log, select(log), most=1) == numbers(log, "A")
        assert usual_activities(log, select(log), share=0.01) == numbers(log, "ABX")


def test_systems_of_activities(process):
    systems = process_map(process, select(process)).systems()
    named = {process.activities[number]: system for number, system in systems.items()}
    assert named == dict.fromkeys("ABCD", "psa") | dict.fromkeys("EF", "erp")
    with process_log([trace("1", "AB")]) as log:
        assert process_map(log, select(log)).systems() == {}


def test_replay_counts_the_cases_whose_every_move_is_drawn(process):
    drawn = process_map(process, select(process), numbers(process, "ABCD"))
    order = sorted({(m.from_no, m.to_no) for m in drawn.moves if m.from_no != m.to_no})
    traces = [[process.activities.index(name) for name in case.trace if name in "ABCD"] for case in CASES]
    needed = [{move for move in pairwise(t) if move[0] != move[1]} for t in traces if t]
    expected = [sum(moves <= set(order[:k]) for moves in needed) for k in range(1, len(order) + 1)]
    assert drawn.replayed(order) == expected
    assert expected[-1] == len(needed)


@settings(max_examples=12, deadline=None)
@given(SMALL_CASES)
def test_any_small_log(drawn_cases):
    cases = []
    for number, steps in enumerate(drawn_cases):
        ordered = sorted(at for _, at in steps)
        events = [Event(n, START + timedelta(microseconds=at)) for (n, _), at in zip(steps, ordered, strict=True)]
        cases.append(Case(str(number), events))
    with process_log(cases) as log:
        selection = select(log)
        assert_map_is(process_map(log, selection), cases)
        present = sorted(set(log.activities) & set("AC"))
        assert_map_is(process_map(log, selection, numbers(log, present)), cases, present)


@pytest.mark.parametrize("cases", [[], [trace("1", "A")], [trace("1", "A"), trace("2", "B")]])
def test_no_moves(cases):
    with process_log(cases) as log:
        drawn = process_map(log, select(log))
        assert drawn.moves == []
        assert sum(activity.starts for activity in drawn.activities) == len(cases)
        assert drawn.frame().empty
        assert process_map(log, select(log), []).activities == []


def test_frame_has_seconds(process):
    drawn = process_map(process, select(process))
    frame = drawn.frame()
    assert len(frame) == len(drawn.moves)
    np.testing.assert_allclose(frame["mean_s"], [move.elapsed.mean_us / 1e6 for move in drawn.moves])


def test_what_a_rule_derives_is_of_no_system(pretend_firm: Path):
    """The ERP records that an invoice was drafted; that it was ready to be billed follows by rule."""
    with open_log(open_workspace(pretend_firm), Viewer.owner()) as log, log.process("milestone_billing") as billing:
        drawn = process_map(billing, select(billing, parse("")))
        systems = drawn.systems()
        by_name = {activity.name: systems.get(activity.number) for activity in drawn.activities}
    assert (by_name["Invoice drafted"], by_name["Billing ready"]) == ("NetSuite", None)
