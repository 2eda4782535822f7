"""What NetSuite's records tell of what happened: system notes first, then dated fields, then what two pulls show.

The role needs the System Notes permission. Without it reviews, sending and closing are known by dated fields where
there are any, and else by the difference of two pulls.
"""

from eventlog.record_mapping import EventsOf, Lookup, ObservedIn, Role

SUBSIDIARY = {"s": Lookup("subsidiary", "r.subsidiary")}
NOTED_BY = {"e": Lookup("employee", "r.name")}
BY = Role("resource", "e.id", "by")
NOTES = "systemnote"


def close_of(period: str) -> str:
    """The id of a month-end close, from a record of `accountingperiod`."""
    return f"{period}.subsidiary::varchar || '/' || strftime({period}.startdate, '%Y-%m')"


TIMESHEET = "r.custcol_psa_contact || '/' || strftime(r.trandate, '%Y-%m-%d')"
# the PSA's number, on the lines of an invoice and on posted time
BILLING_EVENT = "r.custcol_psa_billing_event"


def _noted(event: str, record: Role, condition: str, **more: str) -> EventsOf:
    """An event that a system note tells."""
    return EventsOf(
        event, NOTES, "r.date", (record, BY), by="e.entityid", where=condition, attributes=more, lookups=NOTED_BY
    )


def _of_invoice(event: str, condition: str, **more: str) -> EventsOf:
    return _noted(event, Role("invoice", "r.recordid"), f"r.recordtypeid = -30 and {condition}", **more)


def _of_period(event: str, new: str) -> EventsOf:
    role = Role("period_close", close_of("p"))
    lookups = {**NOTED_BY, "p": Lookup("accountingperiod", "r.recordid")}
    condition = f"r.recordtypeid = -105 and r.field = 'CLOSED' and r.newvalue = '{new}'"
    return EventsOf(event, NOTES, "r.date", (role, BY), by="e.entityid", where=condition, lookups=lookups)


REVIEW = {"kind": "'invoice_review'", "approver_role": "r.role"}
APPROVAL = "r.field = 'TRANDOC.KAPPROVALSTATUS' and r.newvalue"

NOTED = (
    _noted("client_validated", Role("client", "r.recordid"),
           "r.recordtypeid = -9 and r.field = 'CUSTENTITY_VALIDATED' and r.newvalue = 'T'"),
    _of_invoice("invoice_review_asked", f"{APPROVAL} = 'Pending Approval'", kind="'invoice_review'"),
    _of_invoice("invoice_rejected", f"{APPROVAL} = 'Rejected'", **REVIEW),
    _of_invoice("invoice_reviewed", f"{APPROVAL} = 'Approved'", **REVIEW),
    _of_invoice("invoice_adjusted", "r.field = 'CUSTBODY_REVISION'"),
    _of_invoice("invoice_sent", "r.field = 'CUSTBODY_SENT' and r.newvalue = 'T'"),
    _of_invoice("invoice_settled", "r.field = 'TRANDOC.KSTATUS' and r.newvalue = 'Paid In Full'"),
    _of_period("period_closed", "T"),
    _of_period("period_reopened", "F"),
)  # fmt: skip

INVOICE = Role("invoice", "case when r.type = 'CustInvc' then r.id end")
# Where no note has landed: what else tells of the same.
DATED = (
    EventsOf("client_validated", "customer", "r.datecreated", (Role("client", "r.id"),), unless=NOTES),
    EventsOf(
        "invoice_settled", "transaction", "r.closedate", (INVOICE,), quality="business_date", unless=NOTES,
        where="r.type = 'CustInvc' and r.closedate is not null",
    ),
    EventsOf(
        "period_closed", "accountingperiod", "r.closedondate", (Role("period_close", close_of("r")),),
        quality="business_date", unless=NOTES, where="r.closed = 'T'",
    ),
)  # fmt: skip


def _seen(event: str, change: str) -> ObservedIn:
    return ObservedIn(event, "transaction", f"r.type = 'CustInvc' and {change}", (INVOICE,), unless=NOTES)


OBSERVED = (
    _seen("invoice_review_asked", "r.approvalstatus = 1 and old.approvalstatus is distinct from 1"),
    _seen("invoice_rejected", "r.approvalstatus = 3 and old.approvalstatus is distinct from 3"),
    _seen("invoice_reviewed", "r.approvalstatus = 2 and old.approvalstatus is distinct from 2"),
    _seen("invoice_sent", "r.custbody_sent = 'T' and old.custbody_sent is distinct from 'T'"),
    ObservedIn(
        "period_reopened", "accountingperiod", "r.closed = 'F' and old.closed = 'T'",
        (Role("period_close", close_of("r")),), unless=NOTES,
    ),
)  # fmt: skip


def _task(event: str, name: str) -> EventsOf:
    """A step of the close, when its task was marked done."""
    return EventsOf(
        event, "customrecord_close_task", "r.custrecord_task_done", (Role("period_close", close_of("p")),),
        where=f"r.name = '{name}'", lookups={"p": Lookup("accountingperiod", "r.custrecord_task_period")},
    )  # fmt: skip


def _item(event: str, at: str) -> EventsOf:
    return EventsOf(
        event, "customrecord_reconciling_item", at, (Role("period_close", close_of("p")),),
        attributes={"amount": "r.custrecord_item_amount", "currency": "r.custrecord_item_currency"},
        lookups={"p": Lookup("accountingperiod", "r.custrecord_item_period")},
    )  # fmt: skip


def _linked(event: str, kind: str, object_type: str) -> EventsOf:
    """A payment or credit memo, with the invoice that it was applied to."""
    return EventsOf(
        event, "previoustransactionlinelink", "t.createddate",
        (Role(object_type, "r.nextdoc"), Role("invoice", "r.previousdoc")),
        where=f"t.type = '{kind}'", attributes={"amount": "r.foreignamount", "currency": "t.currency"},
        lookups={"t": Lookup("transaction", "r.nextdoc")},
    )  # fmt: skip


STAMPED = (
    EventsOf(
        "project_created_in_erp", "job", "r.datecreated",
        (Role("project", "r.id"), Role("client", "r.customer", "for"), Role("legal_entity", "r.subsidiary", "of")),
    ),
    EventsOf(
        "time_posted", "timebill", "r.createddate",
        (
            Role("timesheet", TIMESHEET), Role("project", "r.customer", "on"), Role("resource", "r.employee", "of"),
            Role("billing_event", BILLING_EVENT, "in"),
        ),
        attributes={"timecard": "r.externalid", "hours": "r.hours", "billable": "r.isbillable = 'T'"},
    ),
    EventsOf(
        "expense_posted", "transaction", "r.createddate",
        (Role("expense_report", "r.id"), Role("resource", "r.entity", "of")),
        where="r.type = 'ExpRept'", attributes={"amount": "r.foreigntotal", "currency": "r.currency"},
    ),
    EventsOf(
        "invoice_drafted", "transaction", "r.createddate",
        (INVOICE, Role("client", "r.entity", "to"), Role("legal_entity", "r.subsidiary", "of")),
        where="r.type = 'CustInvc'",
    ),
    EventsOf(
        "journal_posted", "transaction", "r.createddate",
        (Role("journal", "r.id"), Role("period_close", close_of("p"), "in")),
        where="r.type = 'Journal'", lookups={"p": Lookup("accountingperiod", "r.postingperiod")},
        attributes={"amount": "r.foreigntotal", "currency": "r.currency", "manual": "r.custbody_manual = 'T'"},
    ),
    EventsOf(
        "invoice_reminded", "customrecord_reminder", "r.created",
        (Role("invoice", "r.custrecord_reminder_invoice"),),
    ),
    _linked("payment_received", "CustPymt", "payment"),
    _linked("credit_memo_issued", "CustCred", "credit_memo"),
    _task("time_cut_off", "Time cut-off"),
    _task("accruals_posted", "Accruals"),
    _task("wip_reviewed", "WIP review"),
    _task("revenue_recognised", "Revenue recognition"),
    _task("period_reconciled", "Reconciliation"),
    _item("reconciling_item_found", "r.created"),
    _item("reconciling_item_cleared", "r.custrecord_item_cleared"),
)  # fmt: skip

EVENTS = (*STAMPED, *NOTED, *DATED)
