"""Time that was posted to the ERP, and the reminders sent for invoices."""

from __future__ import annotations

import polars as pl

from simulator.object_ids import netsuite_transaction_id, salesforce_id
from simulator.systems.netsuite.account import Account, flag, local


def time_bills(account: Account) -> pl.DataFrame:
    """One row for each timecard that was posted, with the PSA's ids of the timecard, the person and what bills it."""
    billed = account.state["billing_event"].select(billing_event_id="id", billed_at="created_at")
    posted = account.posted_time.join(billed, on="billing_event_id", how="left", maintain_order="left")
    return posted.select(
        "id",
        externalid=salesforce_id("timecard", "id"),
        employee="resource_id",
        customer="project_id",
        subsidiary="entity_id",
        trandate="week_end",
        hours=(pl.col("posted_minutes") / 60).round(4).cast(pl.String).str.strip_suffix(".0"),
        isbillable=flag(pl.col("billable")),
        custcol_psa_contact=salesforce_id("contact", "resource_id"),
        custcol_psa_billing_event=salesforce_id("billing_event", "billing_event_id"),
        createddate=local("posted_at"),
        lastmodifieddate=local(pl.max_horizontal("posted_at", "billed_at")),
    )


def reminders(account: Account) -> pl.DataFrame:
    invoices = account.invoices.select(invoice_id="id")
    return (
        account.state["reminder"]
        .join(invoices, on="invoice_id")
        .sort("id")
        .select(
            "id",
            custrecord_reminder_invoice=netsuite_transaction_id("invoice", "invoice_id").cast(pl.Int64),
            created=local("created_at"),
            lastmodified=local("created_at"),
        )
    )
