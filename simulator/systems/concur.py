"""What Concur has written down: expense reports, their entries, and every action of their approval workflow.

The project of an entry stands in `Custom1`, the legal entity of a report in `OrgUnit1`; the ERP writes back into
`Custom3` when a report has been billed on, and `Custom4` says in which role it waits for somebody. `SubmitDate` is the
latest submission, as in Concur: only the workflow knows the ones before.
"""

from __future__ import annotations

import polars as pl

from simulator.state import State
from simulator.systems.moments import plain
from simulator.systems.records import Planted, SystemRecords

EXPENSE_TYPES = {
    "hotel": "LODNG",
    "flight": "AIRFR",
    "train": "TRAIN",
    "taxi": "TAXIX",
    "meals": "BUSML",
    "mileage": "MILEG",
    "parking": "PARKG",
}
STEPS = {"expense_manager": ("MANAGER", "Manager Approval"), "expense_finance": ("ACCOUNTING", "Accounting Review")}
APPROVAL_STATUS = {
    "A_NOTF": "Not Submitted",
    "A_PEND": "Submitted & Pending Approval",
    "A_ACCO": "Pending Accounting Review",
    "A_RESU": "Sent Back to Employee",
    "A_APPR": "Approved",
}
PAYMENT_STATUS = {"P_NOTP": "Not Paid", "P_PROC": "Processing Payment", "P_PAID": "Sent for Payment"}
HOW_MANY = 6


def records(state: State) -> SystemRecords:
    """Concur's tables as of the state's moment."""
    steps = _workflow(state)
    entries = _entries(state)
    tables = {"reports": _reports(state, steps, entries), "entries": entries, "workflowSteps": steps.drop("at")}
    planted = _plant(tables) if "inconsistent_records" in state.record_troubles else []
    return SystemRecords(tables, planted)


def _approvals(state: State) -> pl.DataFrame:
    """What was asked of whom about expense reports."""
    asked = state["approval"].filter(pl.col("object_type") == "expense_report", pl.col("kind").is_in(list(STEPS)))
    return asked.select(
        "kind", "round", "asked_at", "decided_at", "approved", "approver_id", "approver_role", report_id="object_id"
    )


def _workflow(state: State) -> pl.DataFrame:
    """Each submission and each decision: one row an action, in the order in which they were taken.

    A report that was sent back is submitted again, to the step that sent it back.
    """
    approvals = _approvals(state)
    owner = state["expense_report"].select(report_id="id", by="resource_id", first_at="submitted_at")
    first = owner.filter(pl.col("first_at").is_not_null()).select("report_id", "by", at="first_at")
    again = approvals.filter(pl.col("round") > 1).join(owner, on="report_id").select("report_id", "by", at="asked_at")
    submitted = pl.concat([first, again]).with_columns(
        stepCode=pl.lit("SUBMIT"), stepRole=pl.lit("Employee"), action=pl.lit("Submit"), entered="at", rank=0
    )
    decided = approvals.filter(pl.col("decided_at").is_not_null()).select(
        "report_id",
        by="approver_id",
        at="decided_at",
        stepCode=pl.col("kind").replace_strict({kind: code for kind, (code, _) in STEPS.items()}),
        stepRole="approver_role",
        action=pl.when("approved").then(pl.lit("Approve")).otherwise(pl.lit("Send Back to Employee")),
        entered="asked_at",
        rank=pl.col("kind").replace_strict({kind: place for place, kind in enumerate(STEPS, 1)}, return_dtype=pl.Int32),
    )
    actions = pl.concat([submitted, decided], how="diagonal").sort("report_id", "at", "rank")
    login = state["resource"].select(by="id", actionByLoginId="email")
    actions = actions.join(login, on="by", how="left", maintain_order="left")
    sequence = pl.int_range(1, pl.len() + 1).over("report_id")
    report = pl.col("report_id").cast(pl.String)
    return actions.select(
        stepInstanceId=report + "-" + sequence.cast(pl.String),
        reportId=report,
        sequence=sequence,
        submissionNumber=(pl.col("action") == "Submit").cum_sum().over("report_id"),
        stepCode="stepCode",
        stepName=pl.col("stepCode").replace_strict({"SUBMIT": "Report Submission", **dict(STEPS.values())}),
        stepRole="stepRole",
        action="action",
        actionByLoginId="actionByLoginId",
        enteredDate=plain("entered"),
        actionDate=plain("at"),
        at="at",
    )


def _entries(state: State) -> pl.DataFrame:
    """The lines of the reports; the posted amount is in the report's currency, at the rate of the day."""
    lines = state["expense_line"].rename({"currency": "spent_currency"})
    report = state["expense_report"].select(expense_report_id="id", report_currency="currency", owner="resource_id")
    project = state["project"].select(project_id="id", project_code="code", project_name="name")
    owner = state["resource"].select(owner="id", ReportOwnerID="email")
    lines = lines.join(report, on="expense_report_id", how="left").join(project, on="project_id", how="left")
    lines = lines.join(owner, on="owner", how="left")
    lines = _posted(lines, state["exchange_rate"]).sort("id")
    category = pl.col("category")
    return lines.select(
        ID=pl.col("id").cast(pl.String),
        ReportID=pl.col("expense_report_id").cast(pl.String),
        ReportOwnerID="ReportOwnerID",
        ExpenseTypeCode=category.str.to_lowercase().replace(EXPENSE_TYPES).str.to_uppercase().str.head(5),
        ExpenseTypeName=category.str.replace_all("_", " ").str.to_titlecase(),
        VendorDescription="merchant",
        TransactionDate=pl.col("spent_on").dt.strftime("%Y-%m-%dT00:00:00"),
        TransactionAmount=_amount(pl.col("amount_cents")),
        TransactionCurrencyCode="spent_currency",
        PostedAmount=_amount("posted_cents"),
        ApprovedAmount=_amount("posted_cents"),
        IsBillable="billable",
        IsPersonal=pl.lit(value=False),
        HasImage="receipt",
        TaxReceiptType=pl.when("receipt").then(pl.lit("R")).otherwise(pl.lit("N")),
        Custom1Code="project_code",
        Custom1Value="project_name",
        LastModified=plain("created_at"),
    )


def _amount(cents: str | pl.Expr) -> pl.Expr:
    column = pl.col(cents) if isinstance(cents, str) else cents
    return (column / 100).round(2)


def _posted(lines: pl.DataFrame, rates: pl.DataFrame) -> pl.DataFrame:
    for side in ("spent_currency", "report_currency"):
        rate = rates.select("rated_on", pl.col("currency").alias(side), pl.col("usd").alias(f"{side}_usd"))
        lines = lines.sort("spent_on").join_asof(
            rate.sort("rated_on"), left_on="spent_on", right_on="rated_on", by=side, check_sortedness=False
        )
        lines = lines.drop("rated_on", strict=False)
    same = pl.col("spent_currency") == pl.col("report_currency")
    ratio = (pl.col("spent_currency_usd") / pl.col("report_currency_usd")).fill_null(1.0)
    return lines.with_columns(
        posted_cents=pl.when(same).then(pl.col("amount_cents")).otherwise((pl.col("amount_cents") * ratio).round(0))
    )


def _reports(state: State, steps: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """Each report's header as of now."""
    reports = state["expense_report"].with_columns(ID=pl.col("id").cast(pl.String)).sort("id")
    entity = state["legal_entity"].select(entity_id="id", Country="country", slug="slug", entity_name="name")
    owner = state["resource"].select(resource_id="id", OwnerLoginID="email", OwnerName="name")
    totals = entries.group_by(ID="ReportID").agg(
        Total=pl.col("PostedAmount").sum().round(2), ReceiptsReceived=pl.col("HasImage").all()
    )
    seen = steps.group_by(ID="reportId").agg(
        SubmitDate=pl.col("actionDate").filter(pl.col("action") == "Submit").last(),
        SentBack=(pl.col("action") == "Send Back to Employee").any(),
        last_action=pl.col("action").last(),
        acted_at=pl.col("at").max(),
    )
    added = state["expense_line"].group_by(id="expense_report_id").agg(added_at=pl.col("created_at").max())
    reports = reports.join(added, on="id", how="left", maintain_order="left")
    waiting = (
        _approvals(state)
        .filter(pl.col("decided_at").is_null())
        .select("approver_role", id="report_id", waits_for="kind")
    )
    reports = reports.join(waiting, on="id", how="left", maintain_order="left")
    for other, key in ((entity, "entity_id"), (owner, "resource_id"), (totals, "ID"), (seen, "ID")):
        reports = reports.join(other, on=key, how="left", maintain_order="left")
    touched = pl.max_horizontal(
        "created_at", "added_at", "acted_at", "finance_approved_at", "reimbursed_at", "rebilled_at"
    )
    approval, payment = _approval_status(), _payment_status()
    return reports.select(
        ID="ID",
        Name="name",
        Total=pl.col("Total").fill_null(0.0),
        CurrencyCode="currency",
        Country="Country",
        CreateDate=plain("created_at"),
        SubmitDate="SubmitDate",
        ProcessingPaymentDate=plain("finance_approved_at"),
        PaidDate=plain("reimbursed_at"),
        ReceiptsReceived=pl.col("ReceiptsReceived").fill_null(value=False),
        OwnerLoginID="OwnerLoginID",
        OwnerName="OwnerName",
        ApprovalStatusCode=approval,
        ApprovalStatusName=approval.replace_strict(APPROVAL_STATUS),
        PaymentStatusCode=payment,
        PaymentStatusName=payment.replace_strict(PAYMENT_STATUS),
        LastModifiedDate=plain(touched),
        LedgerName=pl.lit("DEFAULT"),
        EverSentBack=pl.col("SentBack").fill_null(value=False),
        OrgUnit1Code="slug",
        OrgUnit1Value="entity_name",
        Custom3Value=plain("rebilled_at"),
        Custom4Value="approver_role",
    )


def _approval_status() -> pl.Expr:
    """Where the report stands in its workflow: at the step that is to decide, or where the last one left it."""
    waits_for, last = pl.col("waits_for"), pl.col("last_action")
    return (
        pl.when(last.is_null())
        .then(pl.lit("A_NOTF"))
        .when(waits_for == "expense_manager")
        .then(pl.lit("A_PEND"))
        .when(waits_for == "expense_finance")
        .then(pl.lit("A_ACCO"))
        .when(last == "Send Back to Employee")
        .then(pl.lit("A_RESU"))
        .otherwise(pl.lit("A_APPR"))
    )


def _payment_status() -> pl.Expr:
    return (
        pl.when(pl.col("reimbursed_at").is_not_null())
        .then(pl.lit("P_PAID"))
        .when(pl.col("finance_approved_at").is_not_null())
        .then(pl.lit("P_PROC"))
        .otherwise(pl.lit("P_NOTP"))
    )


def _plant(tables: dict[str, pl.DataFrame]) -> list[Planted]:
    """Records beside the true ones that cannot be taken as they stand."""
    entries, paid = tables["entries"], tables["reports"].filter(pl.col("PaidDate").is_not_null())
    # the first that were paid, which are the same later on
    paid = paid.sort("PaidDate", "ID").head(HOW_MANY)
    numbered = [entries.head(HOW_MANY).with_columns(ID=pl.lit(digit) + pl.col("ID").str.zfill(8)) for digit in "789"]
    no_currency = numbered[0].with_columns(TransactionCurrencyCode=pl.lit(None, pl.String))
    no_day = numbered[1].with_columns(TransactionDate=pl.lit("31.02.") + pl.col("TransactionDate").str.head(4))
    nowhere = numbered[2].with_columns(ReportID=pl.lit("9") + pl.col("ReportID").str.zfill(8))
    turned = paid.with_columns(ID=pl.lit("9") + pl.col("ID").str.zfill(9), SubmitDate="PaidDate", PaidDate="SubmitDate")
    turned = turned.filter(pl.col("PaidDate") < pl.col("SubmitDate"))
    tables["entries"] = pl.concat([entries, no_currency, no_day, nowhere])
    tables["reports"] = pl.concat([tables["reports"], turned])
    wrong = (
        ("entries", no_currency, "missing"),
        ("entries", no_day, "unreadable"),
        ("entries", nowhere, "unknown_reference"),
        ("reports", turned, "contradicting_times"),
    )
    return [Planted("concur", stream, key, reason) for stream, rows, reason in wrong for key in rows["ID"]]
