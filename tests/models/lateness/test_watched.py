"""Cases under a service level: what is missed is what the rules call a breach, and looks end with the case."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.access import Viewer
from core.workspace import Workspace
from eventlog.process_declaration import ProcessDeclaration
from eventlog.reading import EventLog, open_log
from models.lateness.watched import _clocks, days, watched
from tests.models.lateness.made_levels import level_of

NAN = float("nan")
RULES = {
    "expense_approval: Submitted to last approval": "expense_submitted_to_last_approval",
    "milestone_billing: Billable to billing ready": "billable_to_billing_ready",
}


@pytest.mark.parametrize("name", RULES)
def test_what_is_missed_is_what_the_rules_find(pretend_firm: Path, name: str):
    with open_log(Workspace(pretend_firm), Viewer.owner()) as log:
        end = log.database.value("select as_of from fact.span")
        level = next(one for one in watched(log, end) if one.name == name)
        breaches = set(
            log.database.column("select distinct object_id from fact.exception where rule = $rule", rule=RULES[name])
        )
    missed = level.missed(np.arange(len(level.case)), days(end))
    found = {level.ids[level.case[row]] for row in np.flatnonzero(missed == 1)}
    assert len(breaches) > 5
    assert found == breaches


def test_one_level_of_two_processes_is_watched_once(pretend_firm: Path):
    with open_log(Workspace(pretend_firm), Viewer.owner()) as log:
        names = [one.name for one in watched(log, log.database.value("select as_of from fact.span"))]
    assert "milestone_billing: Billing ready to invoice sent" in names
    assert "project_to_cash: Billing ready to invoice sent" not in names
    assert "project_to_cash: Signed contract to kickoff" in names


def test_looks_are_a_day_apart_until_the_case_is_done_or_late():
    level = level_of([1.5, 3.0, NAN], [10.0, 10.0, 10.0])
    rows, at = level.looks(11.75)
    assert list(zip(rows.tolist(), at.tolist(), strict=True)) == [
        (0, 10.0), (0, 10.75), (1, 10.0), (1, 10.75), (2, 10.0), (2, 10.75),
    ]  # fmt: skip


def test_missed_is_known_when_it_is_due_or_done():
    level = level_of([1.5, 3.0, NAN], [10.0, 10.0, 10.0])
    every = np.arange(3)
    assert level.missed(every, 12.0).tolist() == [0, 1, 1]
    np.testing.assert_array_equal(level.missed(every, 11.9), [0, NAN, NAN])
    np.testing.assert_array_equal(level.missed(every, 11.0), [NAN, NAN, NAN])


def test_one_that_was_called_off_is_neither_kept_nor_missed():
    level = replace(level_of([NAN, NAN], [10.0, 10.0]), gone=np.array([11.0, 13.0]))
    np.testing.assert_array_equal(level.missed(np.arange(2), 20.0), [NAN, 1])
    assert level.running(10.5).tolist() == [0, 1]
    assert level.running(11.5).tolist() == [1]
    assert level.looks(20.0)[0].tolist() == [0, 1, 1]


def test_the_part_of_the_hours_that_is_used():
    level = level_of([1.5, 3.0], [10.0, 10.0])
    assert level.used(np.array([0, 1]), np.array([10.5, 13.0])).tolist() == pytest.approx([0.25, 1.5])


def test_a_calendar_that_knows_nothing_of_these_years_gives_no_clock():
    desk = ProcessDeclaration(name="desk", title="Desk", object_type="thing", calendar="new_york")
    of_1970, of_2026 = level_of([1.5], [10.0]).histories, level_of([1.5], [20_500.0]).histories
    log = EventLog(None, 1, {}, Viewer.owner(), None)  # type: ignore[arg-type]
    assert _clocks(log, desk, [None], of_1970) == [None]
    (clock,) = _clocks(log, desk, [None], of_2026)
    assert clock is not None
