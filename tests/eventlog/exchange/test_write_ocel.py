"""OCEL 2.0 out: in, out as each format and in again equal; the standard's keys hold; pm4py reads all three."""

import gzip
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas
import pytest

from core.access import Viewer
from core.errors import BadInput, WrongUse
from eventlog.exchange import (
    ocel_content,
    ocel_json,
    ocel_sqlite,
    ocel_xml,
    write_ocel_json,
    write_ocel_sqlite,
    write_ocel_xml,
    xes,
)
from eventlog.reading import EventLog, open_log
from tests.eventlog.exchange.built_log import built_log, landed
from tests.eventlog.exchange.ocel_logs import Log, content, random_ocel, write_json
from tests.eventlog.exchange.p2p import build_p2p
from tests.eventlog.exchange.xes_text import event, write_xes

FORMATS: list[tuple[Any, Any, str]] = [
    (ocel_sqlite, write_ocel_sqlite, "log.sqlite"),
    (ocel_json, write_ocel_json, "log.json"),
    (ocel_xml, write_ocel_xml, "log.xml"),
]
IDS = ["sqlite", "json", "xml"]


def generation(log: EventLog) -> dict[str, list[tuple[Any, ...]]]:
    """What a generation holds, by the log's own names."""
    queries = {
        "events": "select key, t.name, ts, lifecycle, r.name from event join event_type t using (type_no) "
        "left join resource r using (resource_no)",
        "objects": "select object_id, t.name from object join object_type t using (type_no)",
        "event values": "select key, name, a.type, value from event_attribute a join event using (event_no)",
        "object values": "select object_id, name, a.type, value, ts from object_attribute a "
        "join object using (object_no)",
        "event_object": "select key, object_id, qualifier from event_object join event using (event_no) "
        "join object using (object_no)",
        "object_object": "select f.object_id, t.object_id, qualifier from object_object "
        "join object f on f.object_no = from_object_no join object t on t.object_no = to_object_no",
    }
    return {name: sorted(log.database.rows(query), key=repr) for name, query in queries.items()}


def opened(reader: Any, path: Path, root: Path, leading: str) -> EventLog:
    return built_log(reader.read, path, root, {"object_type": leading, "object_types": [leading], "flat_cases": False})


@pytest.fixture(scope="module")
def p2p_file(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("p2p") / "p2p.sqlite"
    build_p2p(shared_data, path)
    return path


@pytest.fixture(scope="module")
def p2p(p2p_file: Path) -> Iterator[EventLog]:
    with opened(ocel_sqlite, p2p_file, p2p_file.parent / "firm", "purchase_order") as log:
        yield log


def without_repeats(log: Log) -> Log:
    """The log with no change that changes nothing, and one value a time: what a generation keeps of any log."""
    for each in log["objects"]:
        values = {(value["name"], value["time"]): value for value in each["attributes"]}
        kept, last = [], {}
        for value in sorted(values.values(), key=lambda value: (value["name"], value["time"])):
            if last.get(value["name"], ...) != value["value"]:
                kept.append(value)
            last[value["name"]] = value["value"]
        each["attributes"] = kept
    return log


@pytest.mark.parametrize(("reader", "writer", "name"), FORMATS, ids=IDS)
def test_a_log_comes_back_equal(tmp_path: Path, reader: Any, writer: Any, name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ocel_content, "WINDOW", 17)
    log = without_repeats(random_ocel(11))
    path = write_json(log, tmp_path / "in.json")
    with opened(ocel_json, path, tmp_path / "firm", log["objects"][0]["type"]) as before:
        assert before.manifest["quarantined"] == 0
        writer.write(before, None, tmp_path / name)
        assert content(landed(reader.read, tmp_path / name)) == content(landed(ocel_json.read, path))
        with opened(reader, tmp_path / name, tmp_path / "again", log["objects"][0]["type"]) as after:
            assert generation(after) == generation(before)


@pytest.mark.parametrize(("reader", "writer", "name"), FORMATS, ids=IDS)
def test_the_procure_to_pay_log_comes_back_equal(p2p: EventLog, tmp_path: Path, reader: Any, writer: Any, name: str):
    assert (p2p.manifest["events"], p2p.manifest["objects"]) == (14_671, 9_543)
    writer.write(p2p, None, tmp_path / name)
    with opened(reader, tmp_path / name, tmp_path / "again", "purchase_order") as after:
        assert generation(after) == generation(p2p)
        assert after.manifest["quarantined"] == 0


def broken_rules(path: Path) -> list[str]:
    from pm4py.objects.ocel.validation import ocel20_rel_validation

    satisfied, broken = ocel20_rel_validation.apply(str(path))
    assert len(satisfied) + len(broken) == 24
    with sqlite3.connect(path) as database:
        assert database.execute("pragma foreign_key_check").fetchall() == []
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
    return list(broken)


def test_the_sqlite_file_keeps_every_rule_of_the_standard(tmp_path: Path):
    log = random_ocel(4)
    with opened(
        ocel_json, write_json(log, tmp_path / "in.json"), tmp_path / "firm", log["objects"][0]["type"]
    ) as opened_log:
        write_ocel_sqlite.write(opened_log, None, tmp_path / "out.sqlite")
    assert broken_rules(tmp_path / "out.sqlite") == []


def test_the_procure_to_pay_log_keeps_every_rule_of_the_standard(p2p: EventLog, tmp_path: Path):
    write_ocel_sqlite.write(p2p, None, tmp_path / "out.sqlite")
    assert broken_rules(tmp_path / "out.sqlite") == []


def seen_by_pm4py(kind: str, path: Path) -> tuple[Any, ...]:
    import pm4py

    log = getattr(pm4py, f"read_ocel2_{kind}")(str(path))
    relations = Counter(
        zip(log.relations["ocel:eid"], log.relations["ocel:oid"], log.relations["ocel:qualifier"], strict=True)
    )
    times = pandas.to_datetime(log.events["ocel:timestamp"], utc=True)
    events = sorted(zip(log.events["ocel:eid"], log.events["ocel:activity"], times, strict=True))
    return events, relations, log.relations["ocel:type"].value_counts().to_dict()


def small_log(tmp_path: Path) -> tuple[Log, Path]:
    """A log that pm4py reads whole: it knows no null values, and drops what nothing refers to."""
    log = without_repeats(random_ocel(23))
    for each in log["events"] + log["objects"]:
        each["attributes"] = [value for value in each["attributes"] if value["value"] not in ("null", "")]
    return log, write_json(log, tmp_path / "in.json")


@pytest.mark.parametrize(("kind", "place"), [("sqlite", 0), ("json", 1), ("xml", 2)])
def test_pm4py_reads_each_format(tmp_path: Path, kind: str, place: int):
    log, path = small_log(tmp_path)
    _, writer, name = FORMATS[place]
    with opened(ocel_json, path, tmp_path / "firm", log["objects"][0]["type"]) as opened_log:
        writer.write(opened_log, None, tmp_path / name)
    assert seen_by_pm4py(kind, tmp_path / name) == seen_by_pm4py("json", path)


@pytest.mark.parametrize(("kind", "place"), [("sqlite", 0), ("json", 1), ("xml", 2)])
def test_pm4py_reads_the_procure_to_pay_log_from_each_format(
    p2p: EventLog, p2p_file: Path, tmp_path: Path, kind: str, place: int
):
    _, writer, name = FORMATS[place]
    writer.write(p2p, None, tmp_path / name)
    assert seen_by_pm4py(kind, tmp_path / name) == seen_by_pm4py("sqlite", p2p_file)


def test_types_and_attributes_get_tables_and_columns_that_differ():
    names = ["Send Invoice", "send-invoice", "object", "map type", "Map_Type", "***", "/", "x" * 300, "x" * 299]
    mapped = write_ocel_sqlite.mapped_names(names)
    assert mapped["Send Invoice"] == "SendInvoice"
    lowered = {each.lower() for each in mapped.values()}
    assert len(lowered) == len(names)
    assert not lowered & {"object", "map_type"}
    columns = write_ocel_sqlite.column_names(["Amount", "amount", "ocel_time", "a b", ""])
    assert columns["a b"] == "a b"
    assert len({each.lower() for each in columns.values()} | {"ocel_time"}) == 6


def test_a_xes_log_goes_out_as_ocel_with_who_and_whether_it_began(tmp_path: Path):
    more = [("string", "org:resource", "Ann"), ("string", "lifecycle:transition", "start"), ("int", "n", "1")]
    traces = [("c", [event("A", "2026-01-01T00:00:00Z", *more), event("B", "2026-01-02T00:00:00Z")])]
    with built_log(xes.read, write_xes(tmp_path / "in.xes", traces), tmp_path / "firm") as log:
        write_ocel_json.write(log, None, tmp_path / "out.json")
    sink = landed(ocel_json.read, tmp_path / "out.json")
    first, second = sink.rows("events")
    assert (first["type"], first["resource"], first["lifecycle"]) == ("A", "Ann", "start")
    assert (second["type"], second["resource"], second["lifecycle"]) == ("B", None, None)
    assert first["id"] != second["id"]
    relations = [(row["event"], row["object"]) for row in sink.rows("event_object")]
    assert relations == [(first["id"], "c"), (second["id"], "c")]
    assert {"name": "n", "type": "integer", "value": "1"} in first["attributes"]


def test_one_process_goes_out_with_the_objects_it_touches(tmp_path: Path):
    log = random_ocel(9)
    leading = log["objects"][0]["type"]
    ids = {each["id"] for each in log["objects"] if each["type"] == leading}
    expected = {each["id"] for each in log["events"] if ids & {r["objectId"] for r in each["relationships"]}}
    touched = {r["objectId"] for each in log["events"] if each["id"] in expected for r in each["relationships"]}
    assert expected < {each["id"] for each in log["events"]}
    with opened(ocel_json, write_json(log, tmp_path / "in.json"), tmp_path / "firm", leading) as opened_log:
        write_ocel_xml.write(opened_log, "work", tmp_path / "out.xml")
    sink = landed(ocel_xml.read, tmp_path / "out.xml")
    assert {row["id"] for row in sink.rows("events")} == expected
    assert {row["id"] for row in sink.rows("objects")} == touched


def test_ids_that_two_types_share_are_told_apart(tmp_path: Path):
    def object_of(kind: str, target: str) -> dict[str, Any]:
        return {"id": "1", "type": kind, "relationships": []}

    at = "2026-01-01T00:00:00Z"
    log = {
        "objects": [object_of("order", "1"), object_of("item", "1")],
        "events": [{"id": "e", "type": "A", "time": at, "relationships": [{"objectId": "1", "qualifier": ""}]}],
    }
    with opened(ocel_json, write_json(log, tmp_path / "in.json"), tmp_path / "firm", "order") as opened_log:
        write_ocel_sqlite.write(opened_log, None, tmp_path / "out.sqlite")
    rows = landed(ocel_sqlite.read, tmp_path / "out.sqlite").rows("objects")
    assert sorted(row["id"] for row in rows) == ["item:1", "order:1"]


def test_packed_text_is_the_same_text(tmp_path: Path):
    log = random_ocel(6)
    with opened(
        ocel_json, write_json(log, tmp_path / "in.json"), tmp_path / "firm", log["objects"][0]["type"]
    ) as opened_log:
        write_ocel_json.write(opened_log, None, tmp_path / "out.json")
        write_ocel_json.write(opened_log, None, tmp_path / "out.json.gz")
    assert gzip.decompress((tmp_path / "out.json.gz").read_bytes()) == (tmp_path / "out.json").read_bytes()


def test_who_may_not_see_all_cannot_export_all(tmp_path: Path):
    log = random_ocel(6)
    path = write_json(log, tmp_path / "in.json")
    with opened(ocel_json, path, tmp_path / "firm", log["objects"][0]["type"]) as opened_log:
        viewer = Viewer(name="Ann", roles=frozenset({"manager"}), clients=frozenset({"Acme"}))
        with open_log(opened_log.workspace, viewer) as limited, pytest.raises(WrongUse, match="every case"):
            write_ocel_json.write(limited, None, tmp_path / "out.json")
    assert not (tmp_path / "out.json").exists()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path):
    log = random_ocel(6)
    with (
        opened(
            ocel_json, write_json(log, tmp_path / "in.json"), tmp_path / "firm", log["objects"][0]["type"]
        ) as opened_log,
        pytest.raises(BadInput, match="there is no folder"),
    ):
        write_ocel_sqlite.write(opened_log, None, tmp_path / "nowhere" / "out.sqlite")
