"""The PSA's billing events: a milestone met, or a project's month of time and materials, and the items in them."""

from __future__ import annotations

import polars as pl

from simulator.state import State
from simulator.systems.salesforce.psa_projects import shells
from simulator.systems.salesforce.writing import money, own_id, recorded, ref, status

NOTHING = pl.lit(None, pl.String)
STATUS = {"billable_at": "Billable", "ready_at": "Released", "cancelled_at": "Cancelled"}


def psa_billing(state: State) -> dict[str, pl.DataFrame]:
    """Billing events and their items."""
    return {"pse__Billing_Event__c": _events(state), "pse__Billing_Event_Item__c": _items(state)}


def _in_psa(state: State) -> pl.DataFrame:
    """Billing events, which are there at the earliest with the shell of their project."""
    rows = state["billing_event"].join(shells(state), on="project_id")
    return rows.with_columns(created_at=pl.max_horizontal("created_at", "shell_created_at"))


def _events(state: State) -> pl.DataFrame:
    invoices = state["invoice"].select("sent_at", invoice_id="id", invoice_number="number", drafted_at="created_at")
    rows = _in_psa(state).join(invoices, on="invoice_id", how="left")
    fields = {
        "Id": ref("billing_event", "id"),
        "pse__Project__c": pl.col("shown_project"),
        "Contract__c": ref("contract", "contract_id"),
        "pse__Milestone__c": ref("milestone", "milestone_id"),
        "Kind__c": pl.col("kind"),
        "Period_Start__c": pl.col("period_start"),
        "Period_End__c": pl.col("period_end"),
        "Amount__c": money("amount_cents"),
        "CurrencyIsoCode": pl.col("currency"),
        "Billable_Date__c": pl.col("billable_at"),
        "pse__Status__c": status("Draft", STATUS),
        "pse__Is_Released__c": pl.col("ready_at").is_not_null(),
        "pse__Invoiced__c": pl.col("sent_at").is_not_null(),
        "pse__Invoice_Number__c": pl.col("invoice_number"),
        "Cancelled_Date__c": pl.col("cancelled_at"),
    }
    return recorded(rows, fields, touched=[*STATUS, "drafted_at", "sent_at"])


def _items(state: State) -> pl.DataFrame:
    """What an event bills: its milestone, the timecard splits in it, and the entries of expense reports."""
    events = _in_psa(state)
    created = events.select("created_at", billing_event_id="id")
    met = events.filter(pl.col("milestone_id").is_not_null())
    milestones = met.select(
        "created_at", Id=own_id("a17", pl.col("id")), event=ref("billing_event", "id"),
        milestone=ref("milestone", "milestone_id"), split=NOTHING, report=NOTHING, entry=NOTHING,
        category=pl.lit("Milestone"),
    )  # fmt: skip
    billed = state["timecard"].rename({"created_at": "entered_at"})
    splits = billed.join(created, on="billing_event_id", maintain_order="left").select(
        pl.max_horizontal("created_at", "entered_at").alias("created_at"), Id=own_id("a18", pl.col("id")),
        event=ref("billing_event", "billing_event_id"), milestone=NOTHING, split=own_id("a16"), report=NOTHING,
        entry=NOTHING, category=pl.lit("Timecard"),
    )  # fmt: skip
    spent = state["expense_line"].rename({"created_at": "entered_at"})
    entries = spent.join(created, on="billing_event_id", maintain_order="left").select(
        pl.max_horizontal("created_at", "entered_at").alias("created_at"), Id=own_id("a19", pl.col("id")),
        event=ref("billing_event", "billing_event_id"), milestone=NOTHING, split=NOTHING,
        report=pl.col("expense_report_id").cast(pl.String), entry=pl.col("id").cast(pl.String),
        category=pl.lit("Expense"),
    )  # fmt: skip
    fields = {
        "Id": pl.col("Id"),
        "pse__Billing_Event__c": pl.col("event"),
        "pse__Category__c": pl.col("category"),
        "pse__Milestone__c": pl.col("milestone"),
        "pse__Timecard__c": pl.col("split"),
        "Concur_Report__c": pl.col("report"),
        "Concur_Entry__c": pl.col("entry"),
    }
    return recorded(pl.concat([milestones, splits, entries]), fields)
