"""Exceptions of invoices that stand, and the planted entity whose drafts come back."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.access import Viewer
from core.workspace import Workspace
from eventlog.reading import EventLog, open_log
from models.detectors.invoice_exception import DETECTOR, exceptions_known


@pytest.fixture(scope="module")
def log(pretend_firm: Path):
    with open_log(Workspace(pretend_firm), Viewer.owner()) as opened:
        yield opened


@pytest.fixture(scope="module")
def end(log: EventLog) -> datetime:
    return log.database.value("select as_of from fact.span")


def test_the_entity_whose_drafts_were_planted_to_come_back_is_told_first(log: EventLog, end: datetime):
    first, *others = DETECTOR.score(log, DETECTOR.fit(log, end), end)
    assert (first.subject_type, first.place.entity) == ("legal_entity", "london")
    assert first.owner_role == "process_owner"
    assert len(first.reasons[0].evidence) > 10
    # its clients suffer from it, but none of them stands out in it
    assert "client" not in {each.subject_type for each in others}


def test_what_stands_open_is_told_and_nothing_else(log: EventLog, end: datetime):
    moment = end - timedelta(days=60)
    found = DETECTOR.score(log, DETECTOR.fit(log, moment), moment)
    told = {each.subject_id for each in found if each.subject_type in ("invoice", "dispute")}
    _, known = exceptions_known(log, moment)
    assert told == {each.object_id for each in known if not each.ended_by(moment) and each.invoice.settled_at is None}
    for each in found:
        assert each.usual + sum(one.points or 0 for one in each.reasons) == pytest.approx(each.chance, abs=1e-9)
    dispute = next(each for each in found if each.subject_type == "dispute")
    assert dispute.owner_role in ("controller", "project_manager")
    assert any(reason.text.startswith("Likely reason: ") for reason in dispute.reasons)
    assert any("ended after" in reason.text for reason in dispute.reasons)


def test_it_beats_the_share_of_all(log: EventLog, end: datetime):
    since = end - timedelta(days=60)
    measured = DETECTOR.measure(log, DETECTOR.fit(log, since), since, end)
    assert measured is not None
    assert measured.beats_naive
