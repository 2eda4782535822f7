"""The books as files: their columns, their order, that parts add up to the whole, and that the same state gives the
same bytes."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import polars as pl
import pytest

from simulator.books import write_books
from simulator.books.catalogue import INDICATORS
from simulator.books.firm import Firm
from simulator.books.rollup import COLUMNS, book
from simulator.books.shares import SCHEMA
from simulator.life.simulate import small_firm
from simulator.life.truth import names
from simulator.state import COLUMNS as COLUMNS_OF_STATE
from simulator.state import State, schema
from tests.simulator.books.tiny_firm import tiny_firm

KINDS = {
    "invoice_readiness_lag": "billing_event", "staffing_fulfilment_time": "resource_request",
    "billing_dispute_rate": "invoice", "sales_to_project_setup_time": "contract",
    "timesheet_submission_lag": "timesheet", "month_end_close_effort": "period_close",
    "project_margin_deviation": "project", "expense_approval_cycle_time": "expense_report",
    "forecast_accuracy": "forecast", "realization_rate": "timesheet",
}  # fmt: skip


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("books")
    write_books(small_firm(3, "all"), folder)
    return folder


@pytest.mark.parametrize("name", INDICATORS)
def test_a_book_has_its_columns_and_its_parts_add_up(books: Path, name: str):
    rows = pl.read_csv(books / f"{name}.csv", infer_schema_length=None)
    assert rows.columns == list(COLUMNS)
    keys = ["period", "measure", "by1", "slice1", "by2", "slice2"]
    assert rows.select(keys).is_unique().all()
    months = rows.filter(pl.col("period").is_not_null())
    assert months["period"].str.contains(r"^20\d\d-(0[1-9]|1[0-2])$").all()
    assert {"entity", "region"} <= set(rows["by1"].drop_nulls())
    whole = months.filter(pl.col("by1").is_null()).select("period", "measure", whole="n")
    parts = months.filter(pl.col("by1") == "entity", pl.col("by2").is_null())
    both = parts.group_by("period", "measure").agg(pl.col("n").sum()).join(whole, on=["period", "measure"])
    assert both["n"].to_list() == both["whole"].to_list()  # every object is of one entity


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_shares_name_things_as_the_log_does(books: Path, name: str, kind: str):
    shares = pl.read_parquet(books / "shares" / f"{name}.parquet")
    assert shares.columns == ["measure", *SCHEMA]
    assert len(shares)
    assert set(shares["object_id"]) <= set(names(small_firm(3, "all"), kind)["object_id"])
    assert shares["at"].null_count() == shares["entity"].null_count() == 0


def test_a_book_is_the_aggregate_of_its_shares(books: Path):
    shares = pl.read_parquet(books / "shares" / "unbilled_wip.parquet").filter(pl.col("measure") == "value")
    dollars: dict[str, float] = defaultdict(float)
    for period, cents, usd in shares.select("period", "value", "usd").iter_rows():
        dollars[f"{period:%Y-%m}"] += cents * usd / 10_000 / 100
    rows = pl.read_csv(books / "unbilled_wip.csv").filter(pl.col("by1").is_null(), pl.col("measure") == "value")
    for period, value in rows.drop_nulls("period").select("period", "value").iter_rows():
        assert value == pytest.approx(dollars[period], abs=0.006)


def test_the_same_state_gives_the_same_bytes(books: Path, tmp_path: Path):
    write_books(small_firm(3, "all"), tmp_path)
    written = sorted(path.relative_to(books) for path in books.rglob("*.*"))
    assert len(written) == 2 * len(INDICATORS) == 36
    for path in written:
        assert (tmp_path / path).read_bytes() == (books / path).read_bytes(), path


@pytest.mark.parametrize("name", INDICATORS)
def test_a_firm_that_has_not_begun_has_empty_books(name: str):
    nothing = State(small_firm().as_of, {table: pl.DataFrame(schema=schema(table)) for table in COLUMNS_OF_STATE})
    assert book(INDICATORS[name](Firm(nothing))).is_empty()
    assert book(INDICATORS[name](Firm(tiny_firm("2026-01-20 12:00")))).columns == list(COLUMNS)
