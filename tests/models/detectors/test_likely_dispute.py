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
    moment = end - timedelta(days=20)
    found = DETECTOR.score(log, DETECTOR.fit(log, moment), moment)
    assert [each.place.client for each in found if each.subject_type == "client"] == [PLANTED]
    assert [(each.subject_type, each.place.client) for each in found[:2]] == [
        ("client", PLANTED), ("invoice", PLANTED),
    ]  # fmt: skip
    client, invoice = found[:2]
    assert "disputes" in client.title
    assert (client.money or 0) > 0
    assert client.currency == invoice.currency == "GBP"
    assert invoice.title.endswith(f"disputed by {PLANTED}")
    assert invoice.reasons[0].text.startswith(f"{PLANTED}: ")
    assert invoice.peers is not None
    assert invoice.peers.own > max(invoice.peers.values)


def test_reasons_lead_from_the_usual_chance_to_its_own(log: EventLog, end: datetime):
    for back in (0, 40):
        moment = end - timedelta(days=back)
        for each in DETECTOR.score(log, DETECTOR.fit(log, moment), moment):
            assert each.usual + sum(one.points or 0 for one in each.reasons) == pytest.approx(each.chance, abs=1e-9)


@pytest.mark.parametrize("days", [60, 90, 120])
def test_of_invoices_sent_later_it_is_no_worse_than_the_usual_share(log: EventLog, end: datetime, days: int):
    since = end - timedelta(days=days)
    measured = DETECTOR.measure(log, DETECTOR.fit(log, since), since, end)
    assert measured is not None
    assert measured.n > 20
    assert measured.value <= measured.naive + 1e-9


def test_of_too_few_sent_later_nothing_is_measured(log: EventLog, end: datetime):
    since = end - timedelta(days=90)
    assert DETECTOR.measure(log, DETECTOR.fit(log, since), end - timedelta(days=31), end) is None
