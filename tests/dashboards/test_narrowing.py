"""Data health of one feed: what is left of the page, and the chip that chooses it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from dash import html

from dashboards.health_page.facts import Feed, Health, Pair, SetApart, Side
from dashboards.health_page.last_pulls import LastPull
from dashboards.health_page.narrowing import Narrowed, chip, chosen, of_source
from dashboards.loads import Load
from ingest.identity_decisions import Decided, IdentityDecision

NOW = datetime(2026, 4, 15, tzinfo=UTC)


def feed(source: str) -> Feed:
    return Feed(source, source.upper(), "", NOW, timedelta(), timedelta(days=1), 10, None, None, 0, {})


def apart(source: str) -> SetApart:
    return SetApart("amount is missing", source, "invoice", 2, (), (), True)


def pair(left: str, right: str) -> Pair:
    return Pair("client", 0.9, Side(left, "", {}), Side(right, "", {}))


def decided(left: str, right: str) -> Decided:
    return Decided(IdentityDecision("client", left, right, "same", "Ann", NOW, "000001"), "client", left, right, True)


def load(source: str) -> Load:
    return Load(source, "000001", source.upper(), "", None, NOW.isoformat(), 10, 10, 0)


WHOLE = Narrowed(
    Health(
        [feed("crm"), feed("erp"), feed("hr")],
        [apart("crm"), apart("erp")],
        [pair("crm:1", "erp:7"), pair("crm:2", "hr:2")],
        [],
        [decided("erp:3", "crm:3"), decided("crm:4", "hr:4")],
    ),
    [load("crm"), load("erp")],
    [LastPull("crm", "CRM", ""), LastPull("erp", "ERP", "")],
)


def test_without_a_source_all_is_shown():
    assert of_source(WHOLE, "") == WHOLE


def test_of_a_source_what_names_it_is_shown():
    shown = of_source(WHOLE, "erp")
    assert [each.source for each in (*shown.found.feeds, *shown.found.set_apart, *shown.loads)] == ["erp"] * 3
    assert [each.source for each in shown.pulls] == ["erp"]
    assert [each.right.object_id for each in shown.found.pairs] == ["erp:7"]
    assert [each.said.left for each in shown.found.decided] == ["erp:3"]


def test_a_source_that_is_not_there_narrows_nothing():
    feeds, pulls = WHOLE.found.feeds, [LastPull("bank", "Bank", "")]
    assert [chosen(name, feeds, pulls) for name in ("erp", "bank", "er", "")] == ["erp", "bank", "", ""]


def test_the_chip_leads_to_every_feed_and_keeps_the_record():
    drawn = chip("/health", "erp", "erp:7 & more", WHOLE.found.feeds)
    links = [each for each in drawn._traverse() if isinstance(each, html.A)]
    assert [link.href for link in links] == [
        "/health?record=erp%3A7+%26+more",
        *(f"/health?source={name}&record=erp%3A7+%26+more" for name in ("crm", "erp", "hr")),
    ]
    assert [link.children for link in links if getattr(link, "aria-current", None)] == ["ERP"]
    assert chip("/health", "", "", WHOLE.found.feeds[:1]) is None
    assert "narrowed" in drawn.className
    assert "narrowed" not in chip("/health", "", "", WHOLE.found.feeds).className
