"""Every event of a whole firm leads back to what it rests on: its landed record, two snapshots, or a rule's records."""

from __future__ import annotations

import pytest

from core.database import Database
from core.sql import literal
from eventlog.audits import audit
from eventlog.derived.rule import rules
from eventlog.landed import landed_runs
from eventlog.lineage import lineage_of_event
from tests.road.roads import Road, unnoted_road

# what each event says of itself, and the record of that run, stream and row, if there is one
READ = """
    select event.event_no, event.key, place.key
    from event
    join landed_run using (run_no)
    join source on source.source_no = landed_run.source_no
    join stream on stream.stream_no = event.stream_no
    left join landed_record as place
        on place.source = source.name and place.run = landed_run.run and place.stream = stream.name
        and place.row = event.row
"""
EVIDENCE = """
    select evidence.event_no, evidence.row, place.row
    from evidence
    join landed_run using (run_no)
    join source on source.source_no = landed_run.source_no
    join stream on stream.stream_no = evidence.stream_no
    left join landed_record as place
        on place.source = source.name and place.run = landed_run.run and place.stream = stream.name
        and place.row = evidence.row
"""


@pytest.fixture(scope="module")
def unnoted() -> Road:
    """A firm whose systems keep no histories: some of what happened is only seen between two pulls."""
    return unnoted_road()


@pytest.fixture(params=["calm", "troubled", "unnoted"])
def road(request: pytest.FixtureRequest) -> Road:
    return request.getfixturevalue(request.param)


@pytest.fixture
def database(road: Road) -> Database:
    """The log, with all records that have landed beside it, by their place."""
    with_landing = road.log.database
    files = [
        (run.source, run.run, stream, path)
        for run in landed_runs(road.workspace)
        for stream in run.manifest["streams"]
        if (path := run.stream(stream))
    ]
    parts = [
        f"select {literal(source)} as source, {literal(run)} as run, {literal(stream)} as stream, "
        f'file_row_number as "row", _key as key from read_parquet({literal(path)}, file_row_number = true)'
        for source, run, stream, path in files
    ]
    with_landing.run(f"create or replace temp view landed_record as {' union all '.join(parts)}")
    return with_landing


def test_every_event_was_read_from_a_landed_record(database: Database):
    rows = database.rows(f"{READ} where event.quality <> 'derived'")
    assert len(rows) == database.value("select count(*) from event where quality <> 'derived'")
    assert [event for event, _, found in rows if found is None] == []


def test_evidence_is_landed_too(database: Database):
    rows = database.rows(EVIDENCE)
    assert len(rows) == database.value("select count(*) from evidence")
    assert [event for event, row, found in rows if row is not None and found is None] == []


def test_a_derived_event_names_its_rule_and_the_records_it_used(database: Database):
    derived = database.rows(
        "select event_type.name, stream.name, count(*), "
        "count(*) filter (where event_no in (select event_no from evidence)) "
        "from event join event_type using (type_no) join stream using (stream_no) "
        "where quality = 'derived' group by all"
    )
    assert derived
    known = {(rule.yields, rule.name) for rule in rules()}
    for event, rule, number, with_records in derived:
        assert (event, rule) in known
        assert number == with_records, event


def test_an_observed_event_has_two_snapshots(unnoted: Road):
    database = unnoted.log.database
    rows = database.rows(
        "select event_no, event.run_no, list(evidence.run_no), since < ts from event "
        "left join evidence using (event_no) where quality = 'observed' group by all"
    )
    assert len(rows) > 2
    for _, later, earlier, in_between in rows:
        assert len(earlier) == 1
        assert earlier != [later]
        assert in_between


def test_a_trace_tells_what_the_records_said(unnoted: Road):
    """One event of each type and quality, all the way back to the words of its record."""
    chosen = unnoted.log.database.rows("select min(event_id), quality from event group by type_no, quality")
    for number, quality in chosen:
        traced = lineage_of_event(unnoted.log, number)
        read = [record for record in traced.records if record.row is not None]
        assert all(record.content for record in read)
        assert read or quality == "derived"


def test_audits_find_nothing(road: Road):
    audit(road.log.database, road.log.processes())
