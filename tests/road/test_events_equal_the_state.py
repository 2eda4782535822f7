"""All seven systems of a small firm, pulled through their interfaces: the log tells what happened, no more, no less."""

from __future__ import annotations

from collections import Counter

from core.words import event_types
from simulator.life.identities import IN_NETSUITE, identities
from simulator.life.truth import names
from tests.road.roads import Road
from tests.road.truth_of_state import OBJECT_OF, events, files

TOLD = """
    select distinct event.event_no, event_type.name, thing.object_id, date_trunc('second', event.ts)
    from event
    join event_type using (type_no)
    join event_object as named using (event_no)
    join canonical using (object_no)
    join object as thing on thing.object_no = canonical.canonical_no
    join object_type on object_type.type_no = thing.type_no
    where event_type.name = $event and named.qualifier = '' and ($type is null or object_type.name = $type)
"""
EVERY_ONE = (
    "client", "opportunity", "contract", "project", "resource", "resource_request", "assignment", "milestone",
    "billing_event", "invoice", "payment", "credit_memo", "dispute", "workspace", "expense_report",
    "purchase_order", "vendor_invoice", "journal", "forecast", "legal_entity",
)  # fmt: skip
OBJECTS = "select object_id from object join object_type using (type_no)"
IDENTITIES = """
    select object_type.name, own.object_id, canonical.object_id
    from identity
    join object as own on own.object_no = identity.object_no
    join object as canonical on canonical.object_no = identity.canonical_no
    join object_type on object_type.type_no = own.type_no
"""


def told(road: Road, event: str) -> Counter[tuple[str, object]]:
    """Canonical object and moment of every event of a type."""
    rows = road.log.database.rows(TOLD, event=event, type=OBJECT_OF.get(event))
    return Counter((thing, at) for _, _, thing, at in rows)


def happened(road: Road) -> dict[str, Counter[tuple[str, object]]]:
    truth: dict[str, Counter[tuple[str, object]]] = {}
    for event, thing, at in events(road.state).iter_rows():
        truth.setdefault(event, Counter())[(thing, at)] += 1
    return truth


def test_every_event_of_every_system_is_one_of_the_firm(calm: Road):
    truth = happened(calm)
    logged = calm.log.database.column("select distinct name from event join event_type using (type_no)")
    assert set(logged) == set(truth)
    wrong = {}
    for event, moments in truth.items():
        found = told(calm, event)
        if found != moments:
            wrong[event] = (list((moments - found).items())[:3], list((found - moments).items())[:3])
    assert wrong == {}
    assert sum(map(Counter.total, truth.values())) == calm.log.database.value("select count(*) from event")


def test_the_firm_of_the_proof_does_nearly_everything(calm: Road):
    """What no event of the firm is of is not proven. What is done here about findings no system of it tells."""
    of_systems = {name for name in event_types() if not name.startswith(("finding_", "action_"))}
    assert of_systems - set(happened(calm)) <= {"purchase_rejected", "vendor_invoice_rejected"}


def test_nothing_is_set_apart_doubted_or_in_conflict(calm: Road):
    database = calm.log.database
    for table in ("quarantine", "conflict", "unplaced", "identity_suggestion"):
        assert database.rows(f"select * from {table}") == [], table
    assert database.rows("select * from event where doubt is not null") == []
    assert calm.log.database.column("select distinct quality from event order by all") == [
        "business_date",
        "derived",
        "logged",
    ]


def test_every_thing_of_the_firm_is_there_once(calm: Road):
    """Under its canonical name; so no name of another system was left without one."""
    for kind in EVERY_ONE:
        whole = f"{OBJECTS} where name = $kind and object_no not in (select object_no from identity)"
        found = calm.log.database.column(whole, kind=kind)
        assert sorted(found) == sorted(set(names(calm.state, kind)["object_id"])), kind
    closes = calm.log.database.column(f"{OBJECTS} where name = 'period_close'")
    running = set(closes) - set(names(calm.state, "period_close")["object_id"])
    assert {name.partition("/")[2] for name in running} == {f"{calm.state.as_of:%Y-%m}"}
    documents = calm.log.database.column(f"{OBJECTS} where name = 'document'")
    assert sorted(documents) == sorted(set(files(calm.state)["object"]))


def test_what_stands_in_several_systems_is_one_thing(calm: Road):
    truth = set(identities(calm.state, calm.recorded))
    known = {(kind, name) for kind, name, _ in truth}
    found = set(calm.log.database.rows(IDENTITIES))
    assert truth - found == set()
    of_these = {
        (kind, name, canonical)
        for kind, name, canonical in found
        if (kind in IN_NETSUITE and name.startswith("netsuite")) or (kind, name) in known
    }
    assert of_these == truth
