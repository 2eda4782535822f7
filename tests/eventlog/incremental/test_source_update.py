"""A source brought up to date holds what a full reading of all its runs would: random pulls, one after another."""

import pytest

from core.workspace import create_workspace
from eventlog.content_hash import exchanged, log_parts
from eventlog.incremental.identities import RESOLVED, read_decisions
from eventlog.incremental.numbering import number_fresh_runs
from eventlog.incremental.source_update import update_source
from eventlog.landed import landed_runs
from tests.eventlog.incremental.random_pulls import random_pulls
from tests.eventlog.records.pulled_runs import filled_log, land
from tests.eventlog.records.small_crm import CRM

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
CHANGES = """
create or replace temp table changed_event (object_no bigint, type_no integer);
create or replace temp table changed_relation (from_object_no bigint, to_object_no bigint, qualifier varchar);
create or replace temp table changed_attribute (object_no bigint);
create or replace temp table changed_record (object_no bigint);
create or replace temp table changed_week (week_end date);
"""


def content(database):
    return {name: sorted(database.rows(query), key=repr) for name, query in CONTENT.items()}


@pytest.mark.parametrize("seed", range(2))
def test_pulls_one_after_another(seed, tmp_path, scale):
    for turn in range(scale):
        workspace = create_workspace(tmp_path / f"firm {turn}")
        first, *further = random_pulls(100 * turn + seed, 4)
        land(workspace, first)
        database = filled_log(workspace, CRM)
        parts = log_parts(database)
        for pull in further:
            land(workspace, pull)
            runs, fresh = number_fresh_runs(database, landed_runs(workspace))
            database.run(CHANGES)
            read_decisions(database, runs, {"crm": CRM})
            lost, won = update_source(database, CRM, runs, fresh)
            parts = exchanged(parts, [lost], [won])
            whole = filled_log(workspace, CRM)
            now, expected = content(database), content(whole)
            for name in CONTENT:
                assert now[name] == expected[name], name
            resolved = {("log", name) for name in RESOLVED}
            assert {name: part for name, part in parts.items() if part[0] and name not in resolved} == {
                name: part for name, part in log_parts(whole).items() if name not in resolved
            }
