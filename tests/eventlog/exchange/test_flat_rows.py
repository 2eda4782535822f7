"""The typing step of flat files: what becomes an event, an attribute, a related object or a refused row."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.database import Database, open_memory
from core.errors import WrongUse
from eventlog.exchange.flat_mapping import FlatMapping
from eventlog.exchange.flat_rows import stage_flat

COLUMNS = ("Order", "Step", "When", "Who", "Amount", "Region", "Client")
MAPPING = FlatMapping(
    columns=COLUMNS,
    case="Order",
    activity="Step",
    time="When",
    resource="Who",
    objects={"client": "Client"},
    case_attributes=("Region",),
    event_attributes=("Amount",),
    types={"Amount": "float"},
    time_formats={"When": ("%d/%m/%Y %H:%M",)},
    zone="Europe/Berlin",
    decimal=",",
)
ROWS = [
    ("A", "sent", "01/07/2024 10:00", "Ann", "1.234,50", "North", "Acme"),
    ("A", "paid", "02/01/2024 10:00", "", "", "North", ""),
    ("B", "sent", "03/02/2024 9:05", "Bob", "about 7", "South", "Acme"),
    ("", "sent", "03/02/2024 9:05", "Bob", "7", "South", "Acme"),
    ("B", " ", "03/02/2024 9:05", "Bob", "7", "South", "Acme"),
    ("B", "paid", "31/31/2024", "Bob", "7", "South", "Acme"),
    ("B", "paid", "", "Bob", "7", "South", "Acme"),
    ("B", "paid", "04/02/2024 9:05", "Bob", "7", "West", "Acme"),
]


def landed(folder: Path, table: pa.Table) -> Path:
    """Rows as landing leaves them."""
    path = folder / "rows.parquet"
    numbers = pa.array(range(table.num_rows), pa.int64())
    pq.write_table(table.add_column(0, "row", numbers), path)
    return path


def text_table(rows: Sequence[tuple[str, ...]], columns: tuple[str, ...] = COLUMNS) -> pa.Table:
    return pa.table({name: [row[place] for row in rows] for place, name in enumerate(columns)})


@pytest.fixture
def database() -> Database:
    return open_memory()


@pytest.fixture
def staged(tmp_path: Path, database: Database) -> Database:
    stage_flat(database, landed(tmp_path, text_table(ROWS)), MAPPING)
    return database


def test_good_rows_become_events_in_utc(staged: Database) -> None:
    assert staged.rows("select row, case_id, type, ts, lifecycle, resource from staged_event order by row") == [
        (0, "A", "sent", datetime(2024, 7, 1, 8, 0), None, "Ann"),
        (1, "A", "paid", datetime(2024, 1, 2, 9, 0), None, None),
        (2, "B", "sent", datetime(2024, 2, 3, 8, 5), None, "Bob"),
        (7, "B", "paid", datetime(2024, 2, 4, 8, 5), None, "Bob"),
    ]


def test_bad_rows_are_set_apart_with_their_reason(staged: Database) -> None:
    refused = staged.rows("select row, reason, record from staged_quarantine order by row")
    assert [(row, reason) for row, reason, _ in refused] == [
        (3, "no case: “Order” is empty"),
        (4, "no activity: “Step” is empty"),
        (5, "a time that cannot be read: “31/31/2024” in “When”"),
        (6, "no time: “When” is empty"),
    ]
    assert json.loads(refused[2][2]) == dict(zip(COLUMNS, ROWS[5], strict=True))


def test_a_number_with_a_decimal_comma_is_written_canonically_and_anything_else_stays_text(staged: Database) -> None:
    assert staged.rows("select row, name, type, value from staged_event_attribute order by row") == [
        (0, "Amount", "float", "1234.5"),
        (2, "Amount", "string", "about 7"),
        (7, "Amount", "float", "7.0"),
    ]


def test_related_objects(staged: Database) -> None:
    assert staged.rows("select * from staged_event_object order by row") == [
        (0, "client", "Acme"),
        (2, "client", "Acme"),
        (7, "client", "Acme"),
    ]


def test_a_case_attribute_has_its_first_value_and_each_change(staged: Database) -> None:
    assert staged.rows("select * from staged_case_attribute order by case_id, ts") == [
        ("A", "Region", "string", "North", datetime(2024, 1, 2, 9, 0)),
        ("B", "Region", "string", "South", datetime(2024, 2, 3, 8, 5)),
        ("B", "Region", "string", "West", datetime(2024, 2, 4, 8, 5)),
    ]


def test_equal_records_have_equal_keys_and_others_do_not(tmp_path: Path, database: Database) -> None:
    stage_flat(database, landed(tmp_path, text_table([ROWS[0], ROWS[0], ROWS[1]])), MAPPING)
    first, second, third = database.column("select key from staged_event order by row")
    assert first == second != third


def test_a_start_column_makes_two_events_and_an_activity_still_running_one(tmp_path: Path, database: Database) -> None:
    columns = ("c", "a", "from", "to")
    rows = [("1", "x", "2024-01-01 08:00", "2024-01-01 09:00"), ("1", "y", "2024-01-02 08:00", ""), ("1", "z", "", "")]
    mapping = FlatMapping(
        columns=columns, case="c", activity="a", time="to", start="from", zone="UTC",
        time_formats=dict.fromkeys(("from", "to"), ("%Y-%m-%d %H:%M",)),
    )  # fmt: skip
    stage_flat(database, landed(tmp_path, text_table(rows, columns)), mapping)
    assert database.rows("select row, type, ts, lifecycle from staged_event order by ts") == [
        (0, "x", datetime(2024, 1, 1, 8), "start"),
        (0, "x", datetime(2024, 1, 1, 9), "complete"),
        (1, "y", datetime(2024, 1, 2, 8), "start"),
    ]
    assert database.column("select row from staged_quarantine") == [2]


def test_typed_columns_come_through_the_same_path(tmp_path: Path, database: Database) -> None:
    table = pa.table(
        {
            "c": pa.array([1, 1, None]),
            "a": pa.array(["x", "y", "y"]).dictionary_encode(),
            "t": pa.array(
                [datetime(2024, 7, 1, 8), datetime(2024, 7, 1, 9), datetime(2024, 7, 1, 9)], pa.timestamp("ns")
            ),
            "z": pa.array([datetime(2024, 7, 1, 8, tzinfo=UTC)] * 3, pa.timestamp("us", tz="Europe/Berlin")),
            "n": pa.array([1, 2, 3], pa.int16()),
            "f": pa.array([0.5, None, 1.0]),
            "b": pa.array([True, False, None]),
        }
    )
    attributes = ("z", "n", "f", "b")
    mapping = FlatMapping(
        columns=tuple(table.column_names),
        case="c",
        activity="a",
        time="t",
        zone="America/New_York",
        event_attributes=attributes,
    )
    stage_flat(database, landed(tmp_path, table), mapping)
    assert database.rows("select case_id, type, ts from staged_event order by row") == [
        ("1", "x", datetime(2024, 7, 1, 12)),
        ("1", "y", datetime(2024, 7, 1, 13)),
    ]
    assert database.rows("select name, type, value from staged_event_attribute where row = 0 order by name") == [
        ("b", "boolean", "true"),
        ("f", "float", "0.5"),
        ("n", "integer", "1"),
        ("z", "time", "2024-07-01T08:00:00.000000Z"),
    ]


def test_the_years_1_and_9999(tmp_path: Path, database: Database) -> None:
    rows = [("1", "x", "0001-01-01 00:00"), ("1", "y", "9999-12-31 23:59")]
    mapping = FlatMapping(
        columns=("c", "a", "t"), case="c", activity="a", time="t", zone="UTC", time_formats={"t": ("%Y-%m-%d %H:%M",)}
    )
    stage_flat(database, landed(tmp_path, text_table(rows, ("c", "a", "t"))), mapping)
    assert database.column("select ts from staged_event order by row") == [
        datetime(1, 1, 1),
        datetime(9999, 12, 31, 23, 59),
    ]


def test_names_and_values_that_look_like_sql_are_only_text(tmp_path: Path, database: Database) -> None:
    columns = ('a"b', "x'; drop table t; --", "{time}", "{0}")
    rows = [("c'1", "<b>“act”</b>", "2024-01-01", "{case}")]
    mapping = FlatMapping(
        columns=columns, case=columns[0], activity=columns[1], time=columns[2], event_attributes=(columns[3],),
        zone="UTC", time_formats={"{time}": ("%Y-%m-%d",)},
    )  # fmt: skip
    stage_flat(database, landed(tmp_path, text_table(rows, columns)), mapping)
    assert database.rows("select case_id, type from staged_event") == [("c'1", "<b>“act”</b>")]
    assert database.rows("select name, value from staged_event_attribute") == [("{0}", "{case}")]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"case": ""}, "No column is the case"),
        ({"zone": None}, "name no zone"),
        ({"time_formats": {}}, "It is not known how"),
        ({"resource": "Whom"}, "“Whom”"),
    ],
)
def test_an_unfinished_mapping_is_refused(
    tmp_path: Path, database: Database, change: dict[str, object], words: str
) -> None:
    with pytest.raises(WrongUse, match=words):
        stage_flat(database, landed(tmp_path, text_table(ROWS)), MAPPING.model_copy(update=change))
