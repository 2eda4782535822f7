"""Records become objects, events, relations and values as the source declares them, each with its lineage."""

from dataclasses import replace
from datetime import datetime

import pytest

from core.workspace import create_workspace
from tests.eventlog.records.pulled_runs import Pull, attributes, events, filled_log, land, log_of
from tests.eventlog.records.small_crm import CRM, account, card, deal, history


@pytest.fixture
def workspace(tmp_path):
    return create_workspace(tmp_path / "firm")


def test_records_become_objects_events_and_relations(workspace):
    log = log_of(workspace, [Pull("crm", {"Account": [account()], "Deal": [deal(Met="2026-03-02 09:30:00")]})], CRM)
    assert log.rows("select object_id from object order by all") == [("crm:A1",), ("crm:D1",)]
    at = datetime(2026, 3, 1, 9)
    assert events(log) == [
        ("crm:A1", "opportunity_created", at, "logged"),
        ("crm:D1", "opportunity_created", at, "logged"),
        ("crm:D1", "kickoff_held", datetime(2026, 3, 2, 14, 30), "logged"),
    ]
    assert log.rows("select qualifier from object_object") == [("for",)]
    assert log.rows("select name, type, value from event_attribute") == [("amount", "float", "1200.5")]
    assert log.rows("select name, value from object_key") == []
    assert attributes(log, "crm:D1") == {"name": "Deal 1", "amount": "1200.5", "stage": "New", "client": "Client 1"}


def test_every_event_object_and_value_names_its_record(workspace):
    log = log_of(workspace, [Pull("crm", {"Account": [account()], "Deal": [deal(1), deal(2)]})], CRM)
    lineage = "select source.name, landed_run.run, stream.name, row from {} join landed_run using (run_no) "
    lineage += "join source on source.source_no = landed_run.source_no join stream using (stream_no) order by row"
    assert log.rows(lineage.format("event")) == [("crm", "000001", "Deal", 0), ("crm", "000001", "Deal", 1)]
    assert log.rows(lineage.format("(select * from object where object_id = 'crm:D2')")) == [
        ("crm", "000001", "Deal", 1)
    ]
    values = log.rows(lineage.format("(select * from object_attribute where value = 'Deal 2')"))
    assert values == [("crm", "000001", "Deal", 1)]


def test_a_history_is_better_evidence_than_a_date(workspace):
    dated = deal(Won="true", Closed="2026-03-05")
    log = log_of(workspace, [Pull("crm", {"Account": [account()], "Deal": [dated]}, day=9)], CRM)
    assert ("crm:D1", "opportunity_won", datetime(2026, 3, 5), "business_date") in events(log)
    told = history(1, "Won", "2026-03-05T15:00:00Z")
    log = log_of(workspace, [Pull("crm", {"DealHistory": [told]}, day=10)], CRM)
    won = [event for event in events(log) if event[1] == "opportunity_won"]
    assert won == [("crm:D1", "opportunity_won", datetime(2026, 3, 5, 15), "logged")]
    assert log.rows("select name from resource join event using (resource_no)") == [("Ann",)]


def test_changes_of_an_attribute_keep_their_times(workspace):
    told = [history(1, "Qualified", "2026-03-03T15:00:00Z"), history(2, "Won", "2026-03-05T15:00:00Z")]
    pull = Pull("crm", {"Account": [account()], "Deal": [deal(Stage="Won")], "DealHistory": told}, day=9)
    log = log_of(workspace, [pull], CRM)
    kept = log.rows("select value, ts from object_attribute where name = 'stage' order by ts")
    assert kept == [("Qualified", datetime(2026, 3, 3, 15)), ("Won", datetime(2026, 3, 5, 15))]


def test_a_record_may_be_several_events(workspace):
    log = log_of(workspace, [Pull("crm", {"Card": [card(mon="8", tue="6.5")]}, day=9)], CRM)
    assert [event[1:3] for event in events(log)] == [
        ("time_logged", datetime(2026, 3, 2)),
        ("time_logged", datetime(2026, 3, 3)),
    ]
    assert log.rows("select value from event_attribute order by all") == [("6.5",), ("8.0",)]
    assert log.value("select count(distinct event_id) from event") == 2


def test_declarations_that_differ_in_type_and_condition_alone_are_told_apart(workspace):
    (won,) = (one for one in CRM.yields.events if (one.type, one.stream) == ("opportunity_won", "DealHistory"))
    moved = replace(won, type="stage_changed", where="r.Field = 'Stage'")
    pull = Pull("crm", {"Deal": [deal()], "DealHistory": [history(1, "Won", "2026-03-05T15:00:00Z")]}, day=9)
    land(workspace, pull)
    told = "select event_type.name, event_id, ts from event join event_type using (type_no) order by place"

    def read(*declared):
        return filled_log(workspace, replace(CRM, yields=replace(CRM.yields, events=declared))).rows(told)

    together = read(moved, won, replace(moved, where="r.New = 'Won'"), replace(moved, where="r.New = 'Lost'"))
    assert [name for name, *_ in together] == ["stage_changed", "opportunity_won", "stage_changed"]
    assert together[:2] == [*read(moved), *read(won)]
    assert len({identifier for _, identifier, _ in together}) == 3


def test_an_observed_event_lies_between_two_pulls(workspace):
    pulls = [
        Pull("crm", {"Card": [card("draft")]}, day=1),
        Pull("crm", {}, day=2),
        Pull("crm", {"Card": [card("approved"), card("draft", "P2")]}, day=3),
    ]
    log = log_of(workspace, pulls, CRM)
    observed = "select event_type.name, ts, since, key from event join event_type using (type_no) "
    observed += "where quality = 'observed' order by all"
    assert log.rows(observed) == [
        ("timesheet_approved", datetime(2026, 3, 5, 6), datetime(2026, 3, 4, 6), "P1/2026-03-02"),
        ("timesheet_submitted", datetime(2026, 3, 5, 6), datetime(2026, 3, 4, 6), "P2/2026-03-02"),
    ]
    snapshots = "select event.key, run, evidence.row from evidence join event using (event_no) "
    snapshots += "join landed_run on landed_run.run_no = evidence.run_no order by all"
    assert log.rows(snapshots) == [("P1/2026-03-02", "000001", 0), ("P2/2026-03-02", "000002", None)]


def test_an_event_before_its_object_and_one_in_the_future_are_doubted(workspace):
    late = deal(1, Created="2026-03-01T09:00:00Z", Met="2026-02-01 09:00:00")
    ahead = deal(2, Met="2031-02-01 09:00:00")
    log = log_of(workspace, [Pull("crm", {"Account": [account()], "Deal": [late, ahead]})], CRM)
    assert log.rows("select key, doubt from event where doubt is not null order by all") == [
        ("D1", "before its object"),
        ("D2", "improbable"),
    ]


def test_an_event_of_no_known_object_is_counted_and_not_taken(workspace):
    log = log_of(workspace, [Pull("crm", {"DealHistory": [history(1, "Won", "2026-03-01T15:00:00Z", "D9")]})], CRM)
    assert events(log) == []
    assert log.rows("select events from unplaced") == [(1,)]
