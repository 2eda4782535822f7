"""An entity without a calendar: figures that need its working time say so, name it, and what to do."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.access import Viewer
from eventlog.reading import EventLog
from metrics.catalogue import indicator
from metrics.comparison import missing_of_gaps
from metrics.lost_calendars import said_of_calendars, without_calendar
from metrics.shares import keep_shares
from tests.metrics.own_rules import with_rule
from tests.metrics.people import add_sheet, log_time, with_person, with_project
from tests.metrics.tiny_log import TinyLog


def lacking(name: str, viewer: Viewer | None = None, *others: str) -> list[str]:
    """Of London and of these other entities somebody worked a day."""
    return without_calendar(worked(name, viewer, *others), indicator(name))


def worked(name: str, viewer: Viewer | None = None, *others: str) -> EventLog:
    log = with_project(TinyLog("2026-02-05 12:00"))
    for number, entity in enumerate(("london", *others)):
        if number:
            log.thing("legal_entity", f"netsuite:{number + 1}", entity=entity, currency="GBP", zone="Europe/London")
        with_person(log, f"bamboohr:{number}", entity=entity)
        log_time(log, add_sheet(log, f"bamboohr:{number}"), f"card {number}", "2026-02-02", 5)
    seen = log.seen_by(viewer or Viewer.owner())
    keep_shares(log.database, indicator(name))
    return seen


def test_it_names_entities_that_it_tells_of_and_whose_working_time_it_needs():
    assert lacking("utilization", None, "bristol", "cardiff") == ["bristol", "cardiff"]
    assert lacking("utilization", None) == []


def test_what_needs_no_working_time_says_nothing():
    assert lacking("unbilled_wip", None, "bristol") == []


def test_it_is_told_of_what_the_viewer_may_see():
    assert (
        lacking("utilization", Viewer("ann", frozenset({"controller"}), entities=frozenset({"london"})), "bristol")
        == []
    )


@pytest.mark.parametrize(
    ("more", "statement", "counts"),
    [
        ('-- waits = "patience"\n', "select 1", True),
        ("", "select * from fact.entity_day", True),
        ("", "select * from fact.client_twice", False),
    ],
)
def test_a_rule_that_counts_working_time_names_those_that_the_viewer_may_see(
    tmp_path: Path, more: str, statement: str, counts: bool
):
    london = Viewer("ann", frozenset({"controller"}), entities=frozenset({"london"}))
    log = with_rule(worked("utilization", None, "bristol"), tmp_path, statement, more)
    said = missing_of_gaps(log, ("deals_won", "hours_differ"))
    assert said.startswith("“Deals won”: bristol has no working calendar") is counts
    assert missing_of_gaps(replace(log, viewer=london), ("deals_won",)) == ""


def test_the_sentence_says_what_to_do():
    assert said_of_calendars([]) == ""
    assert said_of_calendars(["bristol"]) == (
        "bristol has no working calendar, so its working time is not known and not in this: describe it in "
        "calendars/bristol.toml and run tracework build."
    )
    assert said_of_calendars(["bristol", "cardiff"]).endswith(
        "describe it in calendars/bristol.toml, calendars/cardiff.toml and run tracework build."
    )
