"""Activities present, absent, first and last, against plain Python over the same log."""

import pytest

from core.errors import WrongUse
from tests.eventlog.filters.chosen import chosen, expected


def test_present_and_absent():
    assert chosen('has "E"') == expected(lambda case: "E" in case.trace)
    assert chosen("has E") == chosen('has "E"')
    assert chosen('lacks "E"') == expected(lambda case: "E" not in case.trace)


def test_several_names_are_joined_as_one_would_say():
    assert chosen('has ("D", "F")') == expected(lambda case: "D" in case.trace or "F" in case.trace)
    assert chosen('lacks ("D", "F")') == expected(lambda case: "D" not in case.trace and "F" not in case.trace)
    assert chosen('has "D" and has "F"') == expected(lambda case: {"D", "F"} <= set(case.trace))


def test_first_and_last():
    assert chosen('ends ("A", "F")') == expected(lambda case: case.trace[-1] in "AF")
    assert chosen('starts "A"') == chosen("")
    assert chosen('starts "B"') == set()


def test_an_unknown_activity_is_answered_with_the_nearest():
    with pytest.raises(WrongUse, match=r'activity "G", which this process does not have. It has: "A", "B"'):
        chosen('has "G"')
