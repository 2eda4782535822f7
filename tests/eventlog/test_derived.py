"""What follows from the records and no system writes down: each rule, its evidence, and nothing where one lacks."""

from datetime import datetime

import pytest

from core.calendars import calendar
from core.workspace import create_workspace
from eventlog.derived.derive import derive
from eventlog.derived.rule import rules
from tests.eventlog.records.pulled_runs import Pull, content, log_of
from tests.eventlog.records.small_psa import PSA, happened, thing, tie


@pytest.fixture
def workspace(tmp_path):
    return create_workspace(tmp_path / "firm")


def filled(workspace, things, ties=(), events=(), leave=(), day=365):
    records = {"thing": things, "tie": list(ties), "happened": list(events), "leave": list(leave)}
    return log_of(workspace, [Pull("psa", {name: rows for name, rows in records.items() if rows}, day)], PSA)


def derived(log, event_type):
    return log.rows(
        "select object.object_id, event.ts from event join event_type using (type_no) "
        "join event_object using (event_no) join object using (object_no) "
        "where quality = 'derived' and event_type.name = $name order by all",
        name=event_type,
    )


def evidence(log, event_type):
    """The keys of the records that the derived events of a type rest on."""
    return log.rows(
        "select distinct stream.name, evidence.row from evidence join event using (event_no) "
        "join event_type using (type_no) join stream on stream.stream_no = evidence.stream_no "
        "where event_type.name = $name order by all",
        name=event_type,
    )


PERSON = thing("R1", entity="new_york", hours="40", hired="2026-01-05")
MARCH = [thing("T1", week="2026-03-08"), thing("T2", week="2026-03-15")]
KEPT = [tie("T1", "R1", "of"), tie("T2", "R1", "of")]


def test_a_timesheet_is_due_when_the_last_working_day_of_its_week_ends(workspace):
    log = filled(workspace, [PERSON, *MARCH], KEPT)
    # five o'clock in New York: the clocks went forward on March 8
    assert derived(log, "timesheet_due") == [
        ("psa:T1", datetime(2026, 3, 6, 22)),
        ("psa:T2", datetime(2026, 3, 13, 21)),
    ]
    assert evidence(log, "timesheet_due") == [("thing", 0), ("thing", 1), ("thing", 2)]


def test_timesheets_of_two_weeks_and_people_that_somebody_decided_to_be_one_are_due_once(workspace):
    """A mistake, and no build stops at it."""
    other = thing("R2", entity="new_york", hours="40", hired="2026-01-05")
    ties = [tie("T1", "R1", "of"), tie("T2", "R2", "of")]
    decision = {"id": "1", "left": "psa:T1", "right": "psa:T2", "answer": "same", "at": "2026-03-20T00:00:00Z"}
    pulls = [
        Pull("psa", {"thing": [PERSON, other, *MARCH], "tie": ties}, 365),
        Pull("tracework", {"identity_decision": [decision]}, 366),
    ]
    sheets = [row for row in derived(log_of(workspace, pulls, PSA), "timesheet_due") if row[0].startswith("psa:T")]
    assert sheets == [("psa:T1", datetime(2026, 3, 6, 22))]


def test_a_timesheet_that_nobody_wrote_is_expected(workspace):
    other = thing("R2", entity="new_york", hours="40", hired="2026-03-09")
    log = filled(workspace, [PERSON, other, *MARCH, thing("T3", week="2026-03-22")], [*KEPT, tie("T3", "R2", "of")])
    names = [name for name, _ in derived(log, "timesheet_due")]
    assert names == ["psa:T1", "psa:T2", "psa:T3", "tracework:psa:R1/2026-03-22", "tracework:psa:R2/2026-03-15"]
    lineage = log.rows(
        "select stream.name, run_no, row, type.name from object join stream using (stream_no) "
        "join object_type as type on type.type_no = object.type_no where object_id like 'tracework:%'"
    )
    assert lineage == [("expected_timesheet", None, None, "timesheet")] * 2


def test_no_timesheet_is_expected_of_whom_leave_or_an_end_takes_all_capacity(workspace):
    away = [{"id": "1", "who": "R1", "from": "2026-03-07", "to": "2026-03-15"}]
    gone = thing("R2", entity="london", hired="2026-01-01", left="2026-03-06")
    zero = thing("R3", entity="london", hired="2026-01-01", hours="0")
    ties = [tie("T1", "R1", "of"), tie("T2", "R4", "of"), tie("T5", "R2", "of"), tie("T6", "R3", "of")]
    things = [PERSON, gone, zero, thing("R4"), *MARCH, thing("T5", week="2026-03-08"), thing("T6", week="2026-03-08")]
    log = filled(workspace, things, ties, leave=away)
    assert [name for name, _ in derived(log, "timesheet_due")] == ["psa:T1", "psa:T5"]


def test_a_period_ends_with_the_last_microsecond_of_its_month_on_the_clock_of_its_entity(workspace):
    things = [
        thing("O1", entity="munich", month="2026-03"),
        thing("O2", entity="atlantis", month="2026-03"),
        thing("O3", entity="munich", month="2031-03"),
    ]
    log = filled(workspace, things)
    assert derived(log, "period_ended") == [("psa:O1", datetime(2026, 3, 31, 21, 59, 59, 999999))]


BILLED = [thing("B1"), thing("P1"), *MARCH, thing("E1")]
GATHERED = [tie("B1", "P1", "of"), tie("B1", "T1", "gathers"), tie("B1", "T2", "gathers"), tie("B1", "E1", "gathers")]
DONE = [
    happened("became_billable", "B1", "2026-03-31T22:00:00Z"),
    happened("timesheet_approved", "T1", "2026-04-02T10:00:00Z", "P1"),
    happened("time_posted", "T1", "2026-04-03T10:00:00Z", "P1"),
    happened("timesheet_approved", "T2", "2026-04-04T10:00:00Z", "P1"),
    happened("time_posted", "T2", "2026-04-05T10:00:00Z", "P1"),
    happened("expense_finance_approved", "E1", "2026-04-06T10:00:00Z"),
    happened("expense_posted", "E1", "2026-04-07T10:00:00Z"),
]
COMPLETE = [("psa:B1", datetime(2026, 4, 7, 10))]


def test_what_a_person_decides_later_says_nothing_of_how_far_the_systems_are_read(workspace):
    things = [thing("O1", entity="munich", month="2026-03"), thing("O2", entity="munich", month="2028-03")]
    decision = {"id": "1", "left": "psa:O1", "right": "psa:O2", "answer": "different", "at": "2029-01-01T00:00:00Z"}
    pulls = [Pull("psa", {"thing": things}, 365), Pull("tracework", {"identity_decision": [decision]}, 1036)]
    assert [name for name, _ in derived(log_of(workspace, pulls, PSA), "period_ended")] == ["psa:O1"]


def test_time_and_expense_are_complete_when_the_last_is_posted(workspace):
    log = filled(workspace, BILLED, GATHERED, DONE)
    assert derived(log, "time_and_expense_complete") == COMPLETE
    assert evidence(log, "time_and_expense_complete") == [("happened", row) for row in range(7)]


@pytest.mark.parametrize("posted", [1, 2])
def test_a_week_of_two_timecards_is_complete_when_both_are_posted(workspace, posted):
    """Whatever the number of records: a week may also be posted as one."""
    cards = [
        happened(event, "T1", f"2026-04-0{day + place}T1{place}:00:00Z", "P1", **{"for": "B1"}, card=card)
        for event, day in (("timesheet_approved", 1), ("time_posted", 3))
        for place, card in enumerate(("first", "second"))
    ]
    events = [DONE[0], *cards[: 2 + posted]]
    log = filled(workspace, [thing("B1"), thing("P1"), MARCH[0]], GATHERED[:2], events)
    complete = [("psa:B1", datetime(2026, 4, 4, 11))]
    assert derived(log, "time_and_expense_complete") == (complete if posted == 2 else [])
    whole = [event if event["what"] != "time_posted" else {**event, "card": None} for event in events]
    log = filled(
        create_workspace(workspace.root.parent / "whole"), [thing("B1"), thing("P1"), MARCH[0]], GATHERED[:2], whole
    )
    assert [name for name, _ in derived(log, "time_and_expense_complete")] == ["psa:B1"]


def test_nothing_is_complete_while_anything_is_missing(workspace):
    """Seven copies of the billing event, each without another of its events."""
    things, ties, events = [], [], []
    for copy in range(7):
        names = {name: f"{name}{copy}" for name in ("B1", "P1", "T1", "T2", "E1")}
        things += [{**each, "id": names[each["id"]]} for each in BILLED]
        ties += [tie(names[each["from"]], names[each["to"]], each["as"]) for each in GATHERED]
        for place, event in enumerate(DONE):
            if place != copy:
                on = names[event["on"]] if event["on"] else None
                events.append(happened(event["what"], names[event["of"]], event["at"], on))
    log = filled(workspace, [*things, *BILLED], [*ties, *GATHERED], [*events, *DONE])
    assert derived(log, "time_and_expense_complete") == COMPLETE


def test_a_part_that_belongs_to_another_billing_event_does_not_count(workspace):
    other = happened("time_posted", "T1", "2026-05-01T10:00:00Z", "P1", **{"for": "B2"})
    log = filled(workspace, [*BILLED, thing("B2")], GATHERED, [*DONE, other])
    assert derived(log, "time_and_expense_complete") == COMPLETE


def test_where_no_system_posts_time_approval_is_enough(workspace):
    log = filled(workspace, BILLED, GATHERED[:3], [event for event in DONE if "posted" not in event["what"]])
    assert derived(log, "time_and_expense_complete") == [("psa:B1", datetime(2026, 4, 4, 10))]


def test_what_happens_on_another_project_does_not_count(workspace):
    events = [*DONE, happened("timesheet_approved", "T1", "2026-05-01T10:00:00Z", "P2")]
    log = filled(workspace, [*BILLED, thing("P2")], GATHERED, events)
    assert derived(log, "time_and_expense_complete") == COMPLETE


def test_billing_is_ready_when_the_last_precondition_comes_true(workspace):
    assert derived(filled(workspace, BILLED, GATHERED, DONE), "billing_ready") == COMPLETE


def test_a_contract_without_its_terms_or_a_project_without_contract_is_not_ready(tmp_path):
    for number, ties in enumerate(([], [tie("P1", "C1", "under")])):
        log = filled(create_workspace(tmp_path / str(number)), [*BILLED, thing("C1")], [*GATHERED, *ties], DONE)
        assert derived(log, "billing_ready") == []


def test_terms_and_acceptance_make_billing_ready_later(workspace):
    contract = thing("C1", terms="2026-04-20T08:00:00Z", acceptance="true")
    ties = [*GATHERED, tie("P1", "C1", "under"), tie("B1", "M1", "of")]
    log = filled(workspace, [*BILLED, contract, thing("M1")], ties, DONE)
    assert derived(log, "billing_ready") == []
    accepted = happened("milestone_accepted", "M1", "2026-04-09T08:00:00Z")
    log = filled(workspace, [*BILLED, contract, thing("M1")], ties, [*DONE, accepted], day=366)
    assert derived(log, "billing_ready") == [("psa:B1", datetime(2026, 4, 20, 8))]
    assert ("happened", 7) in evidence(log, "billing_ready")


def test_a_cancelled_billing_event_is_never_ready(workspace):
    things = [thing("B1", cancelled="2026-04-01T08:00:00Z"), *BILLED[1:]]
    assert derived(filled(workspace, things, GATHERED, DONE), "billing_ready") == []


def test_an_invoice_is_settled_when_its_payments_cover_it_unless_a_system_says_so(workspace):
    things = [thing("I1", amount="100"), thing("Y1", amount="40"), thing("Y2", amount="60")]
    paid = [
        happened("payment_received", "Y1", "2026-05-01T08:00:00Z"),
        happened("payment_received", "Y2", "2026-05-09T08:00:00Z"),
    ]
    ties = [tie("Y1", "I1", "settles"), tie("Y2", "I1", "settles")]
    log = filled(workspace, things, ties, paid)
    assert derived(log, "invoice_settled") == [("psa:I1", datetime(2026, 5, 9, 8))]
    told = happened("invoice_settled", "I1", "2026-05-10T08:00:00Z")
    assert derived(filled(workspace, things, ties, [*paid, told], day=366), "invoice_settled") == []


def test_deriving_again_changes_nothing(workspace):
    log = filled(workspace, [PERSON, *BILLED, thing("T3", week="2026-03-22")], [*GATHERED, *KEPT], DONE)
    before = content(log)
    derive(log, calendar)
    assert content(log) == before


def test_every_rule_says_what_it_yields_and_uses():
    assert {rule.yields for rule in rules()} >= {"timesheet_due", "period_ended", "billing_ready", "invoice_settled"}
    for place, rule in enumerate(rules()):
        assert rule.uses
        assert set(rule.after) <= {earlier.name for earlier in rules()[:place]}
