"""A back-test says what looks at those moments would have proposed, and what people thought of it later."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.approvals.reading import actions
from actions.policies.back_test import back_test
from actions.policies.catalogue import policy_named
from actions.policies.looking import dry_run, look
from core.access import Viewer
from core.errors import NotFound
from core.state import State
from models.findings.verdicts import Decision, Verdict, decide
from tests.actions.made_findings import NOON
from tests.actions.ready_firm import ready, suspect, write_policy

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PARTS = """
[throttle]
most = 2
per = "1 d"
[quiet]
outside_business_hours = true
"""


def test_it_is_what_a_look_every_hour_would_have_proposed(either_state: State):
    write_policy(ready(either_state), more="hold_out = 0.3", parts=PARTS)
    seen = {0: (1, 2, 3), 1: (1, 3, 4, 5), 3: (4, 5, 6, 7, 8), 4: (7, 8)}
    live = {}
    for hour in range(5 * 24 + 1):
        if hour % 24 == 0 and hour // 24 in seen:
            suspect(either_state, *seen[hour // 24], at=NOON + hour * HOUR)
        found = look(either_state, NOON + hour * HOUR)
        for proposal in found.evaluated.proposals:
            live[NOON + hour * HOUR] = [each.number for each in proposal.findings] + live.get(NOON + hour * HOUR, [])
    held = sum(each.state == "held_out" for each in actions(either_state, Viewer.owner()))
    tried = back_test(either_state, policy_named(either_state.workspace, "handoff"), until=NOON + 5 * DAY)
    then: dict[object, list[int]] = {}
    for sent in tried.sent:
        then[sent.at] = [*sent.findings, *then.get(sent.at, [])]
    assert then == live
    assert len(live) >= 3
    assert tried.held_out == held


def test_it_says_what_share_people_confirmed(either_state: State):
    write_policy(ready(either_state), parts="")
    policy = policy_named(either_state.workspace, "handoff")
    with pytest.raises(NotFound, match="no findings yet"):
        back_test(either_state, policy)
    suspect(either_state, 1, 2, 3, 4)
    assert back_test(either_state, policy).confirmed_share is None
    owner = Viewer.owner()
    for number in (1, 2):
        decide(either_state, owner, "anna", number, Decision(Verdict.CONFIRM))
    decide(either_state, owner, "anna", 3, Decision(Verdict.DISMISS, reason="known"))
    tried = back_test(either_state, policy)
    assert (tried.confirmed, tried.dismissed, tried.undecided) == (2, 1, 1)
    assert tried.confirmed_share == 2 / 3
    assert tried.sentence == "Over 7 days it would have sent 4 actions; of 3 that people decided on they confirmed 2."
    assert tried.as_json()["by_month"] == {"2026-03": 4}


def test_a_dry_run_writes_nothing(either_state: State):
    write_policy(ready(either_state))
    suspect(either_state, 1)
    found = dry_run(either_state, NOON)
    assert [[each.number for each in proposal.findings] for proposal in found.proposals] == [[1]]
    assert actions(either_state, Viewer.owner()) == []
    picky = policy_named(either_state.workspace, "handoff").model_copy(update={"entities": ("london",)})
    assert dry_run(either_state, NOON, picky).proposals == ()
