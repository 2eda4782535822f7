"""From anything in the log back to the landed records it comes from, and from a landed record to what it became."""

import json

import pytest

from core.access import Viewer
from core.errors import NotFound
from core.workspace import create_workspace
from eventlog.lineage import lineage_of_object, trace
from eventlog.reading import EventLog, open_log
from ingest.imports import ImportChoices
from tests.eventlog.records.pulled_runs import Pull, log_of
from tests.eventlog.records.small_crm import CRM, account, card, deal, history
from tests.eventlog.records.small_psa import PSA, thing, tie
from tests.generated_logs import random_cases
from tests.written_files import write_xes
from tracework.pipeline import import_file


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    """A log of three pulls and a decision that mended a record; read from it only."""
    workspace = create_workspace(tmp_path_factory.mktemp("lineage") / "firm")
    bad = deal(2, Amount="12oo")
    mend = {"id": "m", "source": "crm", "stream": "Deal", "run": "000001", "row": "1", "at": "2026-03-09T08:00:00Z"}
    sheets = {
        "thing": [
            thing("R1", entity="new_york", hired="2026-01-01"), thing("T1", week="2026-03-08"),
            thing("R2", entity="new_york", hired="2026-01-01"), thing("T2", week="2026-03-15"),
        ],
        "tie": [tie("T1", "R1", "of"), tie("T2", "R2", "of")],
    }  # fmt: skip
    pulls = [
        Pull("crm", {"Account": [account()], "Deal": [deal(), bad], "Card": [card("draft")]}),
        Pull("crm", {"Card": [card("approved")], "DealHistory": [history(1, "Won", "2026-03-03T08:00:00Z")]}, day=2),
        Pull("tracework", {"mended_record": [{**mend, "values": json.dumps({"Amount": "1200"})}]}, day=7),
        Pull("psa", sheets, day=100),
    ]
    database = log_of(workspace, pulls, CRM, PSA)
    return EventLog(workspace, 1, {}, Viewer.owner(), database)


def event_id(log, name, quality="logged"):
    return log.database.column(
        "select event_id from event join event_type using (type_no) where name = $name and quality = $quality "
        "order by key",
        name=name,
        quality=quality,
    )


def references(traced):
    return [(record.reference, record.role) for record in traced.records]


def test_an_event_leads_to_its_record_and_that_says_what_came(log):
    (traced,) = trace(log, str(event_id(log, "opportunity_created")[0]))
    assert (traced.kind, traced.name, traced.objects) == ("event", "opportunity_created", ("crm:A1", "crm:D1"))
    assert references(traced) == [("crm/000001/Deal/0", "read from")]
    assert traced.records[0].content == {name: value for name, value in deal().items() if value}


def test_an_observed_event_leads_to_both_snapshots(log):
    (traced,) = trace(log, str(event_id(log, "timesheet_approved", "observed")[0]))
    assert references(traced) == [
        ("crm/000002/Card/0", "read from"),
        ("crm/000001/Card/0", "the snapshot before"),
    ]
    assert [record.content["Status"] for record in traced.records] == ["approved", "draft"]
    assert traced.since < traced.at


def test_a_derived_event_leads_to_its_rule_and_the_records_it_used(log):
    traced = trace(log, str(event_id(log, "timesheet_due", "derived")[0]))[0]
    assert traced.rule == "timesheet_due"
    assert {role for _, role in references(traced)} == {"used by the rule"}
    assert len(traced.records) == 2


def test_an_expected_object_leads_to_the_rule_and_what_it_is_expected_of(log):
    (traced,) = lineage_of_object(log, "tracework:psa:R1/2026-03-15")
    assert (traced.rule, references(traced)) == ("expected_timesheet", [("psa/000001/thing/0", "used by the rule")])


def test_a_mended_record_leads_to_the_decision_too(log):
    (traced,) = trace(log, "crm:D2")
    assert references(traced) == [
        ("crm/000001/Deal/1", "read from"),
        ("tracework/000001/mended_record/0", "mended by"),
    ]
    assert traced.records[0].content["Amount"] == "12oo"


def test_every_value_of_an_attribute_names_its_record(log):
    (value,) = trace(log, "crm:D1#stage")
    assert (value.kind, value.value, references(value)) == ("value", "Won", [("crm/000002/DealHistory/0", "read from")])


def test_a_record_leads_forward_to_all_that_it_became(log):
    made = trace(log, "crm/000001/Deal/0")
    assert [(thing.kind, thing.id, thing.name) for thing in made.things if thing.kind == "object"] == [
        ("object", "crm:D1", "opportunity")
    ]
    assert [thing.name for thing in made.things if thing.kind == "event"] == ["opportunity_created"]
    assert "amount" in [thing.name for thing in made.things if thing.kind == "value"]
    assert [thing.name for thing in trace(log, "crm/000001/Card/0").things if thing.kind == "event"] == [
        "timesheet_approved"
    ]


@pytest.mark.parametrize("name", ["crm:D9", "12345", "crm:D1#colour", "crm/000009/Deal/0", "crm/000001/Deal/99", "x"])
def test_what_is_not_there_is_said_to_be_missing(log, name):
    with pytest.raises(NotFound):
        trace(log, name)


def test_events_of_files_lead_to_their_rows_as_well(tmp_path):
    workspace = create_workspace(tmp_path / "firm")
    import_file(workspace, write_xes(tmp_path / "a.xes", random_cases(1, 5)), ImportChoices(process="work"))
    with open_log(workspace, Viewer.owner()) as log:
        number, row, name = log.database.rows(
            "select event_id, row, name from event join event_type using (type_no) order by row limit 1 offset 3"
        )[0]
        (traced,) = trace(log, str(number))
        assert references(traced) == [(f"work/000001/events/{row}", "read from")]
        assert traced.records[0].content["type"] == name
