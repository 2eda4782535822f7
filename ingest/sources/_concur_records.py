"""What Concur's records are, and what they yield.

Evidence: the workflow's steps tell every submission, rejection and approval. Where they cannot be read, the dates of
the report tell the last submission, the end of approval and the payment, and the rest is seen between two pulls.
"""

from __future__ import annotations

from eventlog.record_mapping import EventsOf, LinksOf, ObjectsOf, ObservedIn, RecordMapping, Role
from eventlog.record_stream import Stream

REPORTS = Stream(
    "reports", ("ID",),
    {
        "ID": "text", "Name": "text", "Total": "number", "CurrencyCode": "text", "Country": "text",
        "CreateDate": "instant", "SubmitDate": "instant", "ProcessingPaymentDate": "instant", "PaidDate": "instant",
        "LastModifiedDate": "instant", "RebilledDate": "instant", "OwnerLoginID": "text", "OwnerName": "text",
        "ApprovalStatusCode": "text", "PaymentStatusCode": "text", "EverSentBack": "boolean",
        "ReceiptsReceived": "boolean", "ApproverRole": "text", "Entity": "text", "OrgUnit1": "json", "Custom3": "json",
        "Custom4": "json",
    },
    cursor="LastModifiedDate", version="LastModifiedDate", required=("CreateDate", "CurrencyCode", "OwnerLoginID"),
    checks={
        "submitted before it was created": "r.SubmitDate is null or r.SubmitDate >= r.CreateDate",
        "paid before it was submitted": "r.PaidDate is null or r.PaidDate >= r.SubmitDate",
    },
    worth="r.Total", currency="r.CurrencyCode",
)  # fmt: skip
ENTRIES = Stream(
    "entries", ("ID",),
    {
        "ID": "text", "ReportID": "text", "ReportOwnerID": "text", "ExpenseTypeCode": "text", "ExpenseTypeName": "text",
        "VendorDescription": "text", "TransactionDate": "instant", "TransactionAmount": "number",
        "TransactionCurrencyCode": "text", "PostedAmount": "number", "ApprovedAmount": "number",
        "IsBillable": "boolean", "IsPersonal": "boolean", "HasImage": "boolean", "TaxReceiptType": "text",
        "ProjectCode": "text", "Custom1": "json", "LastModified": "instant",
    },
    cursor="LastModified", version="LastModified",
    required=("ReportID", "TransactionDate", "TransactionAmount", "TransactionCurrencyCode"),
    references={"ReportID": "reports"}, worth="r.TransactionAmount", currency="r.TransactionCurrencyCode",
)  # fmt: skip
STEPS = Stream(
    "workflowSteps", ("stepInstanceId",),
    {
        "stepInstanceId": "text", "reportId": "text", "sequence": "integer", "submissionNumber": "integer",
        "stepCode": "text", "stepName": "text", "stepRole": "text", "action": "text", "actionByLoginId": "text",
        "enteredDate": "instant", "actionDate": "instant",
    },
    cursor="actionDate", required=("reportId", "action", "actionDate"), references={"reportId": "reports"},
    append_only=True,
)  # fmt: skip

OF_REPORT = (Role("expense_report", "r.ID"),)
LINE = "r.ReportID || '/' || r.ID"
OWNER, ACTOR = "lower(r.OwnerLoginID)", "lower(r.actionByLoginId)"
BY_OWNER = (*OF_REPORT, Role("resource", OWNER, "by"))
KIND = "if(r.stepCode = 'MANAGER', 'expense_manager', 'expense_finance')"


def _submitted() -> EventsOf:
    return EventsOf(
        "expense_submitted", STEPS.name, "r.actionDate",
        (Role("expense_report", "r.reportId"), Role("resource", ACTOR, "by")), by="r.actionByLoginId",
        attributes={"round": "r.submissionNumber"}, where="r.action = 'Submit'",
    )  # fmt: skip


def _decided(event: str, where: str) -> EventsOf:
    """A step that was decided; `asked_at` is when the report came to it."""
    told = {
        "kind": KIND, "approver_role": "r.stepRole", "asked_at": "r.enteredDate", "round": "r.submissionNumber"
    }  # fmt: skip
    who = (Role("expense_report", "r.reportId"), Role("resource", ACTOR, "by"))
    return EventsOf(event, STEPS.name, "r.actionDate", who, by="r.actionByLoginId", attributes=told, where=where)


def _turned(event: str, status: str, *before: str) -> ObservedIn:
    old = ", ".join(f"'{each}'" for each in before)
    when = f"r.ApprovalStatusCode = '{status}' and old.ApprovalStatusCode in ({old})"
    return ObservedIn(event, REPORTS.name, when, OF_REPORT, unless=STEPS.name)


YIELDS = RecordMapping(
    objects=(
        ObjectsOf(
            "expense_report", REPORTS.name, "r.ID",
            attributes={
                "name": "r.Name", "amount": "r.Total", "currency": "r.CurrencyCode", "entity": "r.Entity",
                "status": "r.ApprovalStatusCode", "payment_status": "r.PaymentStatusCode",
                "receipts": "r.ReceiptsReceived", "pending_role": "r.ApproverRole",
            },
            keys={"concur_id": "r.ID"}, since="r.CreateDate",
        ),
        ObjectsOf(
            "expense_line", ENTRIES.name, LINE,
            attributes={
                "category": "r.ExpenseTypeName", "amount": "r.TransactionAmount",
                "currency": "r.TransactionCurrencyCode", "posted_amount": "r.PostedAmount",
                "spent_on": "r.TransactionDate::date", "billable": "r.IsBillable", "receipt": "r.HasImage",
                "merchant": "r.VendorDescription",
            },
            keys={"concur_id": "r.ID"},
        ),
        ObjectsOf("resource", REPORTS.name, OWNER, attributes={"name": "r.OwnerName"}, keys={"email": OWNER}),
        ObjectsOf("resource", STEPS.name, ACTOR, keys={"email": ACTOR}),
        ObjectsOf("legal_entity", REPORTS.name, "r.Entity", keys={"slug": "r.Entity"}),
        ObjectsOf("project", ENTRIES.name, "r.ProjectCode", keys={"code": "r.ProjectCode"}),
    ),
    links=(
        LinksOf(REPORTS.name, *OF_REPORT, Role("resource", OWNER, "of")),
        LinksOf(REPORTS.name, *OF_REPORT, Role("legal_entity", "r.Entity", "of")),
        LinksOf(ENTRIES.name, Role("expense_report", "r.ReportID"), Role("project", "r.ProjectCode", "on")),
        LinksOf(ENTRIES.name, Role("expense_line", LINE), Role("expense_report", "r.ReportID", "of")),
        LinksOf(ENTRIES.name, Role("expense_line", LINE), Role("project", "r.ProjectCode", "on")),
    ),
    events=(
        EventsOf("expense_report_created", REPORTS.name, "r.CreateDate", BY_OWNER, by="r.OwnerLoginID"),
        _submitted(),
        _decided("expense_rejected", "r.action = 'Send Back to Employee'"),
        _decided("expense_manager_approved", "r.action = 'Approve' and r.stepCode = 'MANAGER'"),
        _decided("expense_finance_approved", "r.action = 'Approve' and r.stepCode = 'ACCOUNTING'"),
        EventsOf(
            "expense_submitted", REPORTS.name, "r.SubmitDate", BY_OWNER, by="r.OwnerLoginID", unless=STEPS.name
        ),
        EventsOf(
            "expense_finance_approved", REPORTS.name, "r.ProcessingPaymentDate", OF_REPORT, unless=STEPS.name
        ),
        EventsOf("expense_reimbursed", REPORTS.name, "r.PaidDate", OF_REPORT),
        EventsOf("expense_rebilled", REPORTS.name, "r.RebilledDate", OF_REPORT),
    ),
    observed=(
        _turned("expense_rejected", "A_RESU", "A_NOTF", "A_PEND", "A_ACCO"),
        _turned("expense_manager_approved", "A_ACCO", "A_NOTF", "A_PEND"),
    ),
)  # fmt: skip
