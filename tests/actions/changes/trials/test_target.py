"""The trial of targets names the months that are off by the old and the new ones, as one counts them by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.changes.trials import target
from actions.changes.trials.trial import Question
from core.errors import BadSettings, NotFound
from core.settings import firm_settings
from core.state import open_state
from metrics.comparison import compared
from metrics.cut import read_cut
from tests.actions.changes.trials.test_rule import rows
from tests.two_entities import imported

YEAR = "2025-04..2026-03"
NEW = "\n[targets.billing_dispute_rate]\nvalue = { target = 0.10, tolerance = 0.02 }\n"
USUAL = 0.02 + 0.01


def test_the_months_off_target_are_those_above_it_and_its_tolerance(question, firm, before, state):
    text = firm.settings_file.read_text()
    trial = target.tried(Question(state, "firm.toml", text, text + NEW))
    values = {
        each.total.period.slug: each.total.value
        for each in compared(before, "billing_dispute_rate", read_cut(period=YEAR, grain="month"), firm_settings(firm))
        if each.total.measure == "value"
    }
    off = [{month for month, value in values.items() if value and value > most} for most in (USUAL, 0.12)]
    assert off[1] < off[0]
    told = rows(trial, "Months")
    assert [{row[0] for row in told if str(row[place]).startswith("Over")} for place in (3, 4)] == off
    assert {row[1] for row in told} == {"Invoices disputed"}
    assert trial.sentence == (
        f"Billing dispute rate: {len(off[1])} month{'' if len(off[1]) == 1 else 's'} of 12 would have been off target, "
        f"as it holds {len(off[0])}."
    )
    assert {each.entity for table in trial.tables for each in table.rows if "entities" in table.title} > {"munich"}


def test_a_log_without_indicators_says_what_to_do(tmp_path: Path):
    with open_state(imported(tmp_path)) as state, pytest.raises(NotFound, match="no contracts, projects"):
        target.tried(Question(state, "firm.toml", "", NEW))


def test_what_is_no_target_is_said(firm, state):
    text = firm.settings_file.read_text()
    assert target.tried(Question(state, "firm.toml", text, text + "\n")).sentence == "No target changes."
    strange = target.tried(Question(state, "firm.toml", text, text + "\n[targets.wishes]\nvalue = { target = 1 }\n"))
    assert strange.sentence == "The log has no figures of wishes."
    new = text + "\n[targets.exception_volume]\ncount = { target = 1 }\n"
    told = rows(target.tried(Question(state, "firm.toml", text, new)), "Months")
    assert {row[3] for row in told} == {"no target"}
    assert any(str(row[4]).startswith("Over target by") for row in told)


def test_targets_that_held_with_a_mistake_are_told_as_one(firm, state):
    broken = '[targets.billing_dispute_rate]\nvalue = { target = "little" }\n'
    with pytest.raises(BadSettings, match=r"targets\.billing_dispute_rate"):
        target.tried(Question(state, "firm.toml", broken, NEW))
