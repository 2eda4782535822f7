"""What rules derive after a change is what they derive from a whole log: random pulls of people, weeks and bills."""

import pytest

from core.calendars import calendar
from core.workspace import create_workspace
from eventlog.content_hash import exchanged, log_parts
from eventlog.incremental.build import CHANGES
from eventlog.incremental.derivation import derive_again
from eventlog.incremental.identities import RESOLVED, read_decisions, refresh_identities
from eventlog.incremental.numbering import number_fresh_runs
from eventlog.incremental.source_update import update_source
from eventlog.landed import landed_runs
from tests.eventlog.incremental.random_pulls import random_psa_pulls
from tests.eventlog.records.pulled_runs import filled_log, land
from tests.eventlog.records.small_psa import PSA

DERIVED = {
    "events": (
        "select event_type.name, event.key, ts, object_id from event join event_type using (type_no) "
        "join event_object using (event_no) join object using (object_no) where quality = 'derived'"
    ),
    "evidence": (
        # which landing of an unchanged record it is may differ
        "select event_type.name, event.key, stream.name from event "
        "join event_type using (type_no) join evidence using (event_no) "
        "join stream on stream.stream_no = evidence.stream_no where quality = 'derived'"
    ),
    "expected": (
        "select object.object_id, object.since, person.object_id, value from object "
        "join object_object on from_object_no = object.object_no "
        "join object as person on person.object_no = to_object_no "
        "join object_attribute on object_attribute.object_no = object.object_no "
        "where object.run_no is null and object.stream_no is not null"
    ),
    "asked": "from asked",
}


def derived(database):
    return {name: sorted(database.rows(query), key=repr) for name, query in DERIVED.items()}


def changed_things(database):
    """The derived events by their number, to see which of them stayed."""
    return dict(database.rows("select event_no, (event_id, ts) from event where quality = 'derived'"))


@pytest.mark.parametrize("seed", range(2))
def test_what_follows_after_each_pull(seed, tmp_path, scale):
    seen = dict.fromkeys(DERIVED, 0)
    for turn in range(scale):
        workspace = create_workspace(tmp_path / f"firm {turn}")
        first, *further = random_psa_pulls(1000 * turn + seed, 5)
        land(workspace, first)
        database = filled_log(workspace, PSA)
        parts = log_parts(database)
        for pull in further:
            land(workspace, pull)
            complete_before = database.value("select max(as_of) from landed_run where process is null")
            runs, fresh = number_fresh_runs(database, landed_runs(workspace))
            for table in CHANGES.split("create temp table ")[1:]:
                database.run(f"drop table if exists temp.{table.split()[0]}")
            database.run(CHANGES)
            read_decisions(database, runs, {"psa": PSA})
            before = changed_things(database)
            exchanges = [update_source(database, PSA, runs, fresh)]
            refresh_identities(database, {"psa": PSA})
            exchanges.append(derive_again(database, calendar, complete_before))
            for lost, won in exchanges:
                parts = exchanged(parts, [lost], [won])
            whole = filled_log(workspace, PSA)
            now, expected = derived(database), derived(whole)
            for name in DERIVED:
                assert now[name] == expected[name], name
            resolved = {("log", name) for name in RESOLVED}
            assert {name: part for name, part in parts.items() if part[0] and name not in resolved} == {
                name: part for name, part in log_parts(whole).items() if name not in resolved
            }
            after = changed_things(database)
            assert [one for one in before if one in after and before[one][0] != after[one][0]] == []
            seen = {name: seen[name] + len(rows) for name, rows in now.items()}
    assert all(seen.values())
