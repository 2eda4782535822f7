"""How often detectors were right, by what people said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.access import Viewer
from core.settings import firm_settings
from core.state import State
from models.findings.precision import precisions, record
from models.findings.queue import queue
from models.findings.reading import findings
from models.findings.verdicts import Decision, Verdict, decide, undo
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
    # all of them were drawn, and all would have been looked at anyway
    assert (found.by_lot_confirmed, found.by_lot) == (0, 0)


def test_only_what_the_lot_alone_put_before_a_person_is_told_of_it(either_state: State):
    (either_state.workspace.settings_file).write_text("[review]\ncapacity = 4\n")
    chances = {f"psa:{number}": 0.95 - number / 20 for number in range(12)}
    raised(either_state, *(suspicion(name, chance) for name, chance in chances.items()), at=look(audit_share=1.0))
    there = findings(either_state, OWNER)
    settings = firm_settings(either_state.workspace).review
    (drawn,) = queue(there, settings).by_lot
    ranks = {each.number: rank for rank, each in enumerate(there)}
    assert ranks[drawn] >= 4
    further_down = next(each.number for each in there[4:] if each.number != drawn)
    decide(either_state, OWNER, "ann", there[0].number, Decision(Verdict.CONFIRM))
    decide(either_state, OWNER, "ann", further_down, Decision(Verdict.CONFIRM))
    decide(either_state, OWNER, "ann", drawn, Decision(Verdict.SNOOZE, until=datetime(2027, 1, 1, tzinfo=UTC)))
    undo(either_state, OWNER, "ann", drawn)
    decide(either_state, OWNER, "ann", drawn, Decision(Verdict.DISMISS, "no"))
    (found,) = precisions(either_state).values()
    assert (found.confirmed, found.decided, found.by_lot_confirmed, found.by_lot) == (2, 3, 0, 1)
    undo(either_state, OWNER, "ann", drawn)
    (found,) = precisions(either_state).values()
    assert (found.decided, found.by_lot) == (2, 0)


def test_the_record_above_a_chance(state: State):
    above = record(state, "unusual_time", 0.64)
    assert above is not None
    assert (above.least, above.confirmed, above.decided) == (0.6, 2, 3)
    assert record(state, "unusual_expense", 0.64) is None


def test_nothing_decided_is_nothing_told(either_state: State):
    assert precisions(either_state) == {}
