"""Concur's records of a firm made by hand."""

from __future__ import annotations

from simulator.systems.concur import records
from tests.simulator.hand_made_firm import at, hand_made_firm


def test_reports_stand_where_the_last_action_left_them():
    reports = records(hand_made_firm()).tables["reports"]
    assert reports.select("ID", "ApprovalStatusCode", "PaymentStatusCode").rows() == [
        ("1", "A_NOTF", "P_NOTP"),
        ("2", "A_PEND", "P_NOTP"),
        ("3", "A_APPR", "P_PAID"),
        ("4", "A_RESU", "P_NOTP"),
        ("5", "A_ACCO", "P_NOTP"),
        ("6", "A_ACCO", "P_NOTP"),
    ]


def test_the_submit_date_is_that_of_the_last_submission():
    reports = records(hand_made_firm()).tables["reports"]
    assert reports["SubmitDate"][2] == "2026-03-05T09:00:00"
    before = records(hand_made_firm().cut(at(4, 12))).tables["reports"]
    assert before["SubmitDate"][2] == "2026-03-03T09:00:00"
    assert before["ApprovalStatusCode"][2] == "A_RESU"


def test_a_report_changes_whenever_something_is_done_to_it():
    reports = records(hand_made_firm()).tables["reports"]
    assert reports["LastModifiedDate"].to_list() == [
        f"2026-03-{day:02}T09:00:00" for day in (2, 3, 20, 4, 4, 6)
    ]  # fmt: skip


def test_every_submission_and_decision_is_a_step():
    steps = records(hand_made_firm()).tables["workflowSteps"]
    of_third = steps.filter(reportId="3").select(
        "action", "stepCode", "submissionNumber", "actionByLoginId", "actionDate"
    )
    assert of_third.rows() == [
        ("Submit", "SUBMIT", 1, "bob@firm.example", "2026-03-03T09:00:00"),
        ("Send Back to Employee", "MANAGER", 1, "ann@firm.example", "2026-03-04T09:00:00"),
        ("Submit", "SUBMIT", 2, "bob@firm.example", "2026-03-05T09:00:00"),
        ("Approve", "MANAGER", 2, "ann@firm.example", "2026-03-06T09:00:00"),
        ("Approve", "ACCOUNTING", 2, "dee@firm.example", "2026-03-09T09:00:00"),
    ]
    assert steps["stepInstanceId"].is_unique().all()


def test_steps_keep_their_ids_as_time_goes_on():
    whole = set(records(hand_made_firm()).tables["workflowSteps"].rows())
    for day in range(3, 10):
        assert set(records(hand_made_firm().cut(at(day))).tables["workflowSteps"].rows()) <= whole


def test_what_is_spent_abroad_is_posted_in_the_reports_currency():
    entries = records(hand_made_firm()).tables["entries"]
    abroad = entries.filter(ID="4").select("TransactionAmount", "TransactionCurrencyCode", "PostedAmount").row(0)
    assert abroad == (100.0, "USD", 80.0)
    assert records(hand_made_firm()).tables["reports"]["Total"].to_list() == [0.0, 123.45, 163.95, 0.0, 80.0, 0.0]


def test_planted_records_stand_beside_the_true_ones():
    sound, wrong = records(hand_made_firm()), records(hand_made_firm("inconsistent_records"))
    assert {one.reason for one in wrong.planted} == {
        "missing",
        "contradicting_times",
        "unknown_reference",
        "unreadable",
    }
    for name, table in sound.tables.items():
        assert wrong.tables[name].head(table.height).equals(table)
    added = sum(table.height for table in wrong.tables.values()) - sum(table.height for table in sound.tables.values())
    assert added == len(wrong.planted)
