"""Filters on any small log that hypothesis finds, the empty one and single events among them, against plain Python."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.eventlog.filters.chosen import chosen
from tests.generated_logs import START, Case, Event, process_log, trace

HOUR = timedelta(hours=1)
STEPS = st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 100)), min_size=1, max_size=6)


def cases_of(drawn):
    """Cases of these activities at these hours, put in order of time."""
    made = []
    for number, steps in enumerate(drawn):
        hours = sorted(hour for _, hour in steps)
        events = [Event(name, START + hour * HOUR) for (name, _), hour in zip(steps, hours, strict=True)]
        made.append(Case(str(number), events))
    return made


def next_after(case, first, second):
    """The hours from each `first` to the next `second` after it."""
    for at, event in enumerate(case.events):
        later = [other.at for other in case.events[at + 1 :] if other.activity == second]
        if event.activity == first and later:
            yield (later[0] - event.at) / HOUR


@settings(max_examples=15, deadline=None)
@given(st.lists(STEPS, max_size=5))
def test_any_small_log(drawn):
    cases = cases_of([[("A", 0), ("B", 1), ("C", 2)], *drawn])
    expected = {
        'has "A" and lacks "C"': lambda c: "A" in c.trace and "C" not in c.trace,
        'ends "B"': lambda c: c.trace[-1] == "B",
        "rework": lambda c: len(set(c.trace)) < len(c.trace),
        'directly ("A", "B")': lambda c: ("A", "B") in pairwise(c.trace),
        'directly ("A", "C") ignoring "B"': lambda c: ("A", "C") in pairwise(n for n in c.trace if n != "B"),
        'eventually ("A", "C") over 5h': lambda c: any(hours > 5 for hours in next_after(c, "A", "C")),
        'eventually ("B", "B") under 20h': lambda c: any(hours < 20 for hours in next_after(c, "B", "B")),
        "duration >= 10h": lambda c: c.seconds >= 36_000,
        "trimmed 2026-01-06": lambda c: any(event.at.day == 6 for event in c.events),
        "started 2026-01-05": lambda c: c.events[0].at.day == 5,
    }
    with process_log(cases) as log:
        for text, holds in expected.items():
            assert chosen(text, log) == {case.id for case in cases if holds(case)}, text


def test_the_empty_log():
    with process_log([]) as log:
        for text in ("", "rework", "started 2026", "trimmed 2026", "duration > 1h", "event.resource = Ann"):
            assert chosen(text, log) == set()


def test_one_event():
    with process_log([trace("one", "A")]) as log:
        assert chosen('has "A" and no rework and duration <= 0s and trimmed 2026', log) == {"one"}
        assert chosen('eventually ("A", "A")', log) == set()


def test_a_case_of_many_events():
    events = [Event("AB"[at % 2], START + at * timedelta(seconds=1)) for at in range(100_000)]
    with process_log([Case("long", events), trace("short", "AB")]) as log:
        assert chosen('eventually ("A", "B") under 2s', log) == {"long"}
        assert chosen('rework "A" and trimmed 2026-01-05T10:00..', log) == {"long"}
