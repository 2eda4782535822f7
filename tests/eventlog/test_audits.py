"""Each audit is silent on a sound log and finds the contradiction it is for."""

import pytest

from core.errors import AuditFailed
from core.workspace import create_workspace
from eventlog.audits import audit
from tests.eventlog.records.pulled_runs import Pull, log_of
from tests.eventlog.records.small_crm import CRM, account, card, deal
from tests.eventlog.records.small_psa import PSA, thing, tie
from tests.generated_logs import process_log, random_cases

CONTRADICTIONS = {
    "event_twice": "insert into event select * from event limit 1",
    "object_twice": "insert into object select * from object limit 1",
    "event_without_parts": "update event set type_no = 999 where event_no = 0",
    "relation_to_nothing": "insert into event_object values (0, 999999, '')",
    "relation_to_nothing 2": "insert into event_object values (999999, 0, '')",
    "relation_to_nothing 3": "delete from object where object_no = 1; delete from object_attribute where object_no = 1",
    "steps_lost": 'update work."case" set n = n + 1 where case_no = 0',
    "steps_out_of_order": "update work.step set ts = ts - 86400000000000 where seq = 1",
}


@pytest.fixture
def database():
    database = process_log(random_cases(1, 30)).database
    database.run("insert into landed_run (run_no, source_no, run, process) values (0, 0, '1', 'work')")
    return database


def test_a_sound_log_passes(database):
    audit(database, ["work"])


@pytest.mark.parametrize(("name", "damage"), CONTRADICTIONS.items(), ids=CONTRADICTIONS)
def test_a_contradiction_is_found(database, name, damage):
    database.run(damage)
    with pytest.raises(AuditFailed, match="was not published") as told:
        audit(database, ["work"])
    assert name.split()[0] in str(told.value) or name == "event_twice"


WITHOUT_EVIDENCE = "delete from evidence where event_no in (select event_no from event where quality = '{}')"
OF_RECORDS = {
    "event_before_its_object": "update object set since = timestamp '2027-01-01' where object_id = 'crm:D1'",
    "time_beyond_reason": "update event set ts = timestamp '0001-01-01' where quality = 'business_date'",
    "time_beyond_reason 2": "update event set since = ts where quality = 'observed'",
    "event_from_nothing": "update event set row = null where key = 'D1'",
    "event_from_nothing 2": WITHOUT_EVIDENCE.format("observed"),
    "event_from_nothing 3": WITHOUT_EVIDENCE.format("derived"),
    "evidence_of_nothing": "insert into evidence values (0, 99, 0, 0)",
    "evidence_of_nothing 2": "insert into evidence values (0, 0, null, 0)",
    "object_from_nothing": "update object set run_no = null, stream_no = null where object_id = 'crm:D1'",
    "related_to_nothing": "delete from object where object_id = 'crm:A1'; delete from event_object",
    "identity_of_identity": "insert into identity values (0, 1, 'key', null), (1, 0, 'key', null)",
    "event_without_parts": "update event set run_no = 99 where key = 'D1'",
}


@pytest.fixture(scope="module")
def landed(tmp_path_factory):
    workspace = create_workspace(tmp_path_factory.mktemp("audits") / "firm")
    people = [thing("R1", entity="new_york", hired="2026-01-01"), thing("T1", week="2026-03-08")]
    pulls = [
        Pull("crm", {"Account": [account()], "Deal": [deal()], "Card": [card("draft")]}),
        Pull("crm", {"Card": [card("approved")]}, day=2),
        Pull("psa", {"thing": people, "tie": [tie("T1", "R1", "of")]}, day=100),
    ]
    database = log_of(workspace, pulls, CRM, PSA)
    database.run("begin transaction")
    return database


@pytest.fixture
def records(landed):
    yield landed
    landed.run("rollback; begin transaction")


def test_a_log_of_records_passes(records):
    assert records.value("select count(distinct quality) from event") == 4
    audit(records, [])


@pytest.mark.parametrize(("name", "damage"), OF_RECORDS.items(), ids=OF_RECORDS)
def test_a_contradiction_in_a_log_of_records_is_found(records, name, damage):
    records.run(damage)
    with pytest.raises(AuditFailed, match=name.split()[0]):
        audit(records, [])
