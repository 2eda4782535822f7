"""What can be billed and is not ready: what blocks it, who holds that, how long, how much money."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from core.access import Viewer
from core.metric_settings import MetricSettings
from core.workspace import open_workspace
from eventlog.reading import EventLog, open_log
from metrics.cut import read_only
from metrics.readiness import BLOCKERS, Readiness, readiness, to_invoice
from metrics.unbilled import unbilled
from tests.metrics.billing import (
    CLIENT,
    CONTRACT,
    PERSON,
    PROJECT,
    add_billing_event,
    add_card,
    add_invoice,
    add_project,
    step_of_card,
    with_project,
)
from tests.metrics.books import Books
from tests.metrics.tiny_log import TinyLog

EVENT = "salesforce:event"
SETTINGS = MetricSettings.model_validate({})
OWNER = Viewer.owner()


def firm(as_of: str = "2026-02-13 17:00", **contract: object) -> TinyLog:
    """A project with one event, billable since Sunday the first of February; now it is Friday evening, ten days on."""
    log = with_project(TinyLog(as_of), **contract)
    add_billing_event(log, EVENT, "2026-02-01")
    return log


def found(log: TinyLog, viewer: Viewer = OWNER, where: str = "") -> Readiness:
    return readiness(log.seen_by(viewer), SETTINGS, read_only(where))


def held_by(log: TinyLog) -> tuple[str, str, str | None, float | None]:
    """Blocker, role and name of the holder, and business days of the only event's first blocker."""
    (waiting,) = found(log).waiting
    first = waiting.missing[0]
    return first.blocker, first.holder_role, first.holder, first.business_days


def test_time_that_nobody_submitted_is_with_its_person():
    log = firm()
    add_card(log, "one", "2026-02-06", EVENT)
    log.event("timesheet_due", "2026-02-06 17:00", "salesforce:sheet one")
    assert held_by(log) == ("time_submitted", "Consultant", "Petra Person", 5)


def test_time_that_is_submitted_is_with_its_approver_since_the_last_asking():
    log = firm()
    sheet = add_card(log, "one", "2026-02-06", EVENT)
    for kind, when in (
        ("submitted", "2026-02-06 17:00"),
        ("rejected", "2026-02-09 17:00"),
        ("corrected", "2026-02-10 17:00"),
    ):
        log.event(f"timesheet_{kind}", when, sheet, timecard="one", kind="timesheet", approver_role="Partner")
    assert held_by(log) == ("time_approved", "Partner", None, 3)


def test_time_that_was_sent_back_is_with_its_person_again():
    log = firm()
    add_card(log, "one", "2026-02-06", EVENT)
    step_of_card(log, "timesheet_submitted", "2026-02-06 17:00", "one")
    step_of_card(log, "timesheet_rejected", "2026-02-10 17:00", "one")
    assert held_by(log) == ("time_submitted", "Consultant", "Petra Person", 3)


def test_what_is_approved_and_not_posted_is_with_who_joins_the_systems():
    log = firm()
    for card in ("one", "two"):
        add_card(log, card, "2026-02-06", EVENT)
        step_of_card(log, "timesheet_submitted", "2026-02-06 17:00", card)
        step_of_card(log, "timesheet_approved", "2026-02-10 17:00", card)
    step_of_card(log, "time_posted", "2026-02-11 17:00", "two")
    assert held_by(log) == ("time_posted", "Integration owner", None, 3)


def test_expense_is_with_its_person_then_the_manager_then_finance_then_the_ledger():
    log = firm()
    log.thing("expense_report", "concur:1", "2026-02-05 17:00", entity="london")
    log.link("concur:1", "of", PERSON)
    line = log.thing("expense_line", "concur:1/7", amount=90, currency="GBP", billable=True)
    log.link(line, "of", "concur:1")
    log.link(EVENT, "gathers", line)
    log.thing("expense_report", "concur:posted", "2026-01-05")
    log.event("expense_posted", "2026-01-06", "concur:posted")
    assert held_by(log) == ("expense_submitted", "Consultant", "Petra Person", 6)
    steps = (
        ("expense_submitted", "2026-02-06 17:00", ("expense_approved", "Project Manager", None, 5)),
        ("expense_manager_approved", "2026-02-09 17:00", ("expense_approved", "Expense Auditor", None, 4)),
        ("expense_finance_approved", "2026-02-11 17:00", ("expense_posted", "Integration owner", None, 2)),
    )
    for kind, when, held in steps:
        log.event(kind, when, "concur:1")
        assert held_by(log) == held
    log.event("expense_posted", "2026-02-12 17:00", "concur:1")
    assert found(log).waiting == ()


def test_acceptance_is_with_the_client_since_the_milestone_was_reached():
    log = firm(requires_acceptance=True)
    log.thing("milestone", "salesforce:stone", name="Go-live", amount=1000)
    log.link(EVENT, "of", "salesforce:stone")
    log.event("milestone_reached", "2026-02-09 17:00", "salesforce:stone")
    assert held_by(log) == ("acceptance", "Client", "Client", 4)
    assert found(log).waiting[0].event.milestone == "Go-live"


def test_a_suppliers_invoice_is_with_accounts_payable_since_its_mismatch():
    log = firm()
    log.thing("vendor_invoice", "coupa:1", "2026-01-20", amount=400, currency="GBP", supplier="Ardent")
    log.link(EVENT, "passes_on", "coupa:1")
    log.event("vendor_invoice_mismatched", "2026-02-10 17:00", "coupa:1")
    assert held_by(log) == ("supplier_matched", "Accounts payable", "Ardent", 3)


def test_terms_say_which_of_them_are_missing_and_an_order_number_is_told_apart():
    log = firm(requires_po=True)
    other = log.thing("contract", "salesforce:other", payment_terms_days=30, tax_code="GB-20", service_code="ADV-1")
    log.database.run("delete from object_attribute where name = 'terms_complete_at'")
    log.say(CONTRACT, "2026-01-05", payment_terms_days=30)
    missing = found(log).waiting[0].missing
    assert [(one.blocker, one.holder_role, one.holder, one.detail) for one in missing] == [
        ("contract_terms", "Contract owner", "Owen Owner", "service_code, tax_code"),
        ("purchase_order_number", "Client", "Client", None),
    ]
    log.say(CONTRACT, "2026-01-06", service_code="ADV-1", tax_code="GB-20")
    assert held_by(log) == ("purchase_order_number", "Client", "Client", 10)
    assert other


def test_a_wait_begins_at_the_earliest_when_the_event_became_billable():
    log = firm()
    add_card(log, "one", "2026-01-09", EVENT)
    step_of_card(log, "timesheet_submitted", "2026-01-09 17:00", "one")
    assert held_by(log)[-1] == 10


def test_an_event_counts_once_at_what_has_held_it_longest_and_tells_all_it_lacks():
    log = firm()
    for card, day in (("one", "2026-02-04"), ("two", "2026-02-03"), ("three", "2026-02-05")):
        add_card(log, card, day, EVENT)
        step_of_card(log, "timesheet_submitted", f"{day} 17:00", card)
    step_of_card(log, "timesheet_approved", "2026-02-05 17:00", "two")
    log.thing("timesheet", "salesforce:elsewhere", week_end="2026-01-04")
    log.event("time_posted", "2026-01-05", "salesforce:elsewhere", timecard="x", hours=1)
    everything = found(log)
    assert [(blocker.name, blocker.events) for blocker in everything.blockers] == [("time_approved", 1)]
    (waiting,) = everything.waiting
    assert [(one.blocker, one.part) for one in waiting.missing] == [
        ("time_approved", "one"), ("time_approved", "three"), ("time_posted", "two"),
    ]  # fmt: skip
    assert [one.part for one in waiting.held] == ["one", "three"]
    assert [(one.minutes, one.week_end) for one in waiting.held] == [(600, date(2026, 2, 4)), (600, date(2026, 2, 5))]


def test_tiles_add_up_in_the_base_currency_with_what_a_week_of_waiting_costs():
    log = firm(requires_po=True)
    for code, rate in (("GBP", 1.25), ("USD", 1)):
        log.thing("currency", f"netsuite:{code}", code=code, rate=rate)
    add_billing_event(log, "salesforce:second", "2026-02-08", amount=3000)
    everything = found(log)
    (tile,) = everything.blockers
    assert (tile.title, tile.events, tile.base_money, tile.share) == (
        "Order number of the client missing", 2, 500_000, 1,
    )  # fmt: skip
    assert tile.half_days == 7.5
    assert everything.base_money == 500_000
    assert everything.cost_a_week == pytest.approx(500_000 * 0.08 * 7 / 365)
    assert [each.event.object_id for each in everything.waiting] == [EVENT, "salesforce:second"]
    assert (everything.waiting[0].event.amount, everything.waiting[0].event.base_amount) == (100_000, 125_000)


def test_the_cut_off_is_so_many_days_after_the_first_approval_of_what_it_bills():
    log = firm("2026-04-08", requires_po=True)
    add_card(log, "one", "2026-01-20", EVENT)
    step_of_card(log, "timesheet_approved", "2026-02-06", "one")
    add_billing_event(log, "salesforce:second", "2026-02-28")
    cutoffs = {each.event.object_id: (each.cutoff_on, each.is_past_cutoff) for each in found(log).waiting}
    assert cutoffs == {EVENT: (date(2026, 4, 7), True), "salesforce:second": (date(2026, 4, 29), False)}
    assert found(log).past_cutoff == 1


def test_what_is_cancelled_not_billable_yet_or_sent_all_the_same_does_not_wait():
    log = with_project(TinyLog(), requires_po=True)
    add_billing_event(log, "salesforce:gone", "2026-02-01", cancelled_at="2026-02-02 00:00:00")
    add_billing_event(log, "salesforce:later", None)
    add_billing_event(log, "salesforce:sent", "2026-02-01")
    add_invoice(log, "netsuite:11", (PROJECT, 1000, "salesforce:sent"), sent_at="2026-02-10")
    assert found(log).waiting == ()
    assert found(log).base_money == 0


def test_a_viewer_sees_what_is_of_the_own_entity_and_names_only_where_allowed():
    log = firm()
    add_card(log, "one", "2026-02-06", EVENT)
    elsewhere = Viewer("m", frozenset({"viewer"}), entities=frozenset({"munich"}))
    assert found(log, elsewhere).waiting == ()
    nameless = Viewer("v", frozenset({"viewer"}), entities=frozenset({"london"}), may_see_names=False)
    (waiting,) = found(log, nameless).waiting
    assert (waiting.missing[0].holder, waiting.missing[0].holder_role) == (None, "Consultant")
    assert waiting.event.project_manager is None
    assert waiting.event.client == "Client"


def test_it_narrows_to_what_is_asked_for():
    log = firm(requires_po=True)
    add_project(log, "salesforce:other", "P-2")
    add_billing_event(log, "salesforce:second", "2026-02-08", project="salesforce:other")
    assert [each.event.object_id for each in found(log, where="project = P-2").waiting] == ["salesforce:second"]
    assert len(found(log, where="client = Client").waiting) == 2


def test_what_is_ready_is_told_with_where_its_invoice_stands():
    log = with_project(TinyLog("2026-02-13"))
    for number, name in enumerate(("none", "review", "back", "unsent", "sent")):
        event = add_billing_event(log, f"salesforce:{name}", f"2026-02-0{number + 1}")
        if name != "none":
            sent_at = "2026-02-10" if name == "sent" else None
            add_invoice(log, f"netsuite:{name}", (PROJECT, 1000, event), sent_at=sent_at)
    log.event("invoice_review_asked", "2026-02-05", "netsuite:review")
    log.event("invoice_rejected", "2026-02-05", "netsuite:back")
    log.event("invoice_reviewed", "2026-02-05", "netsuite:unsent")
    waiting = to_invoice(log.seen_by(OWNER))
    assert [(each.event.object_id, each.stage, each.invoice) for each in waiting] == [
        ("salesforce:none", "not_drafted", None), ("salesforce:review", "in_review", "netsuite:review"),
        ("salesforce:back", "sent_back", "netsuite:back"), ("salesforce:unsent", "not_sent", "netsuite:unsent"),
    ]  # fmt: skip
    assert waiting[0].elapsed_us == 12 * 24 * 3_600_000_000
    assert to_invoice(log.seen_by(OWNER), read_only("project = P-9")) == []


def test_the_work_list_of_the_pretend_firm_is_what_the_indicator_has_open(books: Books, pretend_firm: Path):
    """Each event once, at a blocker there are words for, and every one that is open by the indicator."""

    log = EventLog(open_workspace(pretend_firm), 1, {}, OWNER, books.database)
    everything = readiness(log, SETTINGS)
    listed = sorted(each.event.object_id for each in everything.waiting)
    still_open = books.database.column(
        "select object_id from indicator.invoice_readiness_lag where measure = 'value' and is_open order by object_id"
    )
    assert listed == still_open != []
    assert sum(tile.events for tile in everything.blockers) == len(listed)
    assert {tile.name for tile in everything.blockers} <= set(BLOCKERS)
    assert CLIENT not in listed


def test_a_viewer_with_limits_reads_the_facts_of_the_generation(pretend_firm: Path):
    viewer = Viewer("m", frozenset({"controller"}), entities=frozenset({"munich"}))
    with open_log(open_workspace(pretend_firm), viewer) as log:
        waiting = readiness(log, SETTINGS).waiting
        assert {each.event.entity for each in waiting} == {"munich"}
        assert {each.entity for each in unbilled(log).projects} == {"munich"}
        assert {each.event.entity for each in to_invoice(log)} <= {"munich"}
