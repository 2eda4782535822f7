"""A process written as CSV and Parquet: every event with its attributes, read again by others and by the import."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest

from core.access import Viewer
from core.calendars import calendar
from core.errors import WrongUse
from core.workspace import create_workspace, writing
from eventlog.build import build_generation
from eventlog.exchange import write_csv, write_parquet
from eventlog.exchange.flat_file import inspect
from eventlog.landed import landed_runs
from eventlog.reading import EventLog, open_log
from ingest.imports import ImportChoices, land_file
from tests.eventlog.exchange.flat_files import order_rows, written

ROWS = [*order_rows(), ("O900", 'say "hi", then\nleave 😀', "05.06.2024 07:08", "", "", "")]


def built(path: Path, root: Path, *items: str, process: str = "orders") -> EventLog:
    """The log of a flat file, by the whole way of an import."""
    workspace = create_workspace(root)
    mapping = inspect(path, None, items).mapping
    with writing(workspace):
        land_file(workspace, path, ImportChoices(process=process, mapping=items), mapping)
        build_generation(workspace, landed_runs(workspace), calendar)
    return open_log(workspace, Viewer.owner())


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventLog]:
    folder = tmp_path_factory.mktemp("export")
    with built(written(folder / "orders.csv", ROWS), folder / "firm", "zone=Europe/Berlin", "date_order=day") as found:
        yield found


def expected() -> set[tuple[str, str, datetime, str, str]]:
    """Case, activity, UTC time, clerk and region of each row, by plain code."""
    berlin = ZoneInfo("Europe/Berlin")
    return {
        (order, step, datetime.strptime(at, "%d.%m.%Y %H:%M").replace(tzinfo=berlin).astimezone(UTC), clerk, region)
        for order, step, at, clerk, _, region in ROWS
    }


def test_csv_has_every_event_with_its_attributes(log: EventLog, tmp_path: Path) -> None:
    write_csv.write(log, "orders", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(ROWS)
    found = {
        (
            row["case:concept:name"],
            row["concept:name"],
            datetime.fromisoformat(row["time:timestamp"]),
            row["org:resource"],
            row["Region"],
        )
        for row in rows
    }
    assert found == expected()
    amounts = sorted(float(row["Amount"]) for row in rows if row["Amount"])
    assert amounts == sorted(float(row[4].replace(".", "").replace(",", ".")) for row in ROWS if row[4])


def test_parquet_has_the_same_with_types(log: EventLog, tmp_path: Path) -> None:
    write_parquet.write(log, None, tmp_path / "out.parquet")
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.num_rows == len(ROWS)
    assert str(table.schema.field("time:timestamp").type).startswith("timestamp[us, tz=")
    assert str(table.schema.field("Amount").type) == "double"
    found = {
        (
            row["case:concept:name"],
            row["concept:name"],
            row["time:timestamp"],
            row["org:resource"] or "",
            row["Region"] or "",
        )
        for row in table.to_pylist()
    }
    assert found == expected()


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_what_went_out_comes_in_again_without_a_question(log: EventLog, tmp_path: Path, name: str) -> None:
    writer = write_csv if name.endswith("csv") else write_parquet
    writer.write(log, "orders", tmp_path / name)
    assert inspect(tmp_path / name).questions == []
    again = "select case_no, seq, activity.name, ts from step join activity using (activity_no) order by all"
    variants = "select activities, cases, events from variant order by all"
    with built(tmp_path / name, tmp_path / "firm") as second:
        before, after = log.process("orders"), second.process("orders")
        assert after.database.rows(again) == before.database.rows(again)
        assert after.activities == before.activities
        assert after.database.rows(variants) == before.database.rows(variants)
        assert {each.name for each in after.slices} == {each.name for each in before.slices}


def test_both_halves_of_a_paired_activity_go_out(tmp_path: Path) -> None:
    rows = [("1", "x", "2024-01-01 08:00", "2024-01-01 09:00"), ("1", "y", "2024-01-01 10:00", "2024-01-01 11:00")]
    path = written(tmp_path / "work.csv", rows, ("case", "activity", "start", "end"))
    with built(path, tmp_path / "firm", "zone=UTC") as found:
        write_csv.write(found, "orders", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(newline="") as file:
        written_rows = [(row["concept:name"], row["lifecycle:transition"]) for row in csv.DictReader(file)]
    assert written_rows == [("x", "start"), ("x", "complete"), ("y", "start"), ("y", "complete")]


def test_a_process_must_be_named_where_there_are_several(log: EventLog, tmp_path: Path) -> None:
    several = EventLog(
        log.workspace, log.generation, {**log.manifest, "processes": ["a", "b"]}, log.viewer, log.database
    )
    with pytest.raises(WrongUse, match="Name one of: a, b"):
        write_csv.write(several, None, tmp_path / "out.csv")
    assert list(tmp_path.iterdir()) == []
