"""How often detectors were right, by what people said."""

from __future__ import annotations

import pytest

from core.access import Viewer
from core.state import State
from models.findings.precision import precisions, record
from models.findings.reading import findings
from models.findings.verdicts import Decision, Verdict, decide
from tests.models.findings.suspected import look, raised, suspicion

OWNER = Viewer.owner()


@pytest.fixture
def state(either_state: State) -> State:
    chances = {"psa:1": 0.9, "psa:2": 0.7, "psa:3": 0.65, "psa:4": 0.3, "psa:5": 0.9}
    raised(either_state, *(suspicion(name, chance) for name, chance in chances.items()), at=look(audit_share=1.0))
    right = {"psa:1": True, "psa:2": True, "psa:3": False, "psa:4": False}
    for found in findings(either_state, OWNER):
        subject = found.suspicion.subject_id
        if subject in right:
            said = Decision(Verdict.CONFIRM) if right[subject] else Decision(Verdict.DISMISS, "no")
            decide(either_state, OWNER, "ann", found.number, said)
    return either_state


def test_precision_by_detector(state: State):
    (found,) = precisions(state).values()
    assert (found.detector, found.confirmed, found.decided, found.share) == ("tester", 2, 4, 0.5)
    assert (found.audited_confirmed, found.audited) == (2, 4)


def test_the_record_above_a_chance(state: State):
    above = record(state, "unusual_time", 0.64)
    assert above is not None
    assert (above.least, above.confirmed, above.decided) == (0.6, 2, 3)
    assert record(state, "unusual_expense", 0.64) is None


def test_nothing_decided_is_nothing_told(either_state: State):
    assert precisions(either_state) == {}
