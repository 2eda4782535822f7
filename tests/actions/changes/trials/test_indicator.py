"""An indicator's trial tells what the built log tells once the indicator's file was replaced."""

from __future__ import annotations

import pytest

from actions.changes.definitions import shipped_text
from actions.changes.trials import indicator
from core.errors import BadSettings
from core.settings import firm_settings
from metrics.comparison import Compared, compared
from metrics.cut import read_cut
from metrics.figures import in_words
from tests.actions.changes.trials.conftest import INDICATOR
from tests.actions.changes.trials.test_rule import rows

YEAR = "2025-04..2026-03"
NAME = "timesheet_submission_lag"


def told(log, firm, **cut: str) -> list[Compared]:
    return compared(log, NAME, read_cut(period=YEAR, **cut), firm_settings(firm))


def value(found: Compared) -> str:
    """As the trial says it: with its standing."""
    words = found.standing.words if found.standing else ""
    return f"{in_words(found.total)} ({words[0].lower()}{words[1:]})" if words else in_words(found.total)


def test_its_figures_are_those_of_the_log_after_the_file_was_replaced(question, firm, before, after):
    trial = indicator.tried(question(INDICATOR))
    whole = [
        (now.total.title, value(now), value(then), now.total.n, then.total.n)
        for now, then in zip(told(before, firm), told(after, firm), strict=True)
    ]
    assert rows(trial, "All of") == whole
    assert any(row[1] != row[2] for row in whole)
    months = [
        (now.total.period.slug, now.total.title, value(now), value(then), now.total.n, then.total.n)
        for now, then in zip(told(before, firm, grain="month"), told(after, firm, grain="month"), strict=True)
        if (now.total.value, now.total.n) != (then.total.value, then.total.n)
    ]
    assert sorted(rows(trial, "Months")) == sorted(months)
    assert f"{len({row[0] for row in months})} months of 12 differ" in trial.sentence
    entities = [
        (now.total.slice["entity"] or "not known", now.total.title, value(now), value(then), now.total.n, then.total.n)
        for now, then in zip(told(before, firm, by="entity"), told(after, firm, by="entity"), strict=True)
        if (now.total.value, now.total.n) != (then.total.value, then.total.n)
    ]
    assert sorted(rows(trial, "Legal entities")) == sorted(entities)


def test_figures_of_fewer_people_than_the_limit_are_told_in_no_trial(question, before, firm):
    asked, settings = question("indicators/my_own.sql", shipped_text("indicators/utilization.sql")), firm.settings_file
    holds = settings.read_text()
    settings.write_text(f"{holds}\n[metrics]\ngroup_limit = 19\n")
    try:
        trial = indicator.tried(asked)
        by_entity = compared(before, "utilization", read_cut(by="entity", period=YEAR), firm_settings(firm))
    finally:
        settings.write_text(holds)
    shown, hidden = (
        {each.total.slice["entity"] for each in by_entity if each.total.hidden is so} for so in (False, True)
    )
    assert hidden
    assert {row[0] for row in rows(trial, "Legal entities")} == shown


def test_a_new_one_one_taken_away_and_one_that_changes_nothing(question, before, firm):
    first = value(told(before, firm)[0])
    new = indicator.tried(question("indicators/my_own.sql", question(INDICATOR).now))
    assert new.sentence.startswith("There is none yet.")
    # an indicator of another name has no target
    assert first.split(" (")[0] in new.sentence
    assert first in indicator.tried(question(INDICATOR, None)).sentence
    same = indicator.tried(
        question(INDICATOR, question(INDICATOR).now.replace("-- question = ", "-- # as before\n-- question = "))
    )
    assert same.sentence.startswith("No figure of 1 Apr 2025 – 31 Mar 2026 changes: ")
    assert [each for each in same.tables[1:] if each.rows] == []


def test_one_that_cannot_be_run_says_why(question):
    with pytest.raises(BadSettings, match="timesheet_submission_lag"):
        indicator.tried(question(INDICATOR, question(INDICATOR).now.replace("as starts_at", "as begins_at")))
