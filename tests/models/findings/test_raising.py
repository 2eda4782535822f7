"""Findings are raised once, updated when seen again, gone when not, and come back only for something new."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest

from core.access import Viewer
from core.audit.reading import Wanted as WantedActs
from core.audit.reading import entries, verified
from core.state import State
from models.findings.finding import FindingState
from models.findings.raising import is_audited
from models.findings.reading import findings, sightings
from models.findings.verdicts import Decision, Verdict, decide, settle
from tests.models.findings.suspected import DAY, DECLARATION, MONDAY, look, raised, suspicion

OWNER = Viewer.owner()


@pytest.fixture
def state(either_state: State) -> State:
    return either_state


def only(state: State):
    (found,) = findings(state, OWNER)
    return found


def test_a_suspicion_becomes_a_finding_just_as_it_was(state: State):
    one = suspicion()
    raised(state, one)
    found = only(state)
    assert (found.id, found.state, found.version, found.kind) == ("F-1", FindingState.OPEN, 3, "unusual_time")
    assert found.suspicion == one
    assert (found.base_money, found.expected) == (125.0, 62.5)
    assert found.first_seen == found.last_seen == MONDAY.replace(tzinfo=UTC)


def test_seen_again_it_is_the_same_finding_with_what_is_said_now(state: State):
    raised(state, suspicion(chance=0.5))
    result = raised(state, suspicion(chance=0.7), at=look(MONDAY + DAY, 2))
    found = only(state)
    assert (result.new, result.again) == (0, 1)
    assert (found.number, found.suspicion.chance, found.generation) == (1, 0.7, 2)
    assert found.last_seen - found.first_seen == DAY
    assert [each.act for each in sightings(state, 1)] == ["raised", "seen"]


def test_the_same_look_twice_changes_nothing(state: State):
    raised(state, suspicion(), suspicion("psa:2"))
    before = findings(state, OWNER)
    assert raised(state, suspicion(), suspicion("psa:2")).again == 2
    assert findings(state, OWNER) == before
    assert len(sightings(state, 1)) == 1


def test_of_one_subject_told_twice_the_stronger_is_taken(state: State):
    raised(state, suspicion(chance=0.3), suspicion(chance=0.6), suspicion(chance=0.4))
    assert only(state).suspicion.chance == 0.6


def test_no_longer_suspected_it_is_gone_and_comes_back_as_itself(state: State):
    raised(state, suspicion())
    assert raised(state, at=look(MONDAY + DAY, 2)).gone == 1
    assert only(state).state is FindingState.GONE
    assert raised(state, at=look(MONDAY + 2 * DAY, 3)).gone == 0
    assert raised(state, suspicion(), at=look(MONDAY + 3 * DAY, 4)).reopened == 1
    assert only(state).state is FindingState.OPEN
    assert [each.act for each in sightings(state, 1)] == ["raised", "gone", "reopened"]


def test_another_detector_ends_nothing_of_this_one(state: State):
    raised(state, suspicion())
    other = replace(DECLARATION, name="other", kind="unusual_expense")
    raised(state, suspicion("psa:9"), at=look(declaration=other))
    assert {found.state for found in findings(state, OWNER)} == {FindingState.OPEN}


def test_dismissed_for_the_same_reasons_it_stays_dismissed(state: State):
    raised(state, suspicion("psa:1", 0.5, "38 h on 1 day in March, usually 8 h"))
    decide(state, OWNER, "ann", 1, Decision(Verdict.DISMISS, "a night shift"))
    raised(state, suspicion("psa:1", 0.6, "41 h on 2 days in April, usually 7.5 h"), at=look(MONDAY + DAY, 2))
    assert only(state).state is FindingState.DISMISSED
    raised(state, at=look(MONDAY + 2 * DAY, 3))
    assert only(state).state is FindingState.DISMISSED
    raised(state, suspicion("psa:1", 0.6, "41 h on 2 days", "The project is closed"), at=look(MONDAY + 3 * DAY, 4))
    assert only(state).state is FindingState.OPEN


def test_a_snooze_ends_with_the_first_data_of_its_day(state: State):
    raised(state, suspicion())
    decide(state, OWNER, "ann", 1, Decision(Verdict.SNOOZE, until=(MONDAY + 2 * DAY).replace(tzinfo=UTC)))
    raised(state, suspicion(), at=look(MONDAY + DAY, 2))
    assert only(state).state is FindingState.SNOOZED
    raised(state, suspicion(), at=look(MONDAY + 2 * DAY, 3))
    assert (only(state).state, only(state).snoozed_until) == (FindingState.OPEN, None)


def test_a_confirmed_one_stays_so_until_it_is_gone(state: State):
    raised(state, suspicion())
    decide(state, OWNER, "ann", 1, Decision(Verdict.CONFIRM))
    raised(state, suspicion(), at=look(MONDAY + DAY, 2))
    assert only(state).state is FindingState.CONFIRMED
    raised(state, at=look(MONDAY + 2 * DAY, 3))
    assert only(state).state is FindingState.GONE


def test_a_settled_one_comes_back_only_from_later_data(state: State):
    from core.audit.writing import audited

    raised(state, suspicion())
    with audited(state, "the flow") as work:
        settle(work, 1, "project made")
    raised(state, suspicion(), at=look(MONDAY + DAY, 2))
    assert only(state).state is FindingState.SETTLED
    raised(state, suspicion(), at=look(MONDAY.replace(year=2100), 3))
    assert only(state).state is FindingState.OPEN


def test_below_what_verdicts_taught_only_the_audited_are_raised(state: State):
    subjects = [suspicion(f"psa:{number}", 0.2) for number in range(200)]
    raised(state, *subjects, at=look(least={"unusual_time": 0.3}, audit_share=0.05))
    found = findings(state, OWNER)
    assert 2 <= len(found) <= 20
    assert all(each.audited for each in found)


def test_who_is_audited_does_not_hang_on_the_score():
    keys = [("unusual_time", "timesheet", f"psa:{number}") for number in range(4000)]
    drawn = [is_audited(look(audit_share=0.05), key) for key in keys]
    assert 150 < sum(drawn) < 250
    assert drawn == [is_audited(look(audit_share=0.05), key) for key in keys]
    assert drawn != [is_audited(look(audit_share=0.05, seed=2), key) for key in keys]


def test_each_change_is_an_act_of_the_model(state: State):
    raised(state, suspicion())
    raised(state, at=look(MONDAY + DAY, 2))
    told = [(entry.who, entry.act, entry.subject_id) for entry in entries(state, WantedActs())]
    assert told == [
        ("model tester, version 3", "finding gone", "F-1"),
        ("model tester, version 3", "finding raised", "F-1"),
    ]
    assert verified(state).fault is None


def test_a_look_that_fails_half_way_leaves_nothing(state: State):
    broken = suspicion("psa:2", 0.4)
    object.__setattr__(broken, "since", None)
    with pytest.raises(AttributeError):
        raised(state, suspicion("psa:1", 0.3), broken)
    assert findings(state, OWNER) == []
    assert entries(state, WantedActs()) == []
