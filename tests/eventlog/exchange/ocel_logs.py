"""OCEL logs as tests make them: plain Python, and written in each format by the standard library only."""

import json
import sqlite3
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree as Tree

from tests.eventlog.exchange.built_log import Landed

Log = dict[str, list[dict[str, Any]]]

SQL_TYPES = {"string": "TEXT", "time": "TIMESTAMP", "integer": "INTEGER", "float": "REAL", "boolean": "BOOLEAN"}
EPOCH = "1970-01-01T00:00:00Z"
NAMES = ["Send <b>offer</b>", "Say \"yes\" & 'no'", "🧾 Zahlung", "Object", "map type", "object", "x" * 500]


def random_ocel(seed: int, events: int = 120, objects: int = 40) -> Log:
    """A log with every type of attribute, changes over time, qualifiers, and names that are hard to write."""
    random = Random(seed)
    kinds = list(SQL_TYPES)
    attributes = [
        {"name": f"{kind} {mark}", "type": kind} for kind, mark in zip(kinds, ["&", "<", '"', "'", "ü"], strict=True)
    ]
    object_types = [{"name": name, "attributes": attributes} for name in NAMES[2:5]]
    event_types = [{"name": name, "attributes": attributes} for name in NAMES]
    ids = [f"o{number} “{random.choice(NAMES[:3])}”" for number in range(objects)]
    return {
        "objectTypes": object_types,
        "eventTypes": event_types,
        "objects": [_object(random, name, ids) for name in ids],
        "events": [_event(random, number, ids) for number in range(events)],
    }


def _object(random: Random, name: str, ids: list[str]) -> dict[str, Any]:
    kinds = random.sample(range(5), random.randint(0, 5))
    timed = [(kind, EPOCH) for kind in kinds]
    timed += [(random.randrange(5), _time(random)) for _ in range(random.randint(0, 4))]
    values = [{**_value(random, kind), "time": time} for kind, time in timed]
    targets = random.sample(ids, random.randint(0, 3))
    return {
        "id": name,
        "type": random.choice(NAMES[2:5]),
        "attributes": values,
        "relationships": _relations(random, targets),
    }


def _event(random: Random, number: int, ids: list[str]) -> dict[str, Any]:
    values = [_value(random, kind) for kind in random.sample(range(5), random.randint(0, 5))]
    targets = random.sample(ids, random.randint(1, 4))
    return {
        "id": f"e{number}",
        "type": random.choice(NAMES),
        "time": _time(random),
        "attributes": values,
        "relationships": _relations(random, targets),
    }


def _relations(random: Random, targets: list[str]) -> list[dict[str, str]]:
    return [{"objectId": target, "qualifier": random.choice(["", "role & <part>"])} for target in targets]


def _time(random: Random) -> str:
    day = f"2026-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    return f"{day}T10:{random.randint(0, 59):02}:00.{random.randrange(10**6):06}Z"


def _value(random: Random, kind: int) -> dict[str, Any]:
    values: list[tuple[str, Any]] = [
        ("string &", random.choice(["null", "", "a\nb\tc", "  spaced ", "<i>&amp;", "ü😀"])),
        ("time <", _time(random)),
        ('integer "', random.choice([0, -7, 2**40])),
        ("float '", random.choice([0.5, 1e-9, -3.0, 1e300])),
        ("boolean ü", random.choice([True, False])),
    ]
    name, value = values[kind]
    return {"name": name, "value": value}


def write_json(log: Log, path: Path) -> Path:
    path.write_text(json.dumps(log), encoding="utf-8")
    return path


def write_xml(log: Log, path: Path) -> Path:
    root = Tree.Element("log")
    for section, tag in (("objectTypes", "object-type"), ("eventTypes", "event-type")):
        holder = Tree.SubElement(root, f"{tag}s")
        for each in log[section]:
            inner = Tree.SubElement(Tree.SubElement(holder, tag, name=each["name"]), "attributes")
            for attribute in each["attributes"]:
                Tree.SubElement(inner, "attribute", attribute)
    for section, tag in (("objects", "object"), ("events", "event")):
        holder = Tree.SubElement(root, section)
        for each in log[section]:
            given = {key: value for key, value in each.items() if isinstance(value, str)}
            _write_record(Tree.SubElement(holder, tag, given), each)
    Tree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
    return path


def _write_record(element: Tree.Element, each: dict[str, Any]) -> None:
    values = Tree.SubElement(element, "attributes")
    for value in each["attributes"]:
        given = {key: value[key] for key in ("name", "time") if key in value}
        if value["value"] == "null":
            given["type"] = "string"
        text = value["value"]
        Tree.SubElement(values, "attribute", given).text = str(int(text)) if isinstance(text, bool) else str(text)
    relations = Tree.SubElement(element, "objects")
    for relation in each["relationships"]:
        Tree.SubElement(
            relations, "relationship", {"object-id": relation["objectId"], "qualifier": relation["qualifier"]}
        )


def write_sqlite(log: Log, path: Path) -> Path:
    """As the standard's page shows it: without any key, times without a zone."""
    with sqlite3.connect(path) as database:
        for what, section in (("event", "events"), ("object", "objects")):
            database.execute(f"create table {what}_map_type (ocel_type text, ocel_type_map text)")
            database.execute(f"create table {what} (ocel_id text, ocel_type text)")
            mapped = {each["name"]: f"t{number}" for number, each in enumerate(log[f"{what}Types"])}
            database.executemany(f"insert into {what}_map_type values (?, ?)", mapped.items())
            changed = ", ocel_changed_field text" if what == "object" else ""
            for each in log[f"{what}Types"]:
                columns = "".join(
                    ', "{}" {}'.format(kind["name"].replace('"', '""'), SQL_TYPES[kind["type"]])
                    for kind in each["attributes"]
                )
                database.execute(
                    f"create table {what}_{mapped[each['name']]} (ocel_id text, ocel_time text{changed}{columns})"
                )
            database.executemany(
                f"insert into {what} values (?, ?)", [(each["id"], each["type"]) for each in log[section]]
            )
            for each in log[section]:
                _insert(database, f"{what}_{mapped[each['type']]}", each)
        database.execute("create table event_object (ocel_event_id text, ocel_object_id text, ocel_qualifier text)")
        database.execute("create table object_object (ocel_source_id text, ocel_target_id text, ocel_qualifier text)")
        for table, section in (("event_object", "events"), ("object_object", "objects")):
            rows = [(each["id"], r["objectId"], r["qualifier"]) for each in log[section] for r in each["relationships"]]
            database.executemany(f"insert into {table} values (?, ?, ?)", rows)
    return path


def _insert(database: sqlite3.Connection, table: str, each: dict[str, Any]) -> None:
    if "time" in each:
        _insert_row(database, table, {"ocel_id": each["id"], "ocel_time": _sql_time(each["time"])}, each["attributes"])
        return
    initial = [value for value in each["attributes"] if value["time"] == EPOCH]
    _insert_row(database, table, {"ocel_id": each["id"], "ocel_time": "1970-01-01 00:00:00"}, initial)
    for value in each["attributes"]:
        if value["time"] != EPOCH:
            own = {"ocel_id": each["id"], "ocel_time": _sql_time(value["time"]), "ocel_changed_field": value["name"]}
            _insert_row(database, table, own, [value])


def _insert_row(database: sqlite3.Connection, table: str, own: dict[str, str], values: list[dict[str, Any]]) -> None:
    row = own | {value["name"]: value["value"] for value in values}
    columns = ", ".join('"' + name.replace('"', '""') + '"' for name in row)
    database.execute(f"insert into {table} ({columns}) values ({', '.join('?' * len(row))})", list(row.values()))


def _sql_time(text: str) -> str:
    return text.replace("T", " ").removesuffix("Z")


def content(sink: Landed) -> dict[str, list[Any]]:
    """What landed, without what depends on the order in which it was read."""
    events, objects = sink.rows("events"), sink.rows("objects")
    found = {
        "events": [
            (row["id"], row["type"], row["time"], row["lifecycle"], row["resource"], values(row)) for row in events
        ],
        "objects": [(row["id"], row["type"], values(row)) for row in objects],
        "log": [(row["key"], row["type"], sorted(json.loads(row["value"]).items())) for row in sink.rows("log")],
    }
    for stream in ("object_changes", "event_object", "object_object"):
        found[stream] = [tuple(value for name, value in row.items() if name != "row") for row in sink.rows(stream)]
    return {stream: sorted(rows, key=repr) for stream, rows in found.items()}


def values(row: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    return sorted((each["name"], each["type"], each["value"]) for each in row["attributes"])
