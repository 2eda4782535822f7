"""Attributes of steps: some step has the value, or no step has it, against plain Python over the same log."""

import pytest

from core.errors import WrongUse
from tests.eventlog.filters.chosen import chosen, expected


def test_resource():
    assert chosen("event.resource = Ann") == expected(lambda case: any(e.resource == "Ann" for e in case.events))
    assert chosen("event.resource != Ann") == expected(lambda case: all(e.resource != "Ann" for e in case.events))
    assert chosen("event.resource in (Ann, Bo)") == expected(
        lambda case: any(e.resource in ("Ann", "Bo") for e in case.events)
    )


def test_system():
    assert chosen("event.system = erp") == expected(lambda case: any(e.system == "erp" for e in case.events))


def test_the_logs_own_attributes():
    assert chosen('event.note = "3"') == expected(lambda case: any(e.attributes["note"] == "3" for e in case.events))
    assert chosen("event.note != 3") == expected(lambda case: all(e.attributes["note"] != "3" for e in case.events))


def test_a_wrong_name_is_answered_with_what_is_there():
    with pytest.raises(WrongUse, match=r'event attribute "notes".*"note"'):
        chosen("event.notes = 3")
