"""What Tryton's records tell of what happened: its log first, then stamps and dates of the records, then histories.

The log (`ir_model_log`) has buttons pressed and transitions made, but not all of them: creation is not logged, and a
transition is not where the method behind a button wrote the state itself, as posting an invoice, confirming a purchase
and winning or losing an opportunity do. So those are taken from a stamp, the button, or the history of the record.
"""

from collections.abc import Mapping

from eventlog.record_mapping import EventsOf, Lookup, ObservedIn, Role
from ingest.sources._tryton_roles import (
    AUTHOR,
    BY,
    CREDIT_MEMO,
    CURRENCY,
    EDITOR,
    INVOICE,
    OPPORTUNITY,
    PAYMENT,
    PERSON,
    TIMESHEET,
    USER,
    WORK,
    client,
    entity,
    is_credit,
    is_sent_one,
    project,
    referred,
    root,
)
from ingest.sources._tryton_streams import LOG, PAYMENTS


def _logged(
    event: str,
    what: str,
    model: str,
    objects: tuple[Role, ...],
    where: str = "true",
    lookups: Mapping[str, Lookup] | None = None,
) -> EventsOf:
    """An entry of the log; `what` is its kind and target, such as `transition state:paid`."""
    kind, target = what.split(" ")
    return EventsOf(
        event, LOG, "r.create_date", (*objects, BY), by="u.name", lookups={**USER, **(lookups or {})},
        where=f"r.event = '{kind}' and r.target = '{target}' and r.resource like '{model},%' and {where}",
    )  # fmt: skip


def _of_sale(event: str, what: str) -> EventsOf:
    opportunity = "case when s.origin like 'sale.opportunity,%' then s.origin end"
    objects = (Role("contract", "r.resource"), Role("opportunity", opportunity, "from"), client("s.party"))
    return _logged(event, what, "sale.sale", objects, lookups={"s": referred("sale_sale")})


def _of_purchase(event: str, what: str) -> EventsOf:
    return _logged(event, what, "purchase.purchase", (Role("purchase_order", "r.resource"),))


def _of_invoice(event: str, what: str, more: str = "true") -> EventsOf:
    objects = (Role("invoice", "r.resource"), client("i.party", "to"))
    return _logged(
        event, what, "account.invoice", objects, f"{is_sent_one('i')} and {more}", {"i": referred("account_invoice")}
    )


def _of_vendor_invoice(event: str, what: str) -> EventsOf:
    return _logged(
        event, what, "account.invoice", (Role("vendor_invoice", "r.resource"),), "i.type = 'in'",
        {"i": referred("account_invoice")},
    )  # fmt: skip


def _of_period(event: str, what: str) -> EventsOf:
    lookups = {"p": referred("account_period")}
    return _logged(event, what, "account.period", (Role("period_close", "r.resource"),), "p.type = 'standard'", lookups)


LOGGED = (
    _of_sale("proposal_sent", "transition state:quotation"),
    _of_sale("contract_signed", "transition state:confirmed"),
    _of_purchase("purchase_requested", "transition state:quotation"),
    _of_purchase("purchase_approved", "button confirm"),
    _of_purchase("purchase_ordered", "transition state:processing"),
    _of_invoice("invoice_reviewed", "transition state:validated"),
    # without the module that keeps `numbered_at`
    _of_invoice("invoice_sent", "button post", "i.numbered_at is null"),
    _of_invoice("invoice_settled", "transition state:paid"),
    _of_vendor_invoice("vendor_invoice_matched", "transition state:validated"),
    _of_vendor_invoice("vendor_invoice_approved", "button post"),
    _of_vendor_invoice("vendor_invoice_paid", "transition state:paid"),
    _of_period("period_closed", "transition state:closed"),
    _of_period("period_reopened", "transition state:open"),
)  # fmt: skip


def _created(event: str, stream: str, objects: tuple[Role, ...], where: str = "true") -> EventsOf:
    """The log is silent on creation; the record's own stamp tells it."""
    return EventsOf(event, stream, "r.create_date", (*objects, BY), by="u.name", where=where, lookups=AUTHOR)


STAMPED = (
    _created(
        "opportunity_created", "sale_opportunity", (OPPORTUNITY, client(), entity()),
    ),
    _created(
        "project_created_in_erp", "project_work", (project("r", ""), client(), entity()),
        f"r.type = 'project' and {root('r')} = r.id",
    ),
    _created("invoice_drafted", "account_invoice", (INVOICE, client(qualifier="to"), entity()), is_sent_one("r")),
    EventsOf(
        "invoice_sent", "account_invoice", "r.numbered_at", (INVOICE, client(qualifier="to")), where=is_sent_one("r"),
        attributes={"invoice_date": "r.invoice_date", "amount": "r.untaxed_amount_cache", "currency": "c.code"},
        lookups=CURRENCY,
    ),
    EventsOf(
        "credit_memo_issued", "account_invoice", "r.numbered_at",
        (CREDIT_MEMO, client(qualifier="to"), BY), by="u.name", where=is_credit("r"),
        attributes={"amount": "-r.untaxed_amount_cache", "currency": "c.code"}, lookups={**AUTHOR, **CURRENCY},
    ),
)  # fmt: skip

DATED = (
    EventsOf(
        "time_logged", "timesheet_line", "r.date::timestamp",
        (Role("timesheet", TIMESHEET), PERSON, project("t", "on")),
        by="u.name", logged_at="r.create_date", quality="business_date",
        attributes={"hours": "r.duration / 3600", "billed": "r.invoice_line is not null"}, lookups={**AUTHOR, **WORK},
    ),
    EventsOf(
        "payment_received", PAYMENTS, "m.date::timestamp",
        (PAYMENT, Role("invoice", "'account.invoice,' || r.invoice", "settles"), client("i.party", "from")),
        logged_at="l.create_date", quality="business_date", where=is_sent_one("i"),
        attributes={"amount": "l.credit - l.debit", "currency": "c.code"},
        lookups={"i": Lookup("account_invoice", "r.invoice"), "l": Lookup("account_move_line", "r.line"),
                 "m": Lookup("account_move", "l.move"), "c": Lookup("currency_currency", "i.currency")},
    ),
    # the date that the supplier wrote on it; it is numbered here when it is entered and checked
    EventsOf(
        "vendor_invoice_received", "account_invoice", "r.invoice_date::timestamp",
        (Role("vendor_invoice", "'account.invoice,' || r.id"),), logged_at="r.numbered_at", quality="business_date",
        where="r.type = 'in'",
    ),
)  # fmt: skip


def _entered(event: str, state: str) -> EventsOf:
    """An opportunity's version is the first of a state."""
    return EventsOf(
        event, "sale_opportunity__history", "r.changed_at", (OPPORTUNITY, client("o.party"), BY),
        by="u.name", where=f"r.state = '{state}' and r.state_before is distinct from '{state}'",
        lookups={**EDITOR, "o": Lookup("sale_opportunity", "r.id")},
    )  # fmt: skip


VERSIONED = (
    _entered("opportunity_qualified", "opportunity"),
    _entered("opportunity_won", "won"),
    _entered("opportunity_lost", "lost"),
)

EVENTS = (*LOGGED, *STAMPED, *DATED, *VERSIONED)

# a project has no history of its status: its end is seen between two pulls
OBSERVED = (
    ObservedIn(
        "project_closed", "project_work",
        f"r.type = 'project' and {root('r')} = r.id and old.status is distinct from r.status and s.progress = 1",
        (project("r", ""),), lookups={"s": Lookup("project_work_status", "r.status")},
    ),
)  # fmt: skip
