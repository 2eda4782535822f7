"""An object-centric log written down in a few lines, and the tables of a generation made from it."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from core.database import Database, open_memory
from core.sql import load

LOG_TABLES = ("object", "event", "event_object", "object_object", "object_attribute", "identity")
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass
class Happened:
    """An event: its type, when, and the objects it names with their qualifiers."""

    type: str
    at: datetime
    objects: list[tuple[str, str]]
    source: str = "psa"


@dataclass
class ObjectLog:
    """Objects are named `type:number`; `same` has the leading id of others, `known` (object, name, value, at).

    An event that is gone leaves its place empty, and an object that is gone keeps its own.
    """

    objects: list[str] = field(default_factory=list)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    events: list[Happened | None] = field(default_factory=list)
    same: dict[str, str] = field(default_factory=dict)
    known: list[tuple[str, str, str, datetime]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def type_of(self, name: str) -> str:
        return name.split(":")[0]

    def canonical(self, name: str) -> str:
        return self.same.get(name, name)


def tables_of(log: ObjectLog, database: Database | None = None) -> Database:
    """The tables of a generation that hold this log, numbered as it lists things."""
    database = database or open_memory()
    database.run(load("eventlog", "schema.sql"))
    refill(database, log)
    return database


def refill(database: Database, log: ObjectLog) -> None:
    """Let the tables hold this log and nothing else; what stands at the same place keeps its number."""
    for table in (*LOG_TABLES, "object_type", "event_type", "source", "landed_run"):
        database.run(f"delete from {table}")
    number = {name: n for n, name in enumerate(log.objects) if name not in log.gone}
    kinds = sorted({log.type_of(name) for name in log.objects})
    types = sorted({event.type for event in log.events if event})
    sources = ["crm", "psa"]
    fill(database, "object_type (type_no, name)", list(enumerate(kinds)))
    fill(database, "event_type (type_no, name)", list(enumerate(types)))
    fill(database, "source (source_no, name, system)", [(n, name, name) for n, name in enumerate(sources)])
    fill(database, "landed_run (run_no, source_no, run)", [(n, n, "000001") for n in range(len(sources))])
    rows = [(n, name, kinds.index(log.type_of(name)), 0, 0, n) for name, n in number.items()]
    fill(database, "object (object_no, object_id, type_no, source_no, run_no, row)", rows)
    happened = [(n, event) for n, event in enumerate(log.events) if event]
    events = [
        (n, n, types.index(event.type), event.at.replace(tzinfo=None), sources.index(event.source), 0, n, n)
        for n, event in happened
    ]
    fill(database, "event (event_no, event_id, type_no, ts, source_no, run_no, row, place)", events)
    ties = [(n, number[name], role) for n, event in happened for name, role in event.objects if name in number]
    fill(database, "event_object", ties)
    fill(
        database,
        "object_object",
        [(number[a], number[b], how) for a, b, how in log.relations if a in number and b in number],
    )
    known = [
        (number[name], key, "string", value, at.replace(tzinfo=None))
        for name, key, value, at in log.known
        if name in number
    ]
    fill(database, "object_attribute (object_no, name, type, value, ts)", known)
    same = [
        (number[other], number[leading]) for other, leading in log.same.items() if {other, leading} <= number.keys()
    ]
    fill(database, "identity (object_no, canonical_no)", same)


def fill(database: Database, table: str, rows: list[tuple[object, ...]]) -> None:
    if rows:
        columns = {f"c{at}": pa.array(column) for at, column in enumerate(zip(*rows, strict=True))}
        database.register("filled_rows", pa.table(columns))
        database.run(f"insert into {table} select * from filled_rows")
        database.unregister("filled_rows")


def random_object_log(seed: int, things: int = 12, events: int = 150) -> ObjectLog:
    """Orders, bills and payments, related at random in either direction, some of them known by two ids."""
    chance = random.Random(seed)
    log = ObjectLog(objects=[f"{kind}:{n}" for kind in ("order", "bill", "payment", "client") for n in range(things)])
    for _ in range(3 * things):
        one, other = chance.sample(log.objects, 2)
        relation = (one, other, chance.choice(["for", "of", ""]))
        if log.type_of(one) != log.type_of(other) and relation not in log.relations:
            log.relations.append(relation)
    for _ in range(events):
        names = chance.sample(log.objects, chance.choice([1, 1, 2, 3]))
        at = START + timedelta(minutes=chance.randrange(20_000))
        objects = [(name, chance.choice(["", "about"])) for name in names]
        objects += [(names[0], "also")] if chance.random() < 0.2 else []
        log.events.append(Happened(chance.choice(["made", "sent", "paid"]), at, objects, chance.choice(["crm", "psa"])))
    for kind in ("order", "bill", "client"):
        log.same[f"{kind}:{things - 1}"] = f"{kind}:0"
    for name in log.objects:
        for key in chance.sample(["region", "owner", "size"], chance.choice([0, 1, 2])):
            days = timedelta(days=chance.randrange(9))
            log.known.append((name, key, f"{key} {chance.randrange(4)}", START + days))
    return log
