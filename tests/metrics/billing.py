"""Pieces of a tiny log that tests of billing share: a project under a contract, time, billing events, invoices."""

from __future__ import annotations

from tests.metrics.tiny_log import TinyLog

CLIENT, CONTRACT, PROJECT, PERSON = "salesforce:client", "salesforce:contract", "salesforce:project", "bamboohr:1"


def with_project(log: TinyLog, **contract: object) -> TinyLog:
    """One client, contract, project and person, with what else is said of the contract."""
    terms = {"terms_complete_at": "2026-01-01 00:00:00", "billing_type": "time_and_materials", **contract}
    log.thing("client", CLIENT, name="Client")
    log.thing("contract", CONTRACT, "2026-01-01", entity="london", owner="Owen Owner", **terms)
    add_project(log, PROJECT, "P-1", str(terms["billing_type"]))
    log.thing("resource", PERSON, name="Petra Person", entity="london", grade="Consultant")
    return log


def add_project(log: TinyLog, name: str, code: str, billing_type: str = "time_and_materials") -> str:
    log.thing(
        "project", name, "2026-01-01", code=code, entity="london", billing_type=billing_type, currency="GBP",
        practice="Strategy", service_line="Advice", project_manager="Paul Manager",
    )  # fmt: skip
    log.link(name, "under", CONTRACT)
    log.link(name, "for", CLIENT)
    return name


def add_card(
    log: TinyLog, card: str, day: str, event: str | None = None, project: str = PROJECT, hours: float = 10
) -> str:
    """A part of a timesheet with ten hours of one day in it; its only part. What happens to it is told apart."""
    sheet = log.thing("timesheet", f"salesforce:sheet {card}", week_end=day)
    log.link(sheet, "of", PERSON)
    log.event(
        "time_logged", f"{day} 12:00", sheet, f"of:{PERSON}", f"on:{project}", *([f"in:{event}"] if event else []),
        day=day, hours=hours, billable=True, timecard=card,
    )  # fmt: skip
    return sheet


def step_of_card(log: TinyLog, kind: str, when: str, card: str) -> None:
    """Something that happened to the card: timesheet_submitted, _rejected, _corrected, _approved or time_posted."""
    log.event(kind, when, f"salesforce:sheet {card}", timecard=card, hours=10)


def add_billing_event(log: TinyLog, name: str, billable_at: str | None, project: str = PROJECT, **said: object) -> str:
    log.thing(
        "billing_event", name, "2026-01-01", **{"kind": "time_and_materials", "amount": 1000, "currency": "GBP", **said}
    )
    log.link(name, "of", project)
    if billable_at:
        log.event("became_billable", billable_at, name)
    return name


def add_invoice(log: TinyLog, name: str, *lines: tuple[str, float, str], sent_at: str | None = None) -> str:
    """An invoice with lines of a project, an amount, and a billing event; 20 per cent of tax come on top."""
    net = sum(amount for _, amount, _ in lines)
    log.thing("invoice", name, "2026-02-01", amount=net, tax=net * 0.2, currency="GBP", entity="london", number=name)
    log.link(name, "for", *{project for project, _, _ in lines})
    log.link(name, "bills", *{event for _, _, event in lines if event})
    for place, (project, amount, event) in enumerate(lines):
        line = log.thing("invoice_line", f"{name}/{place}", kind="time", amount=amount, currency="GBP")
        log.link(line, "of", name)
        log.link(line, "for", project)
        if event:
            log.link(line, "bills", event)
    log.event("invoice_drafted", "2026-02-01", name)
    if sent_at:
        log.event("invoice_sent", sent_at, name)
    return name
