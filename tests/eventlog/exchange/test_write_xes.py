"""XES out: a log comes in, goes out and comes in again equal; pm4py opens it and sees the same."""

import gzip
from collections import defaultdict
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

import pytest

from core.errors import WrongUse
from eventlog.exchange import ocel_json, write_xes, xes
from tests.eventlog.exchange.built_log import Landed, built_log, landed
from tests.eventlog.exchange.ocel_logs import random_ocel, write_json
from tests.eventlog.exchange.test_xes import head
from tests.eventlog.exchange.xes_text import Attribute, event
from tests.eventlog.exchange.xes_text import write_xes as write_by_hand

NOON = "2026-03-02T11:00:00.000Z"
HARD_NAMES = [
    "x" * 5_000,
    "<script>alert(1)</script>",
    "say \"hi\" & 'bye'",
    "🧾 счёт",
    "two\nlines\tand a tab",
    "a/b~c~1",
]


def cases(sink: Landed) -> dict[str, list[tuple[Any, ...]]]:
    """The events of each case in time, each with all it has; those of one instant in the order of the file."""
    found = defaultdict(list)
    for row in sink.rows("events"):
        attributes = sorted((each["name"], each["type"], each["value"] or "") for each in row["attributes"])
        found[row["case"]].append((row["time"], row["type"], row["lifecycle"], row["resource"], attributes))
    return {case: sorted(events, key=lambda each: each[0]) for case, events in found.items()}


def objects(sink: Landed) -> dict[str, list[tuple[str, str, str | None]]]:
    return {
        row["id"]: sorted((each["name"], each["type"], each["value"]) for each in row["attributes"])
        for row in sink.rows("objects")
    }


def said(sink: Landed) -> set[tuple[str, str, str | None]]:
    return {(row["key"], row["type"], row["value"]) for row in sink.rows("log")}


def there_and_back(path: Path, folder: Path, name: str = "out.xes") -> tuple[Landed, Landed, Path]:
    with built_log(xes.read, path, folder / "firm") as log:
        assert log.manifest["quarantined"] == 0
        write_xes.write(log, None, folder / name)
    return landed(xes.read, path), landed(xes.read, folder / name), folder / name


def assert_equal(before: Landed, after: Landed) -> None:
    assert cases(after) == cases(before)
    assert objects(after) == objects(before)
    assert said(after) >= said(before)


def hard_log(path: Path) -> Path:
    nested: Attribute = ("list", "items", [("container", "one", [("int", "n/m", "1")]), ("string", "empty", "")])
    full = [
        ("string", "org:resource", "Ann & Bo"),
        ("string", "lifecycle:transition", "start"),
        ("float", "amount", "2.3832541524E7"),
        ("boolean", "rush", "false"),
        ("id", "ref", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
        ("date", "due", "2026-03-03T00:00:00.000001+01:00"),
        ("string", "parent", "x"),
        nested,
    ]
    events = [event(name, f"2026-03-02T11:00:{place:02}.000Z") for place, name in enumerate(HARD_NAMES)]
    edges = [event("first", "0001-01-01T00:00:00Z"), event("last", "9999-12-31T23:59:59.999999Z")]
    traces = [("hard", events), ('<b>"1"</b>', [event("A", NOON, *full), event("B", NOON)]), ("edges", edges)]
    return write_by_hand(path, traces, head())


@pytest.mark.parametrize("name", ["out.xes", "out.xes.gz"])
def test_a_log_with_everything_in_it_comes_back_equal(tmp_path: Path, name: str):
    before, after, path = there_and_back(hard_log(tmp_path / "in.xes"), tmp_path, name)
    assert_equal(before, after)
    assert (path.read_bytes()[:2] == b"\x1f\x8b") == name.endswith(".gz")


def test_an_activity_that_is_a_classifier_goes_out_under_its_name(tmp_path: Path):
    def read(path: Path, sink: Any) -> None:
        xes.read(path, sink, classifier="Both")

    path = hard_log(tmp_path / "in.xes")
    with built_log(read, path, tmp_path / "firm") as log:
        write_xes.write(log, "work", tmp_path / "out.xes")
    assert_equal(landed(xes.read, path), landed(xes.read, tmp_path / "out.xes"))


def test_starts_that_were_paired_with_their_completes_go_out_again(tmp_path: Path):
    def step(name: str, second: int, transition: str) -> list[Attribute]:
        return event(name, f"2026-03-02T11:00:{second:02}.000Z", ("string", "lifecycle:transition", transition))

    events = [step("A", 1, "start"), step("A", 5, "complete"), step("B", 6, "start"), step("C", 7, "complete")]
    path = write_by_hand(tmp_path / "in.xes", [("c", events), ("d", events[:2])])
    with built_log(xes.read, path, tmp_path / "firm", {"pair_lifecycle": True}) as log:
        assert log.process("work").events == 4
        write_xes.write(log, None, tmp_path / "out.xes")
    assert cases(landed(xes.read, tmp_path / "out.xes")) == cases(landed(xes.read, path))


def test_a_long_log_goes_out_in_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(write_xes, "WINDOW_EVENTS", 50)
    traces = [
        (f"c{case}", [event(f"a{step}", f"2026-03-02T11:{case % 60:02}:{step:02}Z") for step in range(case % 9 + 1)])
        for case in range(300)
    ]
    before, after, _ = there_and_back(write_by_hand(tmp_path / "in.xes", traces), tmp_path)
    assert_equal(before, after)


def test_what_xml_cannot_hold_is_replaced(tmp_path: Path):
    path = write_by_hand(tmp_path / "in.xes", [("c", [event("A", NOON)])])
    with built_log(xes.read, path, tmp_path / "firm", {"title": "bell \x07 and \ufffe"}) as log:
        write_xes.write(log, None, tmp_path / "out.xes")
    assert ("concept:name", "string", "bell \ufffd and \ufffd") in said(landed(xes.read, tmp_path / "out.xes"))


def test_one_process_must_be_named_where_there_are_several(tmp_path: Path):
    given = random_ocel(1)
    types = [each["name"] for each in given["objectTypes"]]
    described = {"object_type": types[0], "object_types": types, "flat_cases": False}
    with built_log(ocel_json.read, write_json(given, tmp_path / "in.json"), tmp_path / "firm", described) as log:
        assert len(log.processes()) == 3
        with pytest.raises(WrongUse, match="Name one of: " + ", ".join(log.processes())):
            write_xes.write(log, None, tmp_path / "out.xes")


def test_an_export_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = hard_log(tmp_path / "in.xes")
    (tmp_path / "out").mkdir()
    kept = tmp_path / "out" / "log.xes"
    kept.write_text("what was there before")
    with built_log(xes.read, path, tmp_path / "firm") as log:
        monkeypatch.setattr(write_xes, "attribute_lines", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            write_xes.write(log, None, kept)
    assert [each.name for each in kept.parent.iterdir()] == ["log.xes"]
    assert kept.read_text() == "what was there before"


def test_the_same_log_gives_the_same_bytes(tmp_path: Path):
    path = hard_log(tmp_path / "in.xes")
    with built_log(xes.read, path, tmp_path / "firm") as log:
        for name in ("a.xes.gz", "b.xes.gz"):
            write_xes.write(log, None, tmp_path / name)
    assert (tmp_path / "a.xes.gz").read_bytes() == (tmp_path / "b.xes.gz").read_bytes()


def test_the_elements_stand_in_the_order_the_standard_asks_for(tmp_path: Path):
    _, _, path = there_and_back(hard_log(tmp_path / "in.xes"), tmp_path)
    tags = [element.tag.split("}")[1] for element in Tree.parse(path).getroot()]
    ranks = {"extension": 0, "global": 1, "classifier": 2, "trace": 4}
    order = [ranks.get(tag, 3) for tag in tags]
    assert order == sorted(order)


@pytest.mark.parametrize("name", ["Receipt", "Helpdesk", "BPI_2020_DomesticDeclarations"])
def test_a_published_log_comes_back_equal(shared_data: Path, tmp_path: Path, name: str):
    before, after, _ = there_and_back(shared_data / "event_logs" / f"{name}.xes.gz", tmp_path, "out.xes.gz")
    assert_equal(before, after)


def in_pm4py(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    import pm4py

    frame = pm4py.read_xes(str(path), variant="iterparse")
    if not hasattr(frame, "columns"):
        frame = pm4py.convert_to_dataframe(frame)
    columns = sorted(frame.columns)
    frame = frame[columns].astype(object).where(frame[columns].notna(), None)
    found = defaultdict(list)
    for row in frame.to_dict("records"):
        found[row["case:concept:name"]].append(tuple((name, row[name]) for name in columns))
    return {case: sorted(rows, key=repr) for case, rows in found.items()}


def test_pm4py_reads_what_was_written(tmp_path: Path):
    traces = [
        (
            f"c{case}",
            [
                event(f"a{step}", f"2026-03-02T11:00:{step:02}.123+01:00", ("int", "n", str(step)))
                for step in range(case)
            ],
        )
        for case in range(1, 20)
    ]
    path = write_by_hand(tmp_path / "in.xes", traces)
    _, _, written = there_and_back(path, tmp_path)
    assert in_pm4py(written) == in_pm4py(path)


def test_pm4py_reads_a_published_log_alike(shared_data: Path, tmp_path: Path):
    with gzip.open(shared_data / "event_logs" / "Receipt.xes.gz") as packed:
        (tmp_path / "in.xes").write_bytes(packed.read())
    _, _, written = there_and_back(tmp_path / "in.xes", tmp_path)
    before, after = in_pm4py(tmp_path / "in.xes"), in_pm4py(written)
    assert len(after) == 1_434
    assert after == before
