"""Invoices that will be paid late: reasons add up, waiting makes it likelier, better than the usual share."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.access import Viewer
from core.workspace import Workspace
from eventlog.reading import EventLog, open_log
from models.detector import Learned
from models.detectors.likely_paid_late import DETECTOR, chances, is_open
from models.invoices.chance import design, learn
from models.invoices.waiting import PAID_LATE, limit, paid_before_limit
from tests.models.invoices.made_invoices import START, invoice

END = START + timedelta(days=300)


@pytest.fixture(scope="module")
def log(pretend_firm: Path):
    with open_log(Workspace(pretend_firm), Viewer.owner()) as opened:
        yield opened


@pytest.fixture(scope="module")
def end(log: EventLog) -> datetime:
    return log.database.value("select as_of from fact.span")


def a_year() -> list[Any]:
    """Ten clients in turn, each with twenty invoices due after 30 days; one pays four in five after 45 to 55 days, the
    others one in ten; else after 20 to 29."""
    found = []
    for number in range(200):
        slow, turn = number % 10 == 0, number // 10
        late = turn % 5 != 0 if slow else (turn + number % 10) % 10 == 7
        days = 45 + turn % 10 if late else 20 + turn % 10
        paid = START + timedelta(days=number + days)
        found.append(invoice(number, "Slow & Co" if slow else f"Client {number % 10}", settled_at=paid))
    return found


def learned(invoices: list[Any]) -> Learned:
    found = learn(invoices, PAID_LATE, END)
    assert found is not None
    return {"taught": found.as_json(), "paid": paid_before_limit(invoices, END)}


def test_a_client_that_pays_late_is_likelier_and_so_is_who_waits():
    year = a_year()
    lessons = learned(year)
    new = [invoice(250, name, settled_at=None) for name in ("Slow & Co", "Client 3")]
    told = {days: chances([*year, *new], lessons, START + timedelta(days=250 + days)) for days in (0, 25, 36)}
    slow, other = told[0].chance[-2:]
    assert other < 0.25 < 0.6 < slow
    assert told[0].usual == pytest.approx(0.17, abs=0.02)
    assert told[0].chance[-1] < told[25].chance[-1] < told[36].chance[-1]
    assert told[36].chance[-1] > 0.9
    for each in told.values():
        assert each.usual + each.points[-1].sum() == pytest.approx(each.chance[-1])


def test_it_tells_later_invoices_better_than_the_usual_share():
    year = a_year()
    since = START + timedelta(days=150)
    found = learn(year, PAID_LATE, since)
    assert found is not None
    made = design(year, PAID_LATE, found, END)
    later = made.issued > made.issued[150]
    off = (found.model.chance(made.rows) - made.came)[later]
    assert (off**2).mean() < 0.75 * ((found.usual - made.came[later]) ** 2).mean()


def test_what_is_paid_contested_or_late_is_not_told():
    due = limit(invoice(0))
    assert due is not None
    soon = due - timedelta(days=10)
    assert is_open(invoice(0, settled_at=None), soon)
    assert is_open(invoice(0, settled_at=None, sent_at=None), soon)
    assert not is_open(invoice(0, settled_at=None), due)
    assert not is_open(invoice(0, settled_at=soon), soon)
    assert not is_open(invoice(0, settled_at=None, contested=True), soon)
    assert not is_open(invoice(0, settled_at=None, due_on=None), soon)


def test_reasons_lead_from_the_usual_chance_to_its_own(log: EventLog, end: datetime):
    found = DETECTOR.score(log, DETECTOR.fit(log, end), end)
    assert found
    for each in found:
        assert each.usual + sum(one.points or 0 for one in each.reasons) == pytest.approx(each.chance, abs=1e-9)
        assert (each.money or 0) > 0
        assert each.suggestion.action == "remind_client"
        assert each.title.endswith(f"by {each.place.client}")
    waiting = [each for each in found if each.reasons[0].text.startswith("It is unpaid")]
    assert waiting
    assert all("Due on " in each.summary for each in waiting)


@pytest.mark.parametrize("days", [60, 90, 120])
def test_of_invoices_sent_later_it_is_no_worse_than_the_usual_share(log: EventLog, end: datetime, days: int):
    since = end - timedelta(days=days)
    measured = DETECTOR.measure(log, DETECTOR.fit(log, since), since, end)
    assert measured is not None
    assert measured.n > 20
    assert measured.value <= measured.naive + 1e-9


def test_of_too_few_sent_later_nothing_is_measured(log: EventLog, end: datetime):
    since = end - timedelta(days=90)
    assert DETECTOR.measure(log, DETECTOR.fit(log, since), end - timedelta(days=20), end) is None
