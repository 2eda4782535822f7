"""Drafts and invoices just sent that will be disputed: the planted client first; reasons that add up."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.access import Viewer
from core.workspace import Workspace
from eventlog.reading import EventLog, open_log
from models.detectors.likely_dispute import DETECTOR

PLANTED = "Thistle & Marlow plc"


@pytest.fixture(scope="module")
def log(pretend_firm: Path):
    with open_log(Workspace(pretend_firm), Viewer.owner()) as opened:
        yield opened


@pytest.fixture(scope="module")
def end(log: EventLog) -> datetime:
    return log.database.value("select as_of from fact.span")


def test_the_client_that_was_planted_is_told_first(log: EventLog, end: datetime):
    found = DETECTOR.score(log, DETECTOR.fit(log, end), end)
    assert [each.place.client for each in found if each.subject_type == "client"] == [PLANTED]
    client, invoice = found[0], next(each for each in found if each.subject_type == "invoice")
    assert client.place.client == PLANTED
    assert "disputes" in client.title
    assert (client.money or 0) > 0
    assert client.currency == "GBP"
    assert invoice.title.endswith(f"disputed by {invoice.place.client}")
    assert invoice.peers is not None
    shares = sorted((*invoice.peers.values, invoice.peers.own))
    assert invoice.peers.own > shares[len(shares) // 2]


def test_reasons_lead_from_the_usual_chance_to_its_own(log: EventLog, end: datetime):
    for back in (0, 40):
        moment = end - timedelta(days=back)
        for each in DETECTOR.score(log, DETECTOR.fit(log, moment), moment):
            assert each.usual + sum(one.points or 0 for one in each.reasons) == pytest.approx(each.chance, abs=1e-9)


def test_it_is_measured_on_invoices_that_were_sent_later(log: EventLog, end: datetime):
    since = end - timedelta(days=90)
    measured = DETECTOR.measure(log, DETECTOR.fit(log, since), since, end)
    assert measured is not None
    assert measured.n > 20
    assert 0 < measured.value < 0.25
    assert DETECTOR.measure(log, DETECTOR.fit(log, since), end - timedelta(days=31), end) is None
