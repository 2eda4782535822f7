"""Facts of billing that pages read: when an event is ready, and what belongs to which project."""

from __future__ import annotations

from tests.metrics.billing import CONTRACT, PROJECT, add_billing_event, add_card, add_invoice, with_project
from tests.metrics.books import Books
from tests.metrics.tiny_log import TinyLog, at

EVENT = "salesforce:event"


def test_ready_is_the_moment_that_the_log_has_as_an_event(books: Books):
    """Two ways to the same: the rule that derives events, and the preconditions one by one."""
    differ = books.database.rows(
        "select event.object_id, event.ready_at, derived.ts from fact.billing_event as event "
        "full join (from fact.happened where event_type = 'billing_ready' and type = 'billing_event') as derived "
        "using (thing_no) where derived.ts is distinct from event.ready_at"
    )
    assert differ == []
    assert books.database.value("select count(ready_at) from fact.billing_event") > 50


def test_every_need_names_its_thing_and_its_holder(books: Books):
    rows = books.database.value(
        "select count(*) from fact.billing_need where need is null or object_id is null or holder_role is null"
    )
    assert rows == 0
    kinds = books.database.column("select distinct need from fact.billing_need order by need")
    assert kinds == [
        "acceptance", "contract_terms", "expense_approved", "expense_posted", "purchase_order_number",
        "supplier_matched", "time_approved", "time_posted",
    ]  # fmt: skip


def test_nothing_is_ready_after_it_was_given_up():
    log = with_project(TinyLog())
    add_billing_event(log, EVENT, "2026-02-01", cancelled_at="2026-02-03 00:00:00")
    add_card(log, "one", "2026-01-20", EVENT)
    for kind, when in (("timesheet_submitted", "2026-01-21"), ("timesheet_approved", "2026-02-05")):
        log.event(kind, when, "salesforce:sheet one", timecard="one")
    assert log.facts().rows("select ready_at, cancelled_at from fact.billing_event") == [(None, at("2026-02-03"))]


def test_where_nothing_is_ever_posted_nothing_waits_to_be():
    log = with_project(TinyLog())
    add_billing_event(log, EVENT, "2026-02-01")
    add_card(log, "one", "2026-01-20", EVENT)
    log.event("timesheet_approved", "2026-02-05", "salesforce:sheet one", timecard="one")
    assert log.facts().value("select ready_at from fact.billing_event") == at("2026-02-05")


def test_time_that_names_no_event_is_that_of_the_timesheets_it_gathers_on_its_project():
    log = with_project(TinyLog())
    add_billing_event(log, EVENT, "2026-02-01")
    for card, project in (("one", PROJECT), ("two", "")):
        if project:
            sheet = add_card(log, card, "2026-01-20", None, project)
        else:
            log.thing("project", "salesforce:elsewhere", code="P-9", entity="london")
            sheet = add_card(log, card, "2026-01-20", None, "salesforce:elsewhere")
        log.link(EVENT, "gathers", sheet)
    log.event("timesheet_approved", "2026-02-05", "salesforce:sheet one", timecard="one")
    assert log.facts().rows("select part, met_at from fact.billing_need where need = 'time_approved'") == [
        ("one", at("2026-02-05"))
    ]


def test_an_invoice_of_which_no_line_is_known_belongs_to_its_projects_in_even_parts():
    log = with_project(TinyLog())
    add_invoice(log, "netsuite:11", sent_at="2026-02-10")
    log.say("netsuite:11", "2026-02-10", amount=900)
    log.thing("project", "salesforce:other", code="P-2", entity="london")
    log.link("netsuite:11", "for", PROJECT, "salesforce:other")
    assert log.facts().rows("select amount, part from fact.invoice_project") == [(45_000, 0.5), (45_000, 0.5)]


def test_a_report_belongs_to_the_project_on_which_most_of_it_was_spent():
    log = with_project(TinyLog())
    log.thing("project", "salesforce:other", code="P-2", entity="london")
    log.thing("expense_report", "concur:1", entity="london")
    for number, (project, amount) in enumerate(((PROJECT, 60), ("salesforce:other", 50), ("salesforce:other", 40))):
        line = log.thing("expense_line", f"concur:1/{number}", amount=amount)
        log.link(line, "of", "concur:1")
        log.link(line, "on", project)
    found = log.facts().column(
        "select project.project from fact.expense_report as report "
        "join fact.project as project on project.thing_no = report.project_no"
    )
    assert found == ["P-2"]


def test_a_suppliers_invoice_belongs_to_the_project_of_its_order():
    log = with_project(TinyLog())
    log.thing("purchase_order", "coupa:po", amount=500, currency="GBP", supplier="Ardent")
    log.link("coupa:po", "for", PROJECT)
    log.thing("vendor_invoice", "coupa:1", amount=500, currency="GBP")
    log.link("coupa:1", "for", "coupa:po")
    found = log.facts().rows(
        "select project.project, purchase.supplier from fact.vendor_invoice as bill "
        "join fact.project as project on project.thing_no = bill.project_no "
        "join fact.purchase_order as purchase on purchase.thing_no = bill.purchase_order_no"
    )
    assert found == [("P-1", "Ardent")]


def test_a_contract_knows_its_first_project_and_what_it_amends():
    log = with_project(TinyLog())
    log.thing("contract", "salesforce:amendment", cap=400)
    log.link("salesforce:amendment", "amends", CONTRACT)
    log.event("contract_signed", "2026-01-02", CONTRACT)
    rows = log.facts().rows(
        "select contract.object_id, first.object_id, amended.object_id, contract.signed_at "
        "from fact.contract as contract left join fact.thing as first on first.thing_no = contract.project_no "
        "left join fact.thing as amended on amended.thing_no = contract.amends_no order by contract.object_id"
    )
    assert rows == [
        ("salesforce:amendment", None, CONTRACT, None), (CONTRACT, PROJECT, None, at("2026-01-02")),
    ]  # fmt: skip
