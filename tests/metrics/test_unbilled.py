"""Unbilled work by age, by where its invoice stands, by project; and what leaks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from core.access import Viewer
from core.errors import NotFound
from core.workspace import open_workspace
from eventlog.reading import EventLog
from metrics.cut import read_only
from metrics.period import read_period
from metrics.unbilled import Unbilled, unbilled
from tests.metrics.billing import (
    CONTRACT,
    PROJECT,
    add_billing_event,
    add_card,
    add_invoice,
    add_project,
    step_of_card,
    with_project,
)
from tests.metrics.books import Books
from tests.metrics.tiny_log import TinyLog

OWNER = Viewer.owner()


def worked(*cards: tuple[str, str], as_of: str = "2026-05-10", **contract: object) -> TinyLog:
    """Cards of ten hours at a hundred pounds an hour, in no billing event: name and day of approval."""
    log = with_project(TinyLog(as_of), **contract)
    log.thing("rate", "salesforce:r1", kind="contract", grade="Consultant", rate=100, currency="GBP")
    log.link("salesforce:r1", "of", CONTRACT)
    for code, rate in (("GBP", 1.25), ("USD", 1)):
        log.thing("currency", f"netsuite:{code}", code=code, rate=rate)
    for card, approved in cards:
        approve(log, card, approved)
    return log


def approve(log: TinyLog, card: str, approved: str, event: str | None = None, project: str = PROJECT) -> None:
    add_card(log, card, "2026-01-10", event, project)
    step_of_card(log, "timesheet_approved", approved, card)


def found(log: TinyLog, where: str = "", period: str | None = None, viewer: Viewer = OWNER) -> Unbilled:
    return unbilled(log.seen_by(viewer), read_only(where), read_period(period) if period else None)


def test_work_is_told_by_age_at_the_last_months_end_and_what_is_past_the_cut_off_leaks():
    log = worked(
        ("a", "2026-04-01"), ("b", "2026-03-31"), ("c", "2026-03-01"), ("d", "2026-02-28"), ("e", "2026-01-30"),
        ("f", "2026-01-29"),
    )  # fmt: skip
    everything = found(log)
    assert everything.month == date(2026, 4, 1)
    ages = [(one.from_days, one.until_days, one.money.items, one.money.leakage) for one in everything.ages]
    assert ages == [(0, 30, 2, 0), (31, 60, 1, 0), (61, 90, 2, 250_000), (91, None, 1, 125_000)]
    assert (everything.money.worth, everything.money.leakage) == (750_000, 375_000)
    assert everything.money.age_days == pytest.approx((29 + 30 + 60 + 61 + 90 + 91) / 6)
    assert everything.money.oldest_days == 91


def test_an_earlier_month_is_told_as_it_stood():
    log = worked()
    event = add_billing_event(log, "salesforce:event", "2026-01-31")
    approve(log, "a", "2026-01-20", event)
    approve(log, "b", "2026-03-05", event)
    add_invoice(log, "netsuite:11", (PROJECT, 2000, event), sent_at="2026-04-05")
    assert found(log, period="2026-02").money.items == 1
    assert found(log, period="2026-Q1").money.items == 2
    assert found(log).money.items == 0
    with pytest.raises(NotFound, match=r"no month that the log knows has ended by the end of Nov 2025\. Choose"):
        found(log, period="2025-11")


def test_a_log_of_no_month_says_so():
    log = TinyLog("2026-01-20")
    with pytest.raises(NotFound, match=r"no month that the log knows has ended yet\. Pull the firm's systems"):
        found(log)


def test_it_is_told_by_where_the_invoice_stands_now():
    log = worked(("none", "2026-03-20"), as_of="2026-04-10")
    for name in ("later", "unready", "ready", "drafted", "sent", "gone"):
        said = {"cancelled_at": "2026-04-02 00:00:00"} if name == "gone" else {}
        event = add_billing_event(log, f"salesforce:{name}", None if name == "later" else "2026-03-25", PROJECT, **said)
        approve(log, name, "2026-03-20", event)
    add_card(log, "open", "2026-01-10", "salesforce:unready")
    for name in ("drafted", "sent"):
        sent_at = "2026-04-05" if name == "sent" else None
        add_invoice(log, f"netsuite:{name}", (PROJECT, 1000, f"salesforce:{name}"), sent_at=sent_at)
    states = {name: money.items for name, money in found(log).states.items()}
    assert states == {
        "in_no_billing_event": 1, "not_billable": 1, "not_ready": 1, "not_drafted": 1, "not_sent": 1, "sent_since": 1,
        "cancelled": 1,
    }  # fmt: skip


def test_projects_tell_their_own_currency_and_why_it_leaks():
    log = worked(("old", "2026-01-20"), ("capped", "2026-04-20"), cap=1500)
    log.event("contract_signed", "2026-01-02", CONTRACT)
    add_project(log, "salesforce:other", "P-2")
    approve(log, "other", "2026-01-15", project="salesforce:other")
    first, second = found(log).projects
    assert (first.project, first.currency, first.own_worth, first.money.worth) == ("P-1", "GBP", 200_000, 250_000)
    assert (first.past_cutoff, first.above_cap, first.own_leakage) == (100_000, 100_000, 200_000)
    assert (second.project, second.past_cutoff, second.above_cap) == ("P-2", 100_000, 0)
    assert [(age.from_days, age.money.worth) for age in first.ages] == [(0, 125_000), (31, 0), (61, 0), (91, 125_000)]


def test_kinds_are_told_apart():
    log = worked(("a", "2026-04-01"))
    log.thing("milestone", "salesforce:stone", amount=5000, currency="GBP")
    log.link("salesforce:stone", "of", PROJECT)
    log.event("milestone_reached", "2026-04-02", "salesforce:stone")
    kinds = {name: money.worth for name, money in found(log).kinds.items()}
    assert kinds == {"milestone": 625_000, "time": 125_000}


def test_a_viewer_sees_what_is_of_the_own_entity_and_names_only_where_allowed():
    log = worked(("a", "2026-04-01"))
    assert found(log, viewer=Viewer("m", frozenset(), entities=frozenset({"munich"}))).projects == ()
    (project,) = found(log, viewer=Viewer("l", frozenset(), may_see_names=False)).projects
    assert (project.project, project.project_manager) == ("P-1", None)
    assert found(log, where="practice = Strategy").money.items == 1
    assert found(log, where="practice = Other").money.items == 0


def test_it_is_the_number_of_the_indicator(books: Books, pretend_firm: Path):
    log = EventLog(open_workspace(pretend_firm), 1, {}, OWNER, books.database)
    last = 'where "at" in (select max("at") from fact.month_end group by entity)'
    for measure, told in (("value", "worth"), ("leakage", "leakage")):
        total, count = books.database.row(
            f"select sum(value * worth / 10000), count(*) from indicator.unbilled_wip {last} and measure = $measure",
            measure=measure,
        )
        assert getattr(unbilled(log).money, told) == pytest.approx(total, rel=1e-9)
        assert count > 0
