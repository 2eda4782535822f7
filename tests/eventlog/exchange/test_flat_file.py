"""A flat file looked at and landed: what is proposed, asked and refused, and that nothing is lost on the way."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.database import open_memory
from core.errors import BadInput, WrongUse
from eventlog.exchange.flat_file import FlatInspection, inspect, land
from eventlog.exchange.flat_mapping import FlatMapping
from eventlog.exchange.flat_rows import stage_flat
from tests.eventlog.exchange.flat_files import HEADER, order_rows, written

ROWS = order_rows()
GERMAN = ("zone=Europe/Berlin",)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "orders.csv"


def from_text(path: Path, text: str, *choices: str, previous: FlatMapping | None = None) -> FlatInspection:
    path.write_text(text, encoding="utf-8")
    return inspect(path, previous, choices)


def landed_rows(path: Path, folder: Path, mapping: FlatMapping) -> list[dict[str, Any]]:
    land(path, mapping, folder)
    rows: list[dict[str, Any]] = pq.read_table(folder / "rows.parquet").to_pylist()
    return rows


def test_a_german_file_is_understood(path: Path) -> None:
    found = inspect(written(path, ROWS), None, GERMAN)
    mapping = found.mapping
    assert (mapping.case, mapping.activity, mapping.time, mapping.resource) == ("Order No", "Step", "Booked", "Clerk")
    assert (mapping.case_attributes, mapping.event_attributes) == (("Region",), ("Amount",))
    assert (mapping.decimal, mapping.types["Amount"]) == (",", "float")
    assert mapping.time_formats == {"Booked": ("%d.%m.%Y %H:%M",)}
    assert (mapping.date_order, mapping.delimiter, mapping.zone) == ("day", ";", "Europe/Berlin")
    assert found.questions == []
    assert found.problems == ()
    assert found.rows == len(ROWS)
    assert found.preview[0] == ROWS[0]
    assert len(found.preview) == 20


def test_each_guess_has_a_confidence_and_a_reason(path: Path) -> None:
    guesses = {guess.role: guess for guess in inspect(written(path, ROWS), None, GERMAN).guesses}
    assert list(guesses) == ["case", "activity", "time", "start", "resource", "lifecycle"]
    assert 0.5 < guesses["case"].confidence <= 1
    assert "40 different values" in guesses["case"].reason
    assert guesses["lifecycle"].column is None


def test_the_zone_is_asked_for(path: Path) -> None:
    found = inspect(written(path, ROWS))
    assert [question.key for question in found.asked] == ["zone"]
    assert "“Booked”" in found.questions[0]


def test_what_the_user_says_stands_before_every_guess(path: Path) -> None:
    found = inspect(written(path, ROWS), None, (*GERMAN, "case=Clerk", "object:order=Order No", "ignore=Amount"))
    assert (found.mapping.case, found.mapping.objects) == ("Clerk", {"order": "Order No"})
    assert found.mapping.ignored == ("Amount",)
    guess = next(guess for guess in found.guesses if guess.role == "case")
    assert (guess.confidence, guess.reason) == (1.0, "As you said.")


def test_next_month_is_read_as_confirmed_last_month(tmp_path: Path) -> None:
    first = inspect(written(tmp_path / "may.csv", ROWS), None, (*GERMAN, "case=Clerk"))
    early = [row for row in ROWS if int(row[2][:2]) <= 12]  # alone these could be month first
    second = inspect(written(tmp_path / "june.csv", early, delimiter=","), first.mapping)
    assert (second.mapping.case, second.mapping.zone) == ("Clerk", "Europe/Berlin")
    assert second.mapping.time_formats == first.mapping.time_formats
    assert (second.mapping.file, second.mapping.delimiter) == ("june.csv", ",")
    assert second.questions == []
    guess = next(guess for guess in second.guesses if guess.role == "case")
    assert (guess.confidence, guess.reason) == (1.0, "As confirmed for may.csv last time.")


def test_a_mapping_that_does_not_fit_is_not_taken(tmp_path: Path) -> None:
    first = inspect(written(tmp_path / "may.csv", ROWS), None, GERMAN)
    other = written(tmp_path / "june.csv", ROWS, ("Ticket", "Step", "Booked", "Clerk", "Amount", "Region"))
    found = inspect(other, first.mapping)
    assert found.mapping.case == "Ticket"
    assert any("may.csv" in problem and "Order No" in problem for problem in found.problems)


def test_a_column_that_was_ignored_may_be_gone_next_month(tmp_path: Path) -> None:
    first = inspect(written(tmp_path / "may.csv", ROWS), None, (*GERMAN, "ignore=Amount", "case=Clerk"))
    june = written(tmp_path / "june.csv", [row[:4] + row[5:] for row in ROWS], HEADER[:4] + HEADER[5:])
    assert inspect(june, first.mapping).mapping.case == "Clerk"


def test_landing_keeps_every_value_as_it_came(path: Path, tmp_path: Path) -> None:
    rows = [*ROWS, ('O"1', "a;b", "line\nbreak", " padded ", "", "ü€😀")]
    written(path, rows)
    landed = landed_rows(path, tmp_path, FlatMapping(columns=HEADER))
    assert [tuple(row[name] for name in HEADER) for row in landed] == rows
    assert [row["row"] for row in landed] == list(range(len(rows)))


def test_landing_gives_each_record_its_place_though_some_cannot_be_split(path: Path, tmp_path: Path) -> None:
    lines = ["a,b"] + [f"{number},x" if number % 1000 else f"{number}" for number in range(900_000)]
    path.write_text("\n".join(lines))
    count = land(path, FlatMapping(columns=("a", "b")), tmp_path)
    assert (count.rows, count.unreadable) == (900_000, 900)
    table = pq.read_table(tmp_path / "rows.parquet")
    assert table["row"].to_pylist() == list(range(900_000))
    bad = table.filter(pa.compute.is_valid(table["unreadable"])).to_pylist()
    assert [int(row["unreadable"]["record"]) for row in bad] == [row["row"] for row in bad]
    assert bad[0]["unreadable"]["reason"] == "1 values where the header has 2"


def test_records_that_cannot_be_split_are_told_of_and_set_apart(path: Path, tmp_path: Path) -> None:
    found = from_text(path, "case,act,time\n1,x,2024-01-01\n1,y\n2,x,2024-01-02\n2,y,2024-01-02,9\n", "zone=UTC")
    assert (found.rows, found.unreadable) == (4, 2)
    assert "2 of 4 rows do not split" in found.problems[0]
    assert "row 2: 2 values where the header has 3" in found.problems[0]
    land(path, found.mapping, tmp_path)
    with open_memory() as database:
        stage_flat(database, tmp_path / "rows.parquet", found.mapping)
        assert database.rows("select row, reason, record from staged_quarantine order by row") == [
            (1, "2 values where the header has 3", '{"text":"1,y"}'),
            (3, "4 values where the header has 3", '{"text":"2,y,2024-01-02,9"}'),
        ]
        assert database.column("select row from staged_event order by row") == [0, 2]


def test_rows_that_cannot_be_events_are_counted_before_they_are_refused(path: Path) -> None:
    text = "case,act,time\n1,x,2024-01-01\n,y,2024-01-01\n2,,2024-01-02\n2,y,soon\n2,y,\n2,x,2024-01-09\n"
    problems = " ".join(from_text(path, text, "zone=UTC").problems)
    assert "“case” is empty in row 2: no case" in problems
    assert "“act” is empty in row 3: no activity" in problems
    assert "cannot be read as a time in row 4: “soon”" in problems
    assert "“time” is empty in row 5: no time" in problems


def test_duplicates_are_counted_and_kept(path: Path, tmp_path: Path) -> None:
    found = from_text(path, "case,act,time\n" + "1,x,2024-01-01\n" * 3 + "2,x,2024-01-01\n", "zone=UTC")
    assert found.duplicates == 2
    assert "2 of 4 rows repeat an earlier row exactly. They are kept." in found.problems
    assert len(landed_rows(path, tmp_path, found.mapping)) == 4


def test_dates_that_can_be_read_both_ways_are_asked_about_never_guessed(path: Path) -> None:
    text = "case,act,time\n1,x,03/04/2024 10:00\n1,y,05/06/2024 10:00\n"
    found = from_text(path, text, "zone=UTC")
    assert [question.key for question in found.asked] == ["date_order"]
    assert "03/04/2024 10:00" in found.questions[0]
    assert found.mapping.time_formats == {}
    answered = from_text(path, text, "zone=UTC", "date_order=month")
    assert answered.questions == []
    assert answered.mapping.time_formats == {"time": ("%m/%d/%Y %H:%M",)}


def test_values_that_prove_both_orders_are_asked_about(path: Path) -> None:
    found = from_text(path, "case,act,time\n1,x,13/04/2024\n1,y,04/13/2024\n", "zone=UTC")
    assert "1 can only have the day first and 1 only the month first" in found.questions[0]


def test_times_of_which_some_name_a_zone_are_asked_about(path: Path) -> None:
    text = "case,act,time\n1,x,2024-07-01T10:00:00Z\n1,y,2024-07-01T10:00:00\n1,z,2024-07-01T10:00:00+05:00\n"
    assert "Some of the times" in from_text(path, text).questions[0]
    assert from_text(path, text, "zone=Asia/Tokyo").questions == []


def test_numbers_that_can_be_read_both_ways_are_asked_about(path: Path) -> None:
    text = "case,act,time,amount\n1,x,2024-01-01Z,1.234\n1,y,2024-01-01Z,2.500\n"
    found = from_text(path, text.replace("01Z", "01T00:00Z"))
    assert [question.key for question in found.asked] == ["decimal"]
    assert from_text(path, text, "decimal=point", "zone=UTC").mapping.types["amount"] == "float"


@pytest.mark.parametrize(
    ("values", "kind", "mark"),
    [
        (("1.5", "2"), "float", "."),
        (("1,5", "2"), "float", ","),
        (("1.234,50", "7,00"), "float", ","),
        (("1,234.50", "7.00"), "float", "."),
        (("0.125", "0.250"), "float", "."),
        (("1'234.50", "7"), "float", "."),
        (("17", "-4"), "integer", "."),
        (("00123", "00456"), "string", "."),
        (("1.5", "none"), "string", "."),
        (("true", "FALSE"), "boolean", "."),
        (("2024-01-05", "2024-01-06"), "time", "."),
    ],
)
def test_what_a_column_holds(path: Path, values: tuple[str, str], kind: str, mark: str) -> None:
    lines = [f"{number};{'xy'[number]};2024-01-01T00:00Z;{value}" for number, value in enumerate(values)]
    mapping = from_text(path, "\n".join(["case;act;time;value", *lines]), "zone=UTC").mapping
    assert (mapping.type_of("value"), mapping.decimal) == (kind, mark)


def test_columns_without_a_name_of_their_own_get_one(path: Path, tmp_path: Path) -> None:
    found = from_text(path, "case,Row,act,act,,time\n1,7,x,y,z,2024-01-01\n", "zone=UTC", "activity=act", "case=case")
    assert found.mapping.columns == ("case", "Row (2)", "act", "act (2)", "column 5", "time")
    assert "“Row (2)”, “act (2)”, “column 5”" in found.problems[0]
    assert landed_rows(path, tmp_path, found.mapping)[0]["Row (2)"] == "7"


def test_a_start_column_is_found(path: Path) -> None:
    text = (
        "case,act,start time,end time\n1,x,2024-01-01 10:00,2024-01-01 11:00\n1,y,2024-01-02 10:00,2024-01-02 11:00\n"
    )
    mapping = from_text(path, text, "zone=UTC").mapping
    assert (mapping.start, mapping.time) == ("start time", "end time")


def test_a_format_nobody_knows_can_be_said(path: Path) -> None:
    text = "case,act,time\n1,x,07h30 on 2024.05.13\n1,y,08h30 on 2024.05.14\n"
    assert [question.key for question in from_text(path, text, "time=time", "zone=UTC").asked] == ["time_format"]
    found = from_text(path, text, "time=time", "time_format=%Hh%M on %Y.%m.%d", "zone=UTC")
    assert found.questions == []
    with pytest.raises(WrongUse, match="No value of “time” is a time written as “%Y”; the first is “07h30"):
        from_text(path, text, "time=time", "time_format=%Y", "zone=UTC")


def test_parquet_lands_typed_and_asks_only_what_it_must(tmp_path: Path) -> None:
    plain = inspect(written(tmp_path / "orders.csv", ROWS), None, GERMAN)
    path = tmp_path / "orders.parquet"
    with open_memory() as database:
        database.register("given", pa.table({name: [row[place] for row in ROWS] for place, name in enumerate(HEADER)}))
        typed = database.arrow(
            "select \"Order No\", Step, strptime(Booked, '%d.%m.%Y %H:%M') as Booked, Clerk, "
            "replace(replace(Amount, '.', ''), ',', '.')::decimal(12, 2) as Amount, [Region] as Regions from given"
        )
    pq.write_table(typed, path)
    found = inspect(path)
    assert [question.key for question in found.asked] == ["zone"]
    assert (found.mapping.case, found.mapping.activity, found.mapping.time) == ("Order No", "Step", "Booked")
    assert any("“Regions” hold lists" in problem for problem in found.problems)
    mapping = inspect(path, None, GERMAN).mapping
    with open_memory() as database:
        land(path, mapping, tmp_path)
        stage_flat(database, tmp_path / "rows.parquet", mapping)
        from_parquet = database.rows("select row, case_id, type, ts from staged_event order by row")
        land(tmp_path / "orders.csv", plain.mapping, tmp_path)
        stage_flat(database, tmp_path / "rows.parquet", plain.mapping)
        assert from_parquet == database.rows("select row, case_id, type, ts from staged_event order by row")
    assert len(from_parquet) == len(ROWS)


def test_a_file_without_any_time_asks_for_one(path: Path) -> None:
    found = from_text(path, "case,act,amount\n1,x,5\n1,y,6\n")
    assert ["No column holds times" in question for question in found.questions] == [True]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("case,act,time\n", "a header and no rows"),
        ('case,act,time\n1,"x,2024-01-01\n2,y,2024-01-02\n', 'quote " that opens in line 2 is never closed'),
        ('case,act,time\n1,x,"2024-01-01\n2,y,2024-01-02\n', "opens in line 2 is never closed"),
        ('case,act,time\n1,x,"2024\n' + "2,y,2024-01-02\n" * 400_000, "opens in line 2 "),
        (",".join(f"c{number}" for number in range(10_000)) + "\n" + "," * 9_999, "10,000 columns, and up to 500"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(path: Path, text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        from_text(path, text)
    assert str(path) in str(caught.value)


def test_a_damaged_parquet_file(tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    pq.write_table(pa.table({"case": ["1"] * 1000}), path)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(BadInput, match="cannot be read as Parquet"):
        inspect(path)


def test_a_file_that_changed_after_its_columns_were_confirmed(path: Path, tmp_path: Path) -> None:
    mapping = inspect(written(path, ROWS), None, GERMAN).mapping
    written(path, ROWS, ("Another", *HEADER[1:]))
    with pytest.raises(BadInput, match="has changed since its columns were confirmed"):
        land(path, mapping, tmp_path)


def test_five_hundred_columns_are_taken(path: Path, tmp_path: Path) -> None:
    names = tuple(f"c{number}" for number in range(500))
    written(path, [["1"] * 500], names)
    assert land(path, FlatMapping(columns=names), tmp_path).rows == 1


def test_progress_is_told_and_never_goes_back(path: Path) -> None:
    told: list[float] = []
    path.write_text("case,act,time\n" + "1,x,2024-01-01T00:00Z\n" * 400_000)
    land(
        path,
        FlatMapping(columns=("case", "act", "time")),
        path.parent,
        lambda share, words: told.append(share or 0.0),
    )
    assert told == sorted(told)
    assert len(told) > 1
    assert told[-1] == 1.0
