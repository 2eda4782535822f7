"""`tracework indicators`: tables, JSON and CSV of totals, records, definitions, and what was left out."""

import csv
import io
from pathlib import Path

import pytest

from tests.metrics.own_indicators import CASES, workspace_with
from tests.tracework.command_line import Answer, tracework

KEYS = ["name", "measure", "unit", "value", "n", "open", "slice", "period", "target", "generation"]


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own") / "firm"
    workspace_with(folder, {"cases": CASES, "broken": "select 1"})
    (folder / "firm.toml").write_text("[targets.cases]\nvalue = { target = 3, tolerance = 0 }\n")
    return folder


def ask(firm: Path, *words: str) -> Answer:
    return tracework("indicators", *words, "-w", firm)


def test_the_json_is_what_scripts_read(firm: Path):
    (row,) = ask(firm, "cases", "--json").json
    assert list(row)[: len(KEYS)] == KEYS
    assert [row[key] for key in KEYS] == ["cases", "value", "count", 4.0, 4, 0, {}, None, 3.0, 1]
    (sliced,) = ask(firm, "--by", "entity", "--period", "2026", "--json").json
    assert (sliced["slice"], sliced["period"]) == ({"entity": "here"}, "2026")


def test_the_table_is_for_people(firm: Path):
    answer = ask(firm)
    assert answer.code == 0
    assert "cases" in answer.out
    assert "Left out: broken" in answer.err
    assert f"Next: tracework indicators -w {firm} NAME" in answer.err


def test_csv_has_a_column_for_each_slice(firm: Path):
    (row,) = csv.DictReader(io.StringIO(ask(firm, "cases", "--by", "entity", "--csv").out))
    assert (row["entity"], row["value"]) == ("here", "4.0")


def test_records_and_what_was_known_are_also_written_as_csv(firm: Path):
    rows = list(csv.DictReader(io.StringIO(ask(firm, "cases", "--records", "--csv").out)))
    found = ask(firm, "cases", "--records", "--json").json["records"]
    assert [(row["object_id"], row["entity"]) for row in rows] == [(one["object_id"], "here") for one in found]
    (known,) = csv.DictReader(io.StringIO(ask(firm, "cases", "--known-on", "2999-01-01", "--csv").out))
    assert (known["name"], known["value"], known["generation"]) == ("cases", "4.0", "1")


def test_where_no_row_is_told_the_reason_is(firm: Path):
    answer = ask(firm, "cases", "--by", "entity", "--period", "2001-01")
    assert (answer.code, answer.out.splitlines()[1:]) == (
        0,
        ["The indicators begin later, with the first time that is recorded."],
    )
    assert "It counts nothing where entity = there." in ask(firm, "cases", "--where", "entity = there").out


def test_a_trend_has_a_row_a_day(firm: Path):
    rows = ask(firm, "cases", "--trend", "day", "--json").json
    assert [row["value"] for row in rows] == [1.0] * 4


def test_records_and_definition(firm: Path):
    found = ask(firm, "cases", "--records", "--json").json
    assert (found["in_all"], len(found["records"])) == (4, 4)
    told = ask(firm, "cases", "--why").out
    assert "How many cases are there?" in told
    assert "from fact.thing as thing" in told


def test_what_was_known_on_a_day(firm: Path):
    (row,) = ask(firm, "cases", "--known-on", "2999-01-01", "--json").json
    assert {key: row[key] for key in ("name", "value", "generation")} == {
        "name": "cases",
        "value": 4.0,
        "generation": 1,
    }


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["none"], 1, "There are: cases"),
        (["broken"], 1, "-- grain: one row per"),
        (["cases", "--period", "march"], 2, "is no period"),
        (["cases", "--by", "colour"], 2, "No indicator is sliced by"),
        (["--why"], 2, "Say which indicator: cases"),
        (["cases", "--period", "0001"], 2, "too far away"),
        (["cases", "--records", "--by", "entity"], 2, "Leave out --by"),
        (["cases", "--formula", "value,other", "--by", "entity"], 2, "those of one indicator as a whole"),
        (["--formula", "value,other"], 2, "Name it"),
    ],
)
def test_a_mistake_is_told_in_a_paragraph(firm: Path, words: list[str], code: int, told: str):
    answer = ask(firm, *words)
    assert (answer.code, answer.out) == (code, "")
    assert told in answer.err
