"""The five meanings of a time frame, against plain Python over the same log."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from core.errors import WrongUse
from eventlog.filters import parse, select
from mining.process_map import process_map
from mining.variants import variants
from tests.eventlog.filters.chosen import CASES, chosen, expected, process

FIRST, END = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
FEBRUARY = "2026-02-01..2026-02-28"


def inside(moment: datetime) -> bool:
    return FIRST <= moment < END


def test_four_meanings_choose_whole_cases():
    assert chosen(f"contained {FEBRUARY}") == expected(lambda c: inside(c.events[0].at) and inside(c.events[-1].at))
    assert chosen(f"started {FEBRUARY}") == expected(lambda c: inside(c.events[0].at))
    assert chosen(f"ended {FEBRUARY}") == expected(lambda c: inside(c.events[-1].at))
    touched = expected(lambda c: c.events[0].at < END and c.events[-1].at >= FIRST)
    assert chosen(f"intersecting {FEBRUARY}") == touched


def test_trimmed_cuts_the_steps():
    assert chosen(f"trimmed {FEBRUARY}") == expected(lambda c: any(inside(e.at) for e in c.events))
    selection = select(process(), parse(f"trimmed {FEBRUARY}"))
    left = {c.id: [e for e in c.events if inside(e.at)] for c in CASES}
    assert selection.events == sum(map(len, left.values()))
    rows = process().database.rows("select object_id, start_us, end_us, duration_us, n from chosen_case")
    for case_id, start, end, duration, steps in rows:
        events = left[case_id]
        assert steps == len(events)
        assert end - start == duration == (events[-1].at - events[0].at) // timedelta(microseconds=1)
    traces = {tuple(e.activity for e in events) for events in left.values() if events}
    assert {variant.activities for variant in variants(process(), selection, 1000).top} == traces
    drawn = process_map(process(), selection)
    waits = [
        (before.activity, after.activity, after.at - before.at)
        for events in left.values()
        for before, after in pairwise(events)
    ]
    assert sum(move.count for move in drawn.moves) == len(waits)
    assert sum(move.elapsed.total_us for move in drawn.moves) == sum(
        wait // timedelta(microseconds=1) for *_, wait in waits
    )
    assert sum(activity.starts for activity in drawn.activities) == selection.cases


def test_cases_are_chosen_whole_before_they_are_cut():
    text = f'has "F" and trimmed {FEBRUARY}'
    assert chosen(text) == expected(lambda c: "F" in c.trace and any(inside(e.at) for e in c.events))
    select(process(), ())
    assert chosen("") == {case.id for case in CASES}


def test_every_precision_and_open_frames():
    assert chosen("started 2026-02") == chosen(f"started {FEBRUARY}")
    assert chosen("started 2026") == {case.id for case in CASES}
    assert chosen("started ..2026-01") | chosen("started 2026-02..") == {case.id for case in CASES}
    moment = CASES[5].events[0].at
    text = f"started {moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond:06}"
    assert chosen(text) == {case.id for case in CASES if case.events[0].at == moment}
    assert chosen(text + "Z") == chosen(text)


def test_trimmed_frames_meet():
    assert chosen("trimmed 2026-02 and trimmed 2026-02-10..") == chosen("trimmed 2026-02-10..2026-02-28")


@pytest.mark.parametrize("frame", ["2026-02-30", "..", "2026-2", "2026-03..2026-02", "yesterday", "0000-01-01"])
def test_what_is_no_frame_is_refused(frame):
    with pytest.raises(WrongUse):
        chosen(f"started {frame}")


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_the_first_and_last_year_can_be_asked_for(year):
    assert chosen(f"started {year}") == set()
    assert chosen(f"started {year}-12-31..{year}-12-31") == set()
