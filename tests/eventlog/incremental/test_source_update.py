"""A source brought up to date holds what a full reading of all its runs would: random pulls, one after another."""

from dataclasses import replace

import pytest

from core.workspace import create_workspace
from eventlog.content_hash import exchanged, log_parts
from eventlog.incremental.build import CHANGES
from eventlog.incremental.identities import RESOLVED, read_decisions
from eventlog.incremental.numbering import number_fresh_runs
from eventlog.incremental.source_update import update_source
from eventlog.landed import landed_runs
from eventlog.record_mapping import EventsOf, Lookup, Role
from tests.eventlog.incremental.random_pulls import random_pulls
from tests.eventlog.records.pulled_runs import Pull, filled_log, land
from tests.eventlog.records.small_crm import CRM, account, deal, history

CONTENT = {
    "objects": "select object_id, type_no, since, deleted_at from object",
    "attributes": (
        "select object_id, attribute.name, attribute.type, value, attribute.ts "
        "from object_attribute as attribute join object using (object_no)"
    ),
    "keys": "select object_id, name, value from object_key join object using (object_no)",
    "events": (
        "select event_id, event_type.name, ts, resource.name, key, quality, logged_at, event.since, place, doubt, "
        "stream.name from event join event_type using (type_no) join stream using (stream_no) "
        "left join resource using (resource_no)"
    ),
    "roles": (
        "select event_id, object_id, qualifier from event_object "
        "join event using (event_no) join object using (object_no)"
    ),
    "event attributes": (
        "select event_id, name, event_attribute.type, value from event_attribute join event using (event_no)"
    ),
    "relations": (
        "select one.object_id, other.object_id, qualifier from object_object "
        "join object as one on one.object_no = from_object_no join object as other on other.object_no = to_object_no"
    ),
    "quarantine": "select source, run, stream, reason, record, key, worth, currency from quarantine",
    "evidence": (
        "select event_id, landed_run.run, evidence.row from evidence join event using (event_no) "
        "join landed_run on landed_run.run_no = evidence.run_no"
    ),
}
# a client by way of a deal, read alone and where nothing may be there
FAR = replace(
    CRM,
    yields=replace(
        CRM.yields,
        events=(
            *CRM.yields.events,
            EventsOf(
                "field_changed",
                "DealHistory",
                "r.At",
                objects=(
                    Role("client", "deal.AccountId", "for"),
                    Role("client", "client.Id || ''", "read"),
                    Role("client", "coalesce(client.Id, 'A1')", "supposed"),
                ),
                attributes={"client": "client.Name"},
                lookups={"deal": Lookup("Deal", "r.DealId"), "client": Lookup("Account", "deal.AccountId")},
            ),
        ),
    ),
)


def content(database):
    return {name: sorted(database.rows(query), key=repr) for name, query in CONTENT.items()}


def update(database, workspace, source, pull):
    land(workspace, pull)
    runs, fresh = number_fresh_runs(database, landed_runs(workspace))
    database.run(CHANGES)
    read_decisions(database, runs, {"crm": source})
    return update_source(database, source, runs, fresh)


def test_a_record_names_what_is_new_although_what_it_looks_up_is_not_there(tmp_path):
    workspace = create_workspace(tmp_path / "firm")
    changed = history(1, "Open", "2026-03-01T09:00:00Z", "D9")
    land(workspace, Pull("crm", {"Account": [account(2)], "Deal": [deal(1)], "DealHistory": [changed]}, 0))
    database = filled_log(workspace, FAR)
    update(database, workspace, FAR, Pull("crm", {"Account": [account(1)]}, 1))
    supposed = "select count(*) from event_object join object using (object_no) where object_id = $id"
    assert database.value(f"{supposed} and qualifier = 'supposed'", id="crm:A1") == 1
    assert content(database) == content(filled_log(workspace, FAR))


def test_what_is_told_of_the_past_alone_is_not_what_is_told_last(tmp_path):
    workspace = create_workspace(tmp_path / "firm")
    known = [history(1, "Open", "2026-03-02T09:00:00Z"), history(2, "Won", "2026-03-09T09:00:00Z")]
    land(workspace, Pull("crm", {"Account": [account(1)], "Deal": [deal(1)], "DealHistory": known}, 0))
    database = filled_log(workspace, CRM)
    changed = "select object_id, is_last from changed_attribute join object using (object_no)"
    for day, (value, at, is_last) in enumerate(
        [("Quoted", "2026-03-04T09:00:00Z", False), ("Won", "2026-03-09T10:00:00Z", False),
         ("Lost", "2026-03-09T11:00:00Z", True)], 1,
    ):  # fmt: skip
        update(database, workspace, CRM, Pull("crm", {"DealHistory": [history(2 + day, value, at)]}, day))
        assert database.rows(changed) == [("crm:D1", is_last)], value
        assert content(database) == content(filled_log(workspace, CRM))


@pytest.mark.parametrize(("seed", "source"), [(0, CRM), (1, CRM), (2, FAR), (3, FAR)])
def test_pulls_one_after_another(seed, source, tmp_path, scale):
    for turn in range(scale):
        workspace = create_workspace(tmp_path / f"firm {turn}")
        first, *further = random_pulls(100 * turn + seed, 4)
        land(workspace, first)
        database = filled_log(workspace, source)
        parts = log_parts(database)
        for pull in further:
            lost, won = update(database, workspace, source, pull)
            parts = exchanged(parts, [lost], [won])
            whole = filled_log(workspace, source)
            now, expected = content(database), content(whole)
            for name in CONTENT:
                assert now[name] == expected[name], name
            resolved = {("log", name) for name in RESOLVED}
            assert {name: part for name, part in parts.items() if part[0] and name not in resolved} == {
                name: part for name, part in log_parts(whole).items() if name not in resolved
            }
