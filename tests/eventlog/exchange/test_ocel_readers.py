"""OCEL 2.0 in: the same log lands alike from SQLite, JSON and XML, and what is wrong with a file is told."""

import gzip
import json
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from core.errors import BadInput
from eventlog.exchange import ocel_json, ocel_sqlite, ocel_xml
from tests.eventlog.exchange.built_log import Counted, Landed, landed
from tests.eventlog.exchange.ocel_logs import Log, content, random_ocel, values, write_json, write_sqlite, write_xml
from tests.eventlog.exchange.p2p import build_p2p

FORMATS = [(ocel_sqlite, write_sqlite), (ocel_json, write_json), (ocel_xml, write_xml)]
TEXTS = {True: "true", False: "false"}


def canonical(value: Any) -> str:
    """The text that a value of the generated logs lands as, said once more and by itself."""
    return TEXTS[value] if isinstance(value, bool) else value if isinstance(value, str) else repr(value)


def kinds_of(log: Log) -> dict[str, str]:
    return {each["name"]: each["type"] for each in log["objectTypes"][0]["attributes"]}


@pytest.mark.parametrize(("reader", "write"), FORMATS)
def test_a_log_lands_as_it_is(tmp_path: Path, reader: Any, write: Any, scale: int):
    for seed in range(scale):
        log = random_ocel(seed)
        path = tmp_path / f"log {seed}"
        sink = landed(reader.read, write(log, path))
        kinds = kinds_of(log)
        events = {row["id"]: row for row in sink.rows("events")}
        assert len(events) == len(log["events"])
        for each in log["events"]:
            row = events[each["id"]]
            assert (row["type"], row["case"]) == (each["type"], None)
            assert row["time"] == datetime.fromisoformat(each["time"]).replace(tzinfo=None)
            assert values(row) == sorted(
                (v["name"], kinds[v["name"]], canonical(v["value"])) for v in each["attributes"]
            )
        changes = [
            (
                each["id"],
                v["name"],
                kinds[v["name"]],
                canonical(v["value"]),
                datetime.fromisoformat(v["time"]).replace(tzinfo=None),
            )
            for each in log["objects"]
            for v in each["attributes"]
            if not v["time"].startswith("1970")
        ]
        found = [tuple(row.values())[1:] for row in sink.rows("object_changes")]
        assert sorted(found) == sorted(changes)
        for stream, section in (("event_object", "events"), ("object_object", "objects")):
            given = [
                (each["id"], r["objectId"], r["qualifier"]) for each in log[section] for r in each["relationships"]
            ]
            assert sorted(tuple(row.values())[1:] for row in sink.rows(stream)) == sorted(given)


def test_the_three_formats_land_alike(tmp_path: Path):
    log = random_ocel(7)
    sqlite, json_, xml = (
        content(landed(reader.read, write(log, tmp_path / f"log.{place}")))
        for place, (reader, write) in enumerate(FORMATS)
    )
    assert sqlite == json_
    assert json_ == xml


@pytest.mark.parametrize(("reader", "write"), FORMATS)
def test_events_keep_their_order_in_the_file(tmp_path: Path, reader: Any, write: Any):
    log = random_ocel(3)
    rows = sorted(landed(reader.read, write(log, tmp_path / "log")).rows("events"), key=lambda row: row["row"])
    assert [row["id"] for row in rows] == [each["id"] for each in log["events"]]


def test_types_that_stand_behind_the_records_are_found(tmp_path: Path):
    log = random_ocel(5)
    turned = dict(reversed(log.items()))
    assert content(landed(ocel_json.read, write_json(turned, tmp_path / "a"))) == content(
        landed(ocel_json.read, write_json(log, tmp_path / "b"))
    )


def test_packed_files_are_read(tmp_path: Path):
    log = random_ocel(2)
    for reader, write in FORMATS[1:]:
        plain = write(log, tmp_path / "plain")
        packed = tmp_path / "packed"
        packed.write_bytes(gzip.compress(plain.read_bytes()))
        assert content(landed(reader.read, packed)) == content(landed(reader.read, plain))


def test_who_and_whether_it_began_are_found_among_the_attributes(tmp_path: Path):
    event = {"id": "e", "type": "A", "time": "2026-01-01T00:00:00Z"}
    attributes = [{"name": "resource", "value": "Ann"}, {"name": "lifecycle", "value": "start"}]
    path = write_json({"events": [event | {"attributes": attributes}]}, tmp_path / "log.json")
    (row,) = landed(ocel_json.read, path).rows("events")
    assert (row["resource"], row["lifecycle"]) == ("Ann", "start")
    assert values(row) == [("lifecycle", "string", "start"), ("resource", "string", "Ann")]


def test_times_without_a_zone_are_utc_unless_one_is_named(tmp_path: Path):
    path = write_json({"events": [{"id": "e", "type": "A", "time": "2026-07-01 12:00:00"}]}, tmp_path / "log.json")
    assert landed(ocel_json.read, path).rows("events")[0]["time"] == datetime(2026, 7, 1, 12)
    assert landed(ocel_json.read, path, zone="Europe/Berlin").rows("events")[0]["time"] == datetime(2026, 7, 1, 10)


def test_a_value_not_of_its_type_stays_the_text_it_is(tmp_path: Path):
    types = [
        {"name": "A", "attributes": [{"name": kind, "type": kind} for kind in ("integer", "float", "boolean", "time")]}
    ]
    given = [{"name": each["name"], "value": "some"} for each in types[0]["attributes"]]
    event = {"id": "e", "type": "A", "time": "2026-01-01T00:00:00Z", "attributes": given}
    (row,) = landed(ocel_json.read, write_json({"eventTypes": types, "events": [event]}, tmp_path / "log")).rows(
        "events"
    )
    assert [value for _, _, value in values(row)] == ["some"] * 4


def test_records_that_only_one_table_knows_land_without_time_or_type(tmp_path: Path):
    path = write_sqlite(random_ocel(1), tmp_path / "log.sqlite")
    with sqlite3.connect(path) as database:
        database.execute("insert into event values ('lonely', ?)", (random_ocel(1)["events"][0]["type"],))
        database.execute("insert into event values ('typeless', 'No such type')")
        database.execute("insert into event_t0 (ocel_id, ocel_time) values ('stranger', '2026-01-01')")
        database.execute(
            "insert into event_t0 select * from event_t0 where ocel_id in (select ocel_id from event) limit 1"
        )
    rows = landed(ocel_sqlite.read, path).rows("events")
    by_id = {row["id"]: row for row in rows}
    assert (by_id["lonely"]["type"] is not None, by_id["lonely"]["time"]) == (True, None)
    assert (by_id["typeless"]["type"], by_id["typeless"]["time"]) == ("No such type", None)
    assert by_id["stranger"]["type"] is None
    assert len({row["row"] for row in rows}) == len(rows)


def tame(log: Log) -> Log:
    """The log with names that pm4py can write."""
    names = {each["name"]: f"Type {place}" for place, each in enumerate(log["eventTypes"])}
    attributes = {each["name"]: each["type"] for each in log["objectTypes"][0]["attributes"]}
    renamed = names | {name: f"{kind} value" for name, kind in attributes.items()}
    return json.loads(json.dumps(log), object_hook=lambda each: each | {
        key: renamed.get(each[key], each[key]) for key in ("name", "type") if key in each
    })  # fmt: skip


@pytest.mark.parametrize(("reader", "write"), [(ocel_sqlite, "sqlite"), (ocel_json, "json"), (ocel_xml, "xml")])
def test_what_pm4py_writes_is_read(tmp_path: Path, reader: Any, write: str):
    import pm4py

    log = pm4py.read_ocel2_json(str(write_json(tame(random_ocel(1)), tmp_path / "in.json")))
    path = tmp_path / f"out.{write}"
    getattr(pm4py, f"write_ocel2_{write}")(log, str(path))
    sink = landed(reader.read, path)
    events = {(row["id"], row["type"], row["time"].replace(microsecond=0)) for row in sink.rows("events")}
    times = log.events["ocel:timestamp"].dt.tz_localize(None).dt.floor("s")
    assert events == set(zip(log.events["ocel:eid"], log.events["ocel:activity"], times, strict=True))
    assert len(sink.rows("event_object")) == len(log.relations)
    assert {row["id"] for row in sink.rows("objects")} >= set(log.relations["ocel:oid"])


def test_objects_of_a_table_without_times_have_initial_values_only(tmp_path: Path):
    log = random_ocel(1)
    for each in log["objects"]:
        each["attributes"] = [value for value in each["attributes"] if value["time"].startswith("1970")]
    path = write_sqlite(log, tmp_path / "log.sqlite")
    expected = content(landed(ocel_sqlite.read, path))
    with sqlite3.connect(path) as database:
        for place in range(3):
            database.execute(f"alter table object_t{place} drop column ocel_time")
            database.execute(f"alter table object_t{place} drop column ocel_changed_field")
    assert content(landed(ocel_sqlite.read, path)) == expected


def refusal(reader: Any, path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        reader.read(path, Landed())
    assert str(path) in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "is empty"),
        ("{}", "it has none of eventTypes"),
        ('{"events": []}', "it has none of eventTypes"),
        ('{"objects": [{"id": "o", "type": "t"}]}', "without a single event (1 objects)"),
        ('{"ocel:events": {}}', "OCEL 1.0"),
        ('{"events": [{"type": "A"}]}', "record 1 of 'events' is not what OCEL 2.0 asks for (it has no 'id')"),
        ('{"events": ["A"]}', "record 1 of 'events'"),
        ('{"events": [{"id": "e", "attributes": [{"value": 1}]}]}', "it has no 'name'"),
        ('{"events": [{"id": "e", "relationships": 5}]}', "it is built otherwise"),
        ('{"events": [{"id": "e"', "ends too early"),
    ],
)
def test_json_that_is_no_ocel_is_told(tmp_path: Path, text: str, expected: str):
    path = tmp_path / "log.json"
    path.write_text(text)
    assert expected in refusal(ocel_json, path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<log><events><event/></events></log>", "a <event> without an id"),
        ("<log><events><object id='o'/></events></log>", "<object> inside <events>"),
        ("<log><object-types><object-type/></object-types></log>", "without a name"),
        ("<log><events/></log>", "without a single event"),
        ("<log><trace/></log>", "another kind of log"),
        (
            "<log><events><event id='e'><attributes><attribute>1</attribute></attributes></event></events></log>",
            "without a name",
        ),
        ("<log><events><event id='e'/></events>\n<event-types/></log>", "line 2 has <event-types> behind events"),
    ],
)
def test_xml_that_is_no_ocel_is_told(tmp_path: Path, text: str, expected: str):
    path = tmp_path / "log.xml"
    path.write_text(text)
    assert expected in refusal(ocel_xml, path)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("drop table event_object", "the table event_object is missing"),
        ("drop table event_t0", "there is no such table"),
        ("alter table event rename column ocel_type to kind", "the table event has no column ocel_type"),
        ("alter table event_t0 rename column ocel_time to moment", "the table event_t0 has no column ocel_time"),
        ("delete from event", "without a single event"),
    ],
)
def test_a_sqlite_file_that_is_no_ocel_is_told(tmp_path: Path, statement: str, expected: str):
    path = write_sqlite(random_ocel(1) | {"eventTypes": random_ocel(1)["eventTypes"]}, tmp_path / "log.sqlite")
    with sqlite3.connect(path) as database:
        if statement == "delete from event":
            for (name,) in database.execute("select name from sqlite_master where name like 'event_t%'").fetchall():
                database.execute(f"delete from {name}")
        database.execute(statement)
    assert expected in refusal(ocel_sqlite, path)


def test_a_sqlite_file_that_is_damaged_or_none_is_told(tmp_path: Path):
    path = write_sqlite(random_ocel(1), tmp_path / "log.sqlite")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "damaged or incomplete" in refusal(ocel_sqlite, path)
    path.write_bytes(b"not a database at all, but long enough to look at")
    assert "is no SQLite database" in refusal(ocel_sqlite, path)
    path.write_bytes(b"")
    assert "is empty" in refusal(ocel_sqlite, path)
    assert "could not be read" in refusal(ocel_sqlite, tmp_path / "absent.sqlite")


def test_the_procure_to_pay_log_comes_in_whole(shared_data: Path, tmp_path: Path):
    build_p2p(shared_data, tmp_path / "p2p.sqlite")
    sink = Counted()
    ocel_sqlite.read(tmp_path / "p2p.sqlite", sink)
    assert (sink.rows["events"], sink.rows["objects"]) == (14_671, 9_543)
    assert (sink.rows["event_object"], sink.rows["object_object"]) == (35_927, 20_402)
    assert not any(sink.empty["events", column] for column in ("id", "type", "time", "resource", "lifecycle"))


def test_the_types_of_the_procure_to_pay_log_are_known(shared_data: Path, tmp_path: Path):
    build_p2p(shared_data, tmp_path / "p2p.sqlite")
    rows = landed(ocel_sqlite.read, tmp_path / "p2p.sqlite").rows("log")
    assert [sum(row["type"] == what for row in rows) for what in ("event type", "object type")] == [10, 7]
    (material,) = (json.loads(row["value"]) for row in rows if row["key"] == "material")
    assert (material["NetPriceEKPONETPR"], material["DeliveryDateEKPOBEDAT"], material["PlantEKPOWERKS"]) == (
        "float",
        "time",
        "string",
    )
