"""Trying a policy in a firm that has no findings yet: on what the detectors would have found, had they looked then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from actions.policies.back_test import back_test_rescored
from core.access import Viewer
from core.errors import WrongUse
from core.state import State, open_state
from core.workspace import create_workspace, open_workspace
from eventlog.reading import EventLog, open_log
from models.catalogue import detector
from models.detecting import moment_of
from tests.actions.made_findings import policy
from tests.actions.ready_firm import ready

KINDS = ["project_without_terms", "hours_not_posted"]


@pytest.fixture
def log(pretend_firm: Path) -> Iterator[EventLog]:
    with open_log(open_workspace(pretend_firm), Viewer.owner()) as opened:
        yield opened


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with open_state(create_workspace(tmp_path / "firm")) as opened:
        yield ready(opened)


def test_it_sends_what_was_suspected_at_those_moments_and_nothing_twice(state: State, log: EventLog):
    last = moment_of(log)
    assert last is not None
    moments = [last - timedelta(weeks=number) for number in (4, 3, 0)]
    rule = detector("rule_exception")
    learnt = rule.fit(log, moments[0])
    first_seen: dict[str, int] = {}
    for place, moment in enumerate(moments):
        for each in rule.score(log, learnt, moment):
            if each.kind in KINDS:
                first_seen.setdefault(each.subject_id, place)
    tried = back_test_rescored(state, log, policy(when={"kinds": KINDS}, throttle={"most": 1000}), moments)
    assert sorted((each.at.replace(tzinfo=None), len(each.findings)) for each in tried.sent) == sorted(
        (moments[place], 1) for place in first_seen.values()
    )
    assert len(set(first_seen.values())) > 1
    assert (tried.undecided, tried.confirmed_share) == (len(first_seen), None)


def test_a_policy_of_which_no_detector_tells_is_said(state: State, log: EventLog):
    last = moment_of(log)
    assert last is not None
    with pytest.raises(WrongUse, match="a detector of its kinds"):
        back_test_rescored(state, log, policy(when={"detectors": ["nobody"]}), [last])
