"""One activity after another, directly or later, with bounds on the time between, against plain Python."""

from datetime import timedelta

import pytest

from core.errors import WrongUse
from tests.eventlog.filters.chosen import chosen, expected
from tests.generated_logs import START, Case, process_log, trace

DAY = timedelta(days=1)


def gaps(case: Case, first: str, second: str, hidden: str = "", directly: bool = True) -> list[timedelta]:
    """The times between each `first` and what follows it, if that is `second`; or the next `second` after it."""
    events = [event for event in case.events if event.activity not in hidden]
    found = []
    for at, event in enumerate(events):
        later = [other for other in events[at + 1 :] if directly or other.activity == second][:1]
        if event.activity == first and later and later[0].activity == second:
            found.append(later[0].at - event.at)
    return found


def test_directly_and_eventually():
    assert chosen('directly ("B", "D")') == expected(lambda case: bool(gaps(case, "B", "D")))
    assert chosen('eventually ("B", "E")') == expected(lambda case: bool(gaps(case, "B", "E", directly=False)))
    assert chosen('directly ("C", "C")') == expected(lambda case: bool(gaps(case, "C", "C")))
    assert chosen('eventually ("C", "C")') == expected(lambda case: case.trace.count("C") > 1)
    assert chosen('eventually ("D", "B")') == expected(lambda case: bool(gaps(case, "D", "B", directly=False)))


def test_bounds_on_the_time_between():
    assert chosen('directly ("A", "B") over 3d') == expected(lambda c: any(g > 3 * DAY for g in gaps(c, "A", "B")))
    assert chosen('directly ("A", "B") under 3d') == expected(lambda c: any(g < 3 * DAY for g in gaps(c, "A", "B")))
    assert chosen('eventually ("A", "E") over 2d under 12d') == expected(
        lambda c: any(2 * DAY < g < 12 * DAY for g in gaps(c, "A", "E", directly=False))
    )
    assert chosen('eventually ("B", "B") over 4d') == expected(
        lambda c: any(g > 4 * DAY for g in gaps(c, "B", "B", directly=False))
    )


def test_passing_over_hidden_activities():
    assert chosen('directly ("A", "C") ignoring "B"') == expected(lambda c: bool(gaps(c, "A", "C", hidden="B")))
    assert chosen('directly ("A", "E") ignoring ("B", "C", "D") over 5d') == expected(
        lambda c: any(g > 5 * DAY for g in gaps(c, "A", "E", hidden="BCD"))
    )


def test_business_time_between():
    friday = START.replace(day=9, hour=21)
    log = process_log([trace("weekend", "AXB", friday, hours=33)], calendar_name="new_york")
    assert chosen('eventually ("A", "B") under 3h business', log) == {"weekend"}
    assert chosen('eventually ("A", "B") over 2h business', log) == set()
    assert chosen('directly ("A", "B") ignoring "X" under 3h business', log) == {"weekend"}
    assert chosen('directly ("A", "X") under 2h business', log) == {"weekend"}
    assert chosen('eventually ("A", "B") under 3h', log) == set()


@pytest.mark.parametrize("text", ['directly "A"', 'directly ("A", "B", "C")', 'eventually ("A", "B") over'])
def test_two_activities_are_needed(text):
    with pytest.raises(WrongUse):
        chosen(text)


def test_a_text_that_asks_for_business_time_needs_a_calendar():
    with pytest.raises(WrongUse, match="business time"):
        chosen('directly ("A", "B") under 3h business', process_log([trace("one", "AB")]))
