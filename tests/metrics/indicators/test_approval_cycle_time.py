"""How long an approval takes, each time it is asked for."""

from __future__ import annotations

from tests.metrics.people import HOUR, PERSON, PROJECT, add_sheet, log_time, step, with_person, with_project
from tests.metrics.tiny_log import TinyLog

CONTRACT, SHEET = "salesforce:contract", f"salesforce:{PERSON}/2026-02-08"


def shares(log: TinyLog, columns: str = "part, elapsed, is_open, approver_role") -> list:
    return log.shares("approval_cycle_time", columns)


def a_contract(as_of: str = "2026-04-01", **said: object) -> TinyLog:
    log = TinyLog(as_of)
    log.thing("contract", CONTRACT, "2026-01-01", entity="london", client="Client", billing_type="retainer", **said)
    return log


def handed_over(log: TinyLog, when: str, kind: str = "handoff_submitted", **said: object) -> None:
    log.event(kind, when, CONTRACT, approver_role="Approver", **said)


def a_timesheet(as_of: str = "2026-04-01") -> TinyLog:
    log = with_project(with_person(TinyLog(as_of)))
    add_sheet(log)
    log_time(log, SHEET, "c1", "2026-02-02", 8)
    log_time(log, SHEET, "c2", "2026-02-03", 8, project=None)
    return log


def test_each_asking_counts_whichever_way_it_is_decided():
    log = a_contract()
    handed_over(log, "2026-02-02 10:00")
    handed_over(log, "2026-02-02 12:00", "contract_data_rejected", asked_at="2026-02-02 10:00:00")
    handed_over(log, "2026-02-03 10:00")
    handed_over(log, "2026-02-04 10:00", "contract_data_checked", asked_at="2026-02-03 10:00:00")
    assert shares(log) == [
        ("contract/1", 2 * HOUR, False, "Approver"),
        ("contract/2", 24 * HOUR, False, "Approver"),
    ]
    assert shares(log, "distinct value / elapsed, client, billing_type, project, practice, kind")[0][1:] == (
        "Client", "retainer", None, None, "contract",
    )  # fmt: skip


def test_an_asking_that_nobody_decided_is_open():
    log = a_contract(as_of="2026-02-04 10:00")
    handed_over(log, "2026-02-02 10:00")
    handed_over(log, "2026-02-02 12:00", "contract_data_rejected", asked_at="2026-02-02 10:00:00")
    handed_over(log, "2026-02-03 10:00")
    assert shares(log)[1] == ("contract/2", 24 * HOUR, True, "Approver")


def test_what_was_cancelled_leaves_the_population():
    log = a_contract(cancelled_at="2026-02-05 10:00:00")
    handed_over(log, "2026-02-02 10:00")
    assert shares(log) == []


def test_decided_before_it_was_asked_is_no_duration_and_not_open():
    log = a_contract()
    handed_over(log, "2026-02-02 10:00")
    handed_over(log, "2026-02-02 09:00", "contract_data_checked", asked_at="2026-02-02 10:00:00")
    assert shares(log) == []


def test_parts_of_a_timesheet_are_asked_for_apart():
    log = a_timesheet(as_of="2026-02-12 10:00")
    for card, when in (("c1", "2026-02-09 10:00"), ("c2", "2026-02-09 11:00")):
        step(log, "timesheet_submitted", when, SHEET, card, approver_role="Project Manager")
    step(log, "timesheet_rejected", "2026-02-09 12:00", SHEET, "c1", asked_at="2026-02-09 10:00:00", approver_role="A")
    step(log, "timesheet_corrected", "2026-02-10 10:00", SHEET, "c1", approver_role="B")
    step(log, "timesheet_approved", "2026-02-09 13:00", SHEET, "c2", asked_at="2026-02-09 11:00:00", approver_role="C")
    assert shares(log) == [
        ("timesheet/1/c1", 2 * HOUR, False, "A"),
        ("timesheet/1/c2", 2 * HOUR, False, "C"),
        ("timesheet/2/c1", 48 * HOUR, True, "B"),
    ]


def test_a_part_of_no_project_has_the_practice_of_its_person():
    log = a_timesheet()
    for card in ("c1", "c2"):
        step(log, "timesheet_submitted", "2026-02-09 10:00", SHEET, card)
    assert shares(log, "part, practice, project, entity") == [
        ("timesheet/1/c1", "Technology", "P-1", "london"),
        ("timesheet/1/c2", "Strategy", None, "london"),
    ]


def a_report(as_of: str, *steps: tuple[str, str, dict[str, object]]) -> TinyLog:
    log = with_project(TinyLog(as_of))
    log.thing("expense_report", "concur:1", "2026-02-01", entity="london", pending_role="Expense Auditor")
    log.link("concur:1", "on", PROJECT)
    for kind, when, said in steps:
        log.event(f"expense_{kind}", when, "concur:1", **said)
    return log


def test_finance_is_asked_when_the_manager_has_approved():
    asked = {"asked_at": "2026-02-02 10:00:00", "approver_role": "Partner"}
    log = a_report(
        "2026-02-03 12:00", ("submitted", "2026-02-02 10:00", {}), ("manager_approved", "2026-02-02 12:00", asked)
    )
    assert shares(log) == [
        ("expense_manager/1", 2 * HOUR, False, "Partner"),
        ("expense_finance/1", 24 * HOUR, True, "Expense Auditor"),
    ]


def test_a_report_that_finance_refused_goes_to_finance_again():
    log = a_report(
        "2026-02-05 10:00",
        ("submitted", "2026-02-02 10:00", {}),
        ("manager_approved", "2026-02-02 12:00", {"asked_at": "2026-02-02 10:00:00"}),
        ("rejected", "2026-02-02 14:00", {"kind": "expense_finance", "asked_at": "2026-02-02 12:00:00"}),
        ("submitted", "2026-02-03 10:00", {}),
    )
    assert shares(log, "part, elapsed, is_open") == [
        ("expense_manager/1", 2 * HOUR, False),
        ("expense_finance/1", 2 * HOUR, False),
        ("expense_finance/2", 48 * HOUR, True),
    ]


def test_a_report_that_the_manager_refused_goes_to_the_manager_again():
    log = a_report(
        "2026-02-05 10:00",
        ("submitted", "2026-02-02 10:00", {}),
        ("rejected", "2026-02-02 14:00", {"kind": "expense_manager", "asked_at": "2026-02-02 10:00:00"}),
        ("submitted", "2026-02-03 10:00", {}),
    )
    assert shares(log, "part, is_open") == [("expense_manager/1", False), ("expense_manager/2", True)]


def test_a_purchase_is_asked_for_when_the_system_says_it_is():
    log = with_project(TinyLog("2026-02-05 10:00"))
    log.thing("purchase_order", "coupa:1", entity="london", pending_since="2026-02-03 10:00:00", pending_role="Partner")
    log.link("coupa:1", "for", PROJECT)
    log.event("purchase_requested", "2026-02-02 09:55", "coupa:1")
    log.event(
        "purchase_rejected", "2026-02-02 12:00", "coupa:1", asked_at="2026-02-02 10:00:00", approver_role="Partner"
    )
    assert shares(log) == [
        ("purchase/1", 2 * HOUR, False, "Partner"),
        ("purchase/2", 48 * HOUR, True, "Partner"),
    ]


def test_reviews_of_an_invoice_answer_their_askings_in_order_and_count_for_each_of_its_projects():
    log = with_project(with_project(TinyLog()), "salesforce:other", "P-2")
    log.thing("invoice", "netsuite:11", entity="london", amount=100, currency="GBP")
    for number, project in enumerate((PROJECT, "salesforce:other")):
        line = log.thing("invoice_line", f"netsuite:11/{number}", amount=50, currency="GBP")
        log.link(line, "of", "netsuite:11")
        log.link(line, "for", project)
    for kind, when in (
        ("review_asked", "2026-02-02 10:00"), ("rejected", "2026-02-02 12:00"),
        ("review_asked", "2026-02-03 10:00"), ("reviewed", "2026-02-03 11:00"),
    ):  # fmt: skip
        log.event(f"invoice_{kind}", when, "netsuite:11", approver_role="Finance Controller")
    assert shares(log, "part, project, elapsed") == [
        ("invoice_review/1", "P-1", 2 * HOUR),
        ("invoice_review/1", "P-2", 2 * HOUR),
        ("invoice_review/2", "P-1", 1 * HOUR),
        ("invoice_review/2", "P-2", 1 * HOUR),
    ]


def test_who_decided_is_known():
    log = with_person(a_contract())
    handed_over(log, "2026-02-02 10:00")
    log.event("contract_data_checked", "2026-02-02 12:00", CONTRACT, f"by:{PERSON}")
    database = log.facts()
    assert database.rows(
        "select thing.object_id, approval.approved from fact.approval as approval "
        "join fact.thing as thing on thing.thing_no = approval.approver_no"
    ) == [(PERSON, True)]
