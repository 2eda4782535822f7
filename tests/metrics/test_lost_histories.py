"""What no history tells is said of each figure that rests on it: where systems keep none, of all that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import polars as pl
import polars.selectors as cs
import pytest

from core.access import Viewer
from core.workspace import Workspace
from eventlog.landed import landed_runs
from eventlog.reading import EventLog
from eventlog.records.declared_source import DeclaredSource
from ingest.sources.salesforce import SOURCE
from metrics.catalogue import catalogue
from metrics.comparison import missing_of, missing_of_gaps
from metrics.declaration import Indicator
from metrics.fact_words import fact_words
from metrics.lost_histories import keep_lost, lost_for, lost_for_process, lost_histories
from metrics.lost_words import Lost
from metrics.shares import nothing_kept
from simulator.books import write_books
from simulator.systems import salesforce
from tests.conftest import SCALE
from tests.contracts.indicator_books import book_rows, differences, told_rows
from tests.eventlog.records.pulled_runs import Pull, land
from tests.eventlog.records.small_crm import CRM, account, deal, history
from tests.metrics.own_rules import with_rule
from tests.metrics.tiny_log import TinyLog
from tests.road.roads import Road, partly_noted_road, small_road, unnoted_firm, unnoted_road

SALESFORCE = DeclaredSource("salesforce", "salesforce", SOURCE.title, SOURCE.streams, SOURCE.yields)
OURS = catalogue().indicators
WON = [
    Lost("The CRM", "DealHistory", "opportunity", "opportunity.stage"),
    Lost("The CRM", "DealHistory", "opportunity", "opportunity_won"),
]


def lost_of(root: Path, *pulls: Pull) -> list[Lost]:
    workspace = Workspace(root)
    for pull in pulls:
        land(workspace, pull)
    return lost_histories({"crm": CRM}, landed_runs(workspace))


def test_a_history_of_which_nothing_ever_landed_is_lost(tmp_path: Path):
    assert lost_of(tmp_path, Pull("crm", {"Deal": [deal()], "DealHistory": []})) == WON


def test_one_that_landed_once_is_not(tmp_path: Path):
    first = Pull("crm", {"Deal": [deal()], "DealHistory": [history(1, "Won", "2026-03-02T09:00:00Z")]})
    assert lost_of(tmp_path, first, Pull("crm", {"Deal": [deal(2)]}, day=1)) == []


def test_where_nothing_is_there_that_it_could_be_of_nothing_is_lost(tmp_path: Path):
    assert lost_of(tmp_path, Pull("crm", {"Account": [account()]})) == []


def log_without(*lost: Lost) -> EventLog:
    tiny = TinyLog()
    log = tiny.seen_by(Viewer.owner())
    nothing_kept(tiny.database)
    keep_lost(tiny.database, lost)
    return log


def own(statement: str, **said: object) -> Indicator:
    measure = {"title": "Deals", "aggregate": "sum", "unit": "count"}
    words = dict.fromkeys(("title", "question", "population", "owner", "source"), "deals")
    return Indicator.model_validate({**words, "name": "deals", "statement": statement, "measure": [measure], **said})


def test_only_what_it_rests_on_counts():
    assert lost_for(log_without(*WON), own("", rests_on=("opportunity_won",))) == WON[1:]
    assert lost_for(log_without(*WON), own("", rests_on=("stage",))) == []
    assert lost_for(log_without(*WON), own("", rests_on=())) == []


def test_one_that_does_not_say_rests_on_all_that_its_facts_read():
    lost = Lost("PSA", "History", "milestone", "milestone_accepted")
    assert lost_for(log_without(lost), own("from fact.milestone")) == [lost]
    assert lost_for(log_without(lost), own("from fact.purchase_order")) == []


def test_rules_that_read_what_is_lost_are_named_together():
    log = log_without(Lost("The CRM", "History", "contract", "contract_signed"), *WON)
    assert missing_of_gaps(log, ("amount_differs", "client_missing_in_erp", "hours_differ")) == (
        "“Amounts differ” and “Client missing in the ERP”: The CRM sent no history of contract records: “contract "
        "signed” has the date that the records show now, or none."
    )
    assert missing_of_gaps(log, ("hours_differ",)) == ""


def test_a_rule_of_the_firm_rests_on_all_that_it_reads(tmp_path: Path):
    log = with_rule(log_without(*WON), tmp_path, "select object_id from fact.happened where kind = 'opportunity_won'")
    assert missing_of_gaps(log, ("deals_won",)).startswith(
        "“Deals won”: The CRM sent no history of opportunity records"
    )
    assert lost_for(log, OURS["reconciliation_gap"]) == WON[1:]
    assert lost_for(log_without(*WON), OURS["reconciliation_gap"]) == []


def test_a_process_rests_on_the_activities_that_it_declares():
    log = log_without(*WON)
    assert lost_for_process(log, "sales_to_project") == WON[1:]
    assert lost_for_process(log, "time_capture") == lost_for_process(log, "of nobody") == []
    assert missing_of(log, processes=("sales_to_project", "project_to_cash")).count("opportunity won") == 1


def test_a_log_that_was_built_before_says_nothing():
    log = log_without(*WON)
    log.database.run("drop table indicator.lost_history")
    assert missing_of(log, own("", rests_on=("opportunity_won",))) == ""


@pytest.mark.parametrize("name", OURS)
def test_ours_say_what_they_rest_on_and_read_it(name: str):
    rests_on = OURS[name].rests_on
    assert rests_on is not None
    assert {word.rpartition(".")[2] for word in rests_on} <= fact_words(OURS[name].statement)


@pytest.fixture(scope="module")
def unnoted() -> Road:
    return unnoted_road()


@pytest.fixture(scope="module")
def books(unnoted: Road, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("books")
    write_books(unnoted.state, folder)
    return folder


def test_each_figure_that_differs_from_the_books_says_so(unnoted: Road, books: Path):
    differ = {name for name in OURS if differs(unnoted.log, books, name)}
    flagged = {name for name, one in OURS.items() if missing_of(unnoted.log, one)}
    assert differ == {
        "exception_volume", "invoice_cycle_time", "invoice_readiness_lag", "utilization", "utilization_variance",
    }  # fmt: skip
    assert differ <= flagged
    assert flagged.isdisjoint({"billing_dispute_rate", "expense_approval_cycle_time", "month_end_close_effort"})


@pytest.mark.parametrize(("troubles", "days_before"), [("none", (0,)), ("all", (30, 0))])
def test_a_firm_whose_systems_keep_histories_lacks_none(troubles: str, days_before: tuple[int, ...]):
    assert small_road(troubles, days_before).log.database.rows("from indicator.lost_history") == []


@pytest.mark.parametrize("fault", ["", "history_late", "history_stopped"])
def test_a_history_of_a_part_of_the_time_is_told_by_the_records_of_a_firm(tmp_path: Path, fault: str):
    state = replace(unnoted_firm(), record_troubles=frozenset({fault} - {""}))
    land(Workspace(tmp_path), Pull("salesforce", as_text(salesforce.records(state).tables)))
    found = lost_histories({"salesforce": SALESFORCE}, landed_runs(Workspace(tmp_path)))
    turned = (state["timecard"]["submitted_at"].min() + salesforce.TURNED_AFTER).replace(tzinfo=None)
    if fault:
        assert {"ContractHistory", "pse__Timecard_Header__History"} <= {each.history for each in found}
    if fault != "history_late":
        assert not any(each.since for each in found)
    if fault != "history_stopped":
        assert not any(each.until for each in found)
    fortnight = timedelta(days=14)
    assert all(turned <= each.since < turned + fortnight for each in found if each.since)
    assert all(turned - fortnight < each.until < turned for each in found if each.until)


def as_text(tables: Mapping[str, pl.DataFrame]) -> dict[str, list[dict[str, str | None]]]:
    """The records of all histories, and those that they are about, as a pull lands them; times as the vendor writes."""
    histories = [stream for stream in SALESFORCE.streams if stream.append_only]
    names = {name for each in histories for name in (each.name, *each.references.values())}
    texts = cs.datetime().dt.strftime("%Y-%m-%dT%H:%M:%S.%3fZ"), cs.exclude(cs.datetime()).cast(pl.String)
    return {name: tables[name].select(*texts).to_dicts() for name in names}


@pytest.mark.parametrize("fault", ["history_late", "history_stopped"] if SCALE >= 10 else ["history_late"])
def test_each_figure_that_a_part_of_the_time_makes_differ_says_so(fault: str, tmp_path: Path):
    road = partly_noted_road(fault)
    write_books(road.state, tmp_path)
    differ = {name for name in OURS if differs(road.log, tmp_path, name)}
    assert differ
    assert differ <= {name for name, one in OURS.items() if missing_of(road.log, one)}


def differs(log: EventLog, books: Path, name: str) -> bool:
    """In anything told of the whole, over all time or month by month; on a larger scale by each slice too."""
    sliced = 4 if SCALE >= 10 else 2
    book = {key: row for key, row in book_rows(books / f"{name}.csv").items() if key[sliced] is None}
    return any(differences(book, told_rows(log, name, set(book))))
