"""From the signature of a deal's first contract until all its projects stand in both systems with a budget.

`from_won` begins with the winning of the deal, for the same contracts. What was there before counts as no time.
"""

from __future__ import annotations

import polars as pl

from simulator.books.firm import Firm
from simulator.books.places import contracts
from simulator.books.shares import Measure, duration, durations


def measures(firm: Firm) -> list[Measure]:
    ready = _contracts(firm).join(_set_up(firm), on="contract_id", how="left")
    found = []
    for name, start in (("", "signed_at"), ("from_won", "won_at")):
        rows = ready.drop_nulls(start).with_columns(
            started_at=pl.col(start),
            ended_at=pl.when(pl.col("ready_at").is_not_null()).then(pl.max_horizontal(start, "ready_at")),
        )
        found.append(duration(name, durations(firm, rows)))
    return found


def _contracts(firm: Firm) -> pl.DataFrame:
    """The first contract of each deal, if it is signed."""
    deals = firm["opportunity"].select(pl.col("id").alias("opportunity_id"), "won_at")
    first = contracts(firm).filter(pl.col("amends_id").is_null()).sort("created_at", "id")
    first = first.unique("opportunity_id", keep="first", maintain_order=True).rename({"id": "contract_id"})
    return first.filter(pl.col("signed_at").is_not_null()).join(deals, on="opportunity_id")


def _set_up(firm: Firm) -> pl.DataFrame:
    """When the last of the contract's projects had all three; empty until then."""
    budgets = (
        firm["approval"]
        .filter(pl.col("kind") == "budget", pl.col("approved"))
        .group_by(pl.col("object_id").alias("id"))
        .agg(pl.col("decided_at").min().alias("budget_at"))
    )
    needs = ("erp_created_at", "shell_created_at", "budget_at")
    projects = firm.standing.join(budgets, on="id", how="left")
    projects = projects.with_columns(missing=pl.any_horizontal(pl.col(name).is_null() for name in needs))
    last = pl.max_horizontal(pl.col(name).max() for name in needs)
    return projects.group_by("contract_id").agg(pl.when(~pl.col("missing").any()).then(last).alias("ready_at"))
