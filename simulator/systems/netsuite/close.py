"""The month-end close as the ERP keeps it: accounting periods, the tasks of a close, what has to be reconciled."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from simulator.systems.netsuite.account import Account, flag, local, money, period_id

# What a task is called, and the moment of the close at which it was done.
TASKS = {
    "Time cut-off": "cut_off_at",
    "Accruals": "accruals_at",
    "WIP review": "wip_reviewed_at",
    "Revenue recognition": "revenue_at",
    "Reconciliation": "reconciled_at",
}


def accounting_periods(account: Account) -> pl.DataFrame:
    """One row an entity and a month, from its first close to the month that runs."""
    closes = account.own("period_close")
    changed = pl.max_horizontal("created_at", "closed_at", "reopened_at", "reclosed_at")
    is_closed = pl.col("closed_at").is_not_null() & (
        pl.col("reopened_at").is_null() | pl.col("reclosed_at").is_not_null()
    )
    return (
        _months(closes, account.state.as_of)
        .join(closes, on=["entity_id", "month"], how="left")
        .select(
            id=period_id(pl.col("month")),
            periodname=pl.col("month").dt.strftime("%b %Y"),
            startdate="month",
            enddate=pl.col("month").dt.month_end(),
            subsidiary="entity_id",
            closed=flag(is_closed),
            closedondate=pl.when(is_closed).then(local(pl.coalesce("reclosed_at", "closed_at")).dt.date()),
            lastmodifieddate=pl.coalesce(
                local(changed), pl.max_horizontal(pl.col("month").cast(pl.Datetime("us")), local("first_at"))
            ),
        )
    )


def _months(closes: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    first = closes.group_by("entity_id").agg(pl.col("month").min(), first_at=pl.col("created_at").min())
    return (
        first.sort("entity_id")
        .with_columns(month=pl.date_ranges("month", pl.lit(as_of.date().replace(day=1)), interval="1mo"))
        .explode("month")
    )


def close_tasks(account: Account) -> pl.DataFrame:
    """Five tasks a close, there as it begins, done one after the other."""
    closes = account.own("period_close")
    tasks = [
        closes.select(
            id=pl.col("id") * 10 + number,
            name=pl.lit(name),
            custrecord_task_period=period_id(pl.col("month")),
            custrecord_task_done=local(done),
            created=local("created_at"),
            lastmodified=local(pl.max_horizontal("created_at", done)),
        )
        for number, (name, done) in enumerate(TASKS.items())
    ]
    return pl.concat(tasks)


def reconciling_items(account: Account) -> pl.DataFrame:
    closes = account.own("period_close").select("entity_id", "month", period_close_id="id")
    return (
        account.state["reconciling_item"]
        .join(closes, on="period_close_id")
        .select(
            "id",
            custrecord_item_period=period_id(pl.col("month")),
            custrecord_item_amount=money("amount_cents"),
            custrecord_item_currency="currency",
            custrecord_item_cleared=local("cleared_at"),
            created=local("created_at"),
            lastmodified=local(pl.max_horizontal("created_at", "cleared_at")),
        )
    )
