"""What is worked, spent or reached and on no sent invoice yet, at each month's end: its value, its age, what leaks.

Time counts from its approval at the contract's rate for the grade of the day, expense from the approval of finance,
a milestone from the day it is reached with its amount; the hours of what is billed by milestones never count. Age is in
calendar days. Leaking is what is older than the cut-off, or time above the cap of its contract.
"""

from __future__ import annotations

import polars as pl

from simulator.books.firm import Firm
from simulator.books.local_time import local_day
from simulator.books.shares import MONEY, Measure, shaped
from simulator.books.unbilled import expenses, milestones, time

CUT_OFF = 60  # calendar days from approval


def measures(firm: Firm) -> list[Measure]:
    rows = _at_month_ends(firm)
    stock = shaped(firm, rows.with_columns(value=pl.col("worth")))
    age = shaped(firm, rows.with_columns(value=pl.col("age"), weight=pl.col("worth")))
    lost = pl.when(pl.col("age") > CUT_OFF).then("worth").otherwise("above_cap")
    leaks = shaped(firm, rows.with_columns(value=lost).filter(pl.col("value") > 0))
    return [
        Measure("value", "sum", stock, ("value",), MONEY, MONEY, stock=True),
        Measure("age_days", "weighted", age, ("weight",), parts=MONEY, stock=True),
        Measure("leakage", "sum", leaks, ("value",), MONEY, MONEY, stock=True),
    ]


def _at_month_ends(firm: Firm) -> pl.DataFrame:
    """Expense may be in another currency than its project's entity counts in: it converts at the month's end."""
    items = firm.of_project(pl.concat([time(firm), expenses(firm), milestones(firm)], how="diagonal_relaxed"))
    rows = items.join(firm.month_ends, on="entity_id").filter(
        pl.col("since_at") <= pl.col("at"), (pl.col("gone_at") > pl.col("at")).fill_null(value=True)
    )
    rows = firm.placed(rows).with_columns(
        pl.coalesce("spent_currency", "currency").alias("spent_currency"),
        day=local_day(pl.col("at")),
        worth=pl.col("cents"),
        age=(local_day(pl.col("at")) - local_day(pl.col("since_at"))).dt.total_days(),
    )
    rows = firm.exchanged(rows, "worth", "day", ("spent_currency", "currency"))
    return _above_cap(firm, rows)


def _above_cap(firm: Firm, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with what of each time is above its contract's cap, the time approved last being above it first."""
    capped = _room(firm, rows)
    order = ["contract_id", "at", "since_at", "object_id", "part"]
    rows = rows.join(capped, on=["contract_id", "at"], how="left").sort(order)
    of_time = pl.when("is_time").then("worth").otherwise(0.0)
    until = of_time.cum_sum().over("contract_id", "at")
    above = (until - pl.col("room")).clip(0, of_time)
    return rows.with_columns(above_cap=pl.when(pl.col("room").is_not_null()).then(above).otherwise(0.0))


def _room(firm: Firm, rows: pl.DataFrame) -> pl.DataFrame:
    """What was left of each cap at each month's end, with amendments signed and less time billed by then."""
    contracts = firm["contract"].drop_nulls("signed_at")
    caps = contracts.select(
        pl.coalesce("amends_id", "id").alias("contract_id"), pl.col("cap_cents").alias("cents"), since="signed_at"
    ).drop_nulls("cents")  # fmt: skip
    sent = firm["invoice"].select(pl.col("id").alias("invoice_id"), "sent_at").drop_nulls()
    billed = firm["invoice_line"].filter(pl.col("kind") == "time").join(sent, on="invoice_id")
    billed = billed.join(firm.projects, on="project_id").select(
        "contract_id", -pl.col("amount_cents").alias("cents"), since="sent_at"
    )
    moves = pl.concat([caps, billed.filter(pl.col("contract_id").is_in(caps["contract_id"].implode()))])
    moments = rows.select("contract_id", "at").unique().join(moves, on="contract_id")
    moments = moments.filter(pl.col("since") <= pl.col("at"))
    return moments.group_by("contract_id", "at").agg(pl.col("cents").sum().clip(0).alias("room"))
