"""What no history tells is said of each figure that rests on it: where systems keep none, of all that differ."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.access import Viewer
from core.workspace import Workspace
from eventlog.landed import landed_runs
from eventlog.reading import EventLog
from metrics.catalogue import catalogue
from metrics.declaration import Indicator
from metrics.fact_words import fact_words
from metrics.lost_histories import Lost, caution_of, keep_lost, lost_for, lost_histories
from metrics.shares import nothing_kept
from simulator.books import write_books
from tests.conftest import SCALE
from tests.contracts.indicator_books import book_rows, differences, told_rows
from tests.eventlog.records.pulled_runs import Pull, land
from tests.eventlog.records.small_crm import CRM, account, deal, history
from tests.metrics.tiny_log import TinyLog
from tests.road.roads import Road, unnoted_road

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


def test_the_sentence_names_the_system_the_things_and_what_is_not_told():
    deals = own("", rests_on=("opportunity_won", "opportunity.stage"))
    assert caution_of(log_without(*WON), deals) == (
        "The CRM sent no history of opportunity records: stage of opportunity and opportunity won can only be told as "
        "they stand now, or not at all."
    )


def test_only_what_it_rests_on_counts():
    assert lost_for(log_without(*WON), own("", rests_on=("opportunity_won",))) == WON[1:]
    assert lost_for(log_without(*WON), own("", rests_on=("stage",))) == []
    assert lost_for(log_without(*WON), own("", rests_on=())) == []


def test_one_that_does_not_say_rests_on_all_that_its_facts_read():
    lost = Lost("PSA", "History", "milestone", "milestone_accepted")
    assert lost_for(log_without(lost), own("from fact.milestone")) == [lost]
    assert lost_for(log_without(lost), own("from fact.purchase_order")) == []


def test_a_log_that_was_built_before_says_nothing():
    log = log_without(*WON)
    log.database.run("drop table indicator.lost_history")
    assert caution_of(log, own("", rests_on=("opportunity_won",))) == ""


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
    flagged = {name for name, one in OURS.items() if caution_of(unnoted.log, one)}
    assert differ == {
        "exception_volume", "invoice_cycle_time", "invoice_readiness_lag", "utilization", "utilization_variance",
    }  # fmt: skip
    assert differ <= flagged
    assert flagged.isdisjoint({"billing_dispute_rate", "expense_approval_cycle_time", "month_end_close_effort"})


def differs(log: EventLog, books: Path, name: str) -> bool:
    """In anything told of the whole, over all time or month by month; on a larger scale by each slice too."""
    sliced = 4 if SCALE >= 10 else 2
    book = {key: row for key, row in book_rows(books / f"{name}.csv").items() if key[sliced] is None}
    return any(differences(book, told_rows(log, name, set(book))))
