"""A policy's trial is its back-test, in the shape of the others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.changes.trials import policy
from actions.changes.trials.trial import Question
from actions.policies.back_test import back_test
from actions.policies.catalogue import read_policy
from core.errors import NotFound
from core.state import State
from tests.actions.made_findings import NOON
from tests.actions.ready_firm import ASKING, HANDOFF, ready, suspect

PATH, TEXT = "policies/handoff.toml", HANDOFF.replace("{more}", "") + ASKING


def test_it_tells_what_the_back_test_tells(either_state: State):
    with pytest.raises(NotFound, match="no findings yet"):
        policy.tried(Question(ready(either_state), PATH, None, TEXT))
    suspect(either_state, 1, 2, at=NOON - timedelta(days=1))
    found = back_test(either_state, read_policy("handoff", TEXT, either_state.workspace))
    trial = policy.tried(Question(either_state, PATH, None, TEXT))
    assert trial.sentence == found.sentence
    assert trial.figures["actions"] == len(found.sent) == 2
    months, sent = trial.tables
    assert sum(row.cells[1] for row in months.rows) == 2
    assert [(row.cells[1], row.thing) for row in sent.rows] == [
        (each.title, f"F-{each.findings[0]}") for each in found.sent
    ]


def test_one_taken_away_sends_nothing_any_more(either_state: State):
    trial = policy.tried(Question(ready(either_state), PATH, TEXT, None))
    assert "sends nothing any more" in trial.sentence
