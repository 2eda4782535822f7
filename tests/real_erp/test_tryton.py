"""What both connectors read of a real Tryton, against what the seeding did there."""

from __future__ import annotations

from core.workspace import Workspace
from tests.real_erp.diary_check import assert_same_events
from tests.real_erp.environment import Seeded
from tests.real_erp.firm_log import FirmLog


def test_the_events_are_those_that_the_seeding_did(log: FirmLog, seeded: Seeded):
    assert_same_events(log.events(), seeded.truth["events"])


def test_both_connectors_give_the_same_log(rpc_workspace: Workspace, sqlite_workspace: Workspace):
    rpc, database = FirmLog(rpc_workspace), FirmLog(sqlite_workspace)
    assert rpc.events() == database.events()
    assert rpc.relations() == database.relations()
    attributes = (
        "select object_id, name, type, value, ts from object_attribute join object using (object_no) order by all"
    )
    assert rpc.rows(attributes) == database.rows(attributes)


def test_nothing_is_in_quarantine_or_unplaced_and_no_column_is_unknown(log: FirmLog):
    assert log.rows("select stream, reason, record from quarantine") == []
    assert log.rows("select * from unplaced") == []
    assert log.rows("select * from drift where what = 'undeclared'") == []


def test_every_event_traces_to_the_record_it_was_read_from(log: FirmLog):
    assert log.rows("select count(*) from event where run_no is null or row is null or stream_no is null") == [(0,)]


def test_relations_lead_from_the_deal_to_the_cash(log: FirmLog, seeded: Seeded):
    facts, relations = seeded.truth["facts"], log.relations()
    for project, contract in pairs(facts["project_of_contract"]):
        assert (project, "under", contract) in relations
        assert any(source == contract and how == "from" for source, how, _ in relations)
    for invoice, project in pairs(facts["invoice_of_project"]):
        assert (invoice, "for", project) in relations
        assert any(source == invoice and how == "bills" for source, how, _ in relations)
    for order, project in pairs(facts["purchase_for_project"]):
        assert (order, "for", project) in relations
        assert any(target == order and how == "for" for _, how, target in relations)
    assert {target for _, how, target in relations if how == "of"} >= {"company.company,1"}


def pairs(flat: list[str]) -> list[tuple[str, str]]:
    return list(zip(flat[::2], flat[1::2], strict=True))


def test_amounts_and_hours_are_those_of_the_books(log: FirmLog):
    hours = log.rows("select distinct value, type from event_attribute where name = 'hours'")
    assert hours == [("7.5", "float")]
    amounts = log.rows(
        "select distinct value from object_attribute join object using (object_no) "
        "join object_type using (type_no) where object_type.name = 'credit_memo' and object_attribute.name = 'amount'"
    )
    assert amounts == [("4800.0",)]
