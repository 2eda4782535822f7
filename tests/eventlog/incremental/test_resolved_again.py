"""Identities and conflicts resolved again after a change are those of a whole log: random pulls of two systems."""

import random

import pytest

from core.workspace import create_workspace
from eventlog.incremental.build import CHANGES
from eventlog.incremental.identities import read_decisions, refresh_identities
from eventlog.incremental.numbering import number_fresh_runs
from eventlog.incremental.source_update import update_source
from eventlog.landed import landed_runs
from eventlog.record_mapping import ObjectsOf, RecordMapping
from eventlog.record_stream import Stream
from eventlog.records.declared_source import DeclaredSource
from tests.eventlog.records.pulled_runs import Pull, filled_log, land
from tests.eventlog.records.two_systems import CLIENT, CONTRACT, ITEM, YIELDS

SHEET = Stream(name="sheet", key=("id",), columns={"id": "text", "psa_id": "text", "kept": "boolean"})
PROJECT = Stream(
    name="project",
    key=("id",),
    columns=dict.fromkeys(("id", "psa_id", "code", "name", "currency"), "text"),
)
PROJECTS = ObjectsOf(
    "project", "project", "r.id", attributes={"name": "r.name", "currency": "r.currency"},
    keys={"psa_id": "r.psa_id", "code": "r.code"},
)  # fmt: skip
SHEETS = ObjectsOf("timesheet", "sheet", "r.id", keys={"psa_id": "r.psa_id"}, where="coalesce(r.kept, true)")
SOURCES = {
    name: DeclaredSource(
        name,
        connector,
        name.upper(),
        (CLIENT, ITEM, CONTRACT, SHEET, PROJECT),
        RecordMapping(objects=(*YIELDS.objects, SHEETS, PROJECTS), events=YIELDS.events),
    )
    for name, connector in (("sales", "salesforce"), ("books", "netsuite"))
}
RESOLVED = {
    "identities": (
        "select one.object_id, canonical.object_id, rule from identity join object as one using (object_no) "
        "join object as canonical on canonical.object_no = canonical_no"
    ),
    "suggestions": (
        "select this.object_id, that.object_id, score, answer from identity_suggestion "
        "join object as this on this.object_no = left_no join object as that on that.object_no = right_no"
    ),
    "conflicts": (
        "select kind, object_id, attribute, systems, values, worth, conflict.currency "
        "from conflict join object using (object_no)"
    ),
}
NAMES = ("Northwind", "Northwind Ltd", "Northwint", "Contoso", "Contosso", "Umbrella", "Umbrello", "Umbrelle")
CANONICAL = "select object_no, canonical_no from canonical"


def random_pull(chance, source, day, share):
    def some(most):
        return [number for number in range(most) if chance.random() < share]

    def maybe(values):
        return chance.choice([*values, None])

    clients = [
        {
            "id": f"c{number}", "name": chance.choice(NAMES), "country": maybe(["DE", "US"]),
            "tax_number": maybe(["T1", "t-1", *[None] * 6]), "crm_id": maybe(["1", *[None] * 5]),
            "at": "2026-03-01T09:00:00Z",
        }
        for number in some(7)
    ]  # fmt: skip
    sheets = [
        {"id": f"s{number}", "psa_id": maybe(["1", "2", "3", "4"]), "kept": chance.choice(["true", "true", "false"])}
        for number in some(7)
    ]
    contracts = [{"id": f"k{n}", "service_code": maybe(["A", "B"]), "amount": f"{n}00"} for n in some(3)]
    # a project that has the key of one and the other key of another joins the two
    projects = [
        {
            "id": f"p{number}", "psa_id": maybe(["1", "2", "3"]), "code": maybe(["A", "B", "C"]),
            "name": chance.choice(["Harbour", "Harbor", "Tunnel"]), "currency": maybe(["EUR", "USD"]),
        }
        for number in some(5)
    ]  # fmt: skip
    records = {"client": clients, "sheet": sheets, "contract": contracts, "project": projects}
    records |= {"item": [{"id": "A", "itemid": "A"}]} if not day else {}
    deleted = {"client": [{"id": f"c{chance.randrange(5)}"}]} if day and chance.random() < 0.4 else {}
    return Pull(source, {name: rows for name, rows in records.items() if rows}, day, deleted)


def resolved(database):
    return {name: sorted(database.rows(query), key=repr) for name, query in RESOLVED.items()}


@pytest.mark.parametrize("seed", range(2))
def test_what_is_one_thing_after_each_pull(seed, tmp_path, scale):
    seen = dict.fromkeys(RESOLVED, 0)
    for turn in range(scale):
        chance = random.Random(1000 * turn + seed)
        workspace = create_workspace(tmp_path / f"firm {turn}")
        for source in SOURCES:
            land(workspace, random_pull(chance, source, 0, 1.0))
        database = filled_log(workspace, *SOURCES.values())
        for day in range(1, 4):
            source = chance.choice(list(SOURCES))
            land(workspace, random_pull(chance, source, day, 0.4))
            runs, fresh = number_fresh_runs(database, landed_runs(workspace))
            for table in CHANGES.split("create temp table ")[1:]:
                database.run(f"drop table if exists temp.{table.split()[0]}")
            database.run(CHANGES)
            before = dict(database.rows(CANONICAL))
            read_decisions(database, runs, SOURCES)
            of_source = [run for run in runs if run.landed.source == source]
            update_source(database, SOURCES[source], of_source, fresh)
            refresh_identities(database, SOURCES)
            now, whole = resolved(database), resolved(filled_log(workspace, *SOURCES.values()))
            assert now == whole
            after = dict(database.rows(CANONICAL))
            moved = {one for one in before.keys() & after.keys() if before[one] != after[one]}
            assert moved <= set(database.column("select object_no from changed_identity"))
            seen = {name: seen[name] + len(rows) for name, rows in now.items()}
    assert all(seen.values())
