"""The ledger's transactions: invoices, credit memos, payments, journals and posted expense reports, one table."""

from __future__ import annotations

import polars as pl

from simulator.codes import current
from simulator.object_ids import netsuite_transaction_id, salesforce_id
from simulator.systems.netsuite.account import Account, currency_id, flag, local, money, period_id

COLUMNS = (
    "id", "type", "tranid", "trandate", "createddate", "lastmodifieddate", "status", "approvalstatus", "duedate",
    "closedate", "entity", "subsidiary", "currency", "foreigntotal", "taxtotal", "exchangerate", "postingperiod",
    "memo", "custbody_sent", "custbody_psa_dispute", "custbody_concur_report", "custbody_manual",
    "custbody_reissue_of", "nextapprover", "otherrefnum",
)  # fmt: skip


def number(kind: str, column: str = "id") -> pl.Expr:
    """The internal id of a transaction."""
    return netsuite_transaction_id(kind, column).cast(pl.Int64)


def transactions(account: Account) -> pl.DataFrame:
    """All of them; what a kind does not have is empty."""
    kinds = [_invoices(account), _credits(account), _payments(account), _journals(account), _expenses(account)]
    together = pl.concat(kinds, how="diagonal").with_columns(
        postingperiod=pl.coalesce("postingperiod", period_id(pl.col("trandate"), "subsidiary"))
    )
    return _with_rates(account, together).select(COLUMNS)


def _with_rates(account: Account, transactions: pl.DataFrame) -> pl.DataFrame:
    """The rate of the transaction's day, or of the last day before it."""
    rates = account.state["exchange_rate"].select("rated_on", "usd", currency=currency_id()).sort("rated_on")
    dated = transactions.sort("trandate", "id").join_asof(
        rates, left_on="trandate", right_on="rated_on", by="currency", check_sortedness=False
    )
    return dated.with_columns(exchangerate=pl.coalesce("usd", pl.lit(1.0)).cast(pl.String)).sort("id")


def _invoices(account: Account) -> pl.DataFrame:
    """Approval status: 1 pending, 2 approved, 3 rejected. Status: D pending approval, E rejected, A open, B paid."""
    approved, rejected = pl.col("reviewed_at").is_not_null(), pl.col("rejected_at").is_not_null()
    asked = pl.col("review_asked_at").is_not_null()
    corrected = pl.col("adjusted_at") > pl.col("rejected_at")
    turned_down = rejected & ~corrected.fill_null(False)
    moments = ("created_at", "review_asked_at", "rejected_at", "adjusted_at", "reviewed_at", "sent_at", "settled_at")
    rows = account.invoices.join(last_review(account), left_on="id", right_on="object_id", how="left")
    return rows.join(_asked(account), left_on="id", right_on="object_id", how="left", maintain_order="left").select(
        id=number("invoice"),
        type=pl.lit("CustInvc"),
        tranid="number",
        trandate=account.day("created_at"),
        createddate=local("created_at"),
        lastmodifieddate=local(pl.max_horizontal(*moments, "reviewed_last_at")),
        status=pl.when(pl.col("settled_at").is_not_null())
        .then(pl.lit("B"))
        .when(approved)
        .then(pl.lit("A"))
        .when(turned_down)
        .then(pl.lit("E"))
        .otherwise(pl.lit("D")),
        approvalstatus=pl.when(approved).then(2).when(turned_down).then(3).when(asked).then(1),
        duedate="due_on",
        closedate=pl.when(pl.col("settled_at").is_not_null()).then(account.day("settled_at")),
        entity="client_id",
        subsidiary="entity_id",
        currency=currency_id(),
        foreigntotal=money(pl.col("amount_cents") + pl.col("tax_cents")),
        taxtotal=money("tax_cents"),
        memo=pl.when(pl.col("reissue_of_id").is_not_null()).then(pl.lit("Reissued")),
        custbody_sent=flag(pl.col("sent_at").is_not_null()),
        custbody_reissue_of=number("invoice", "reissue_of_id"),
        nextapprover="approver_id",
        otherrefnum="po_number",
    )


def _asked(account: Account) -> pl.DataFrame:
    """Who is to review an invoice now."""
    reviews = account.state["approval"].filter(pl.col("kind") == "invoice_review", pl.col("decided_at").is_null())
    return (
        reviews.sort("round").unique("object_id", keep="last", maintain_order=True).select("object_id", "approver_id")
    )


def last_review(account: Account) -> pl.DataFrame:
    """When a review was last asked for or decided, by invoice."""
    reviews = account.state["approval"].filter(pl.col("kind") == "invoice_review")
    return reviews.group_by("object_id").agg(
        reviewed_last_at=pl.max_horizontal(pl.col("asked_at").max(), pl.col("decided_at").max())
    )


def _with_invoice(account: Account, table: str) -> pl.DataFrame:
    invoices = account.invoices.select("client_id", "entity_id", invoice_id="id")
    return account.state[table].join(invoices, on="invoice_id")


def _credits(account: Account) -> pl.DataFrame:
    return _with_invoice(account, "credit_memo").select(
        id=number("credit_memo"),
        type=pl.lit("CustCred"),
        tranid="number",
        status=pl.lit("B"),
        custbody_psa_dispute=pl.when(pl.col("dispute_id").is_not_null()).then(salesforce_id("dispute", "dispute_id")),
        entity="client_id",
        **_posted(account),
    )


def _payments(account: Account) -> pl.DataFrame:
    return _with_invoice(account, "payment").select(
        id=number("payment"),
        type=pl.lit("CustPymt"),
        tranid=pl.lit("PYMT") + pl.col("id").cast(pl.String),
        status=pl.lit("C"),
        entity="client_id",
        **_posted(account),
    )


def _journals(account: Account) -> pl.DataFrame:
    months = account.state["period_close"].select("month", period_close_id="id")
    return (
        account.own("journal")
        .join(months, on="period_close_id", how="left")
        .select(
            id=number("journal"),
            type=pl.lit("Journal"),
            tranid="number",
            status=pl.lit("B"),
            custbody_manual=flag(pl.col("manual")),
            postingperiod=period_id(pl.col("month")),
            **_posted(account),
        )
    )


def _expenses(account: Account) -> pl.DataFrame:
    totals = account.state["expense_line"].group_by("expense_report_id").agg(pl.col("amount_cents").sum())
    return (
        account.own("expense_report")
        .filter(pl.col("posted_at").is_not_null())
        .join(totals, left_on="id", right_on="expense_report_id", how="left")
        .with_columns(pl.col("amount_cents").fill_null(0), created_at=pl.col("posted_at"))
        .select(
            id=number("expense_posting"),
            type=pl.lit("ExpRept"),
            tranid=pl.lit("EXP") + pl.col("id").cast(pl.String),
            status=pl.lit("F"),
            custbody_concur_report=pl.col("id").cast(pl.String),
            entity="resource_id",
            **_posted(account),
        )
    )


def _posted(account: Account) -> dict[str, pl.Expr]:
    """What every transaction has that is posted at once and never changes."""
    return {
        "trandate": account.day("created_at"),
        "createddate": local("created_at"),
        "lastmodifieddate": local("created_at"),
        "subsidiary": pl.col("entity_id"),
        "currency": currency_id(),
        "foreigntotal": money("amount_cents"),
    }


def lines(account: Account) -> pl.DataFrame:
    """What an invoice bills: the job, the item, the tax code, the amount, and the PSA's billing event."""
    invoices = account.invoices.select("entity_id", invoice_id="id")
    entities = account.entities.select("tax_code", entity_id="id")
    projects = account.state["project"].select("contract_id", project_id="id")
    contracts = account.state["contract"].select("service_code", "completed_at", contract_id="id")
    rows = account.state["invoice_line"].join(invoices, on="invoice_id").join(entities, on="entity_id")
    rows = rows.join(projects, on="project_id", how="left").join(contracts, on="contract_id", how="left")
    rows = rows.with_columns(
        item=pl.when(pl.col("expense_line_id").is_not_null())
        .then(pl.lit("EXPENSE"))
        .when(pl.col("vendor_invoice_id").is_not_null())
        .then(pl.lit("SUBCONTRACT"))
        .otherwise(pl.coalesce(current("service_code"), pl.lit("SERVICE")))
    )
    return rows.sort("id").select(
        uniquekey="id",
        transaction=number("invoice", "invoice_id"),
        linesequencenumber=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("invoice_id"),
        mainline=pl.lit("F"),
        entity="project_id",
        item="item",
        taxcode="tax_code",
        quantity=(pl.col("minutes") / 60).round(4).cast(pl.String).str.strip_suffix(".0"),
        foreignamount=money("amount_cents"),
        memo="kind",
        custcol_billing_kind="kind",
        custcol_concur_entry=pl.col("expense_line_id").cast(pl.String),
        custcol_coupa_invoice=pl.col("vendor_invoice_id").cast(pl.String),
        custcol_psa_billing_event=salesforce_id("billing_event", "billing_event_id"),
        linelastmodifieddate=local(pl.max_horizontal("created_at", "completed_at")),
    )


def links(account: Account) -> pl.DataFrame:
    """Which payment or credit memo settles which invoice."""
    kinds = {"payment": "Payment", "credit_memo": "SaleAdj"}
    return pl.concat(
        _with_invoice(account, table).select(
            previousdoc=number("invoice", "invoice_id"),
            nextdoc=number(table),
            linktype=pl.lit(link),
            foreignamount=money("amount_cents"),
            lastmodifieddate=local("created_at"),
        )
        for table, link in kinds.items()
    )


def deleted_records() -> pl.DataFrame:
    """Nothing is deleted by the firm itself."""
    return pl.DataFrame(
        schema={
            "recordtypeid": pl.Int64,
            "scriptid": pl.String,
            "recordid": pl.Int64,
            "name": pl.String,
            "deletedby": pl.Int64,
            "deleteddate": pl.Datetime("us"),
        }
    )
