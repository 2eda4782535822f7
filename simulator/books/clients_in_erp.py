"""Clients that stand twice in the ERP, or with another tax number than in the CRM: as its records have them."""

from __future__ import annotations

import polars as pl

from simulator.books.firm import Firm
from simulator.object_ids import logged_id
from simulator.state import MOMENT
from simulator.systems import netsuite
from simulator.systems.netsuite.account import Account
from simulator.systems.netsuite.parties import KEYED_AGAIN, duplicated

COLUMNS = ("object_id", "client", "entity_id", "since_at")


def twice_in_erp(firm: Firm) -> pl.DataFrame:
    """object_id, client, entity_id, and since when the second record is there."""
    accounts = (
        Account(firm.state, source, acquired) for source, acquired in (("netsuite", False), ("netsuite_acquired", True))
    )
    rows = pl.concat([duplicated(account) for account in accounts], how="diagonal_relaxed")
    rows = rows.with_columns(since_at=pl.col("since_at") + KEYED_AGAIN).filter(pl.col("since_at") <= firm.as_of)
    return rows.select(logged_id("client").alias("object_id"), pl.col("name").alias("client"), *COLUMNS[2:])


def tax_number_differs(firm: Firm) -> pl.DataFrame:
    """object_id, client, entity_id, and since when the ERP has another number; nothing where nobody planted that."""
    if "inconsistent_records" not in firm.state.record_troubles:
        return pl.DataFrame(schema=dict(zip(COLUMNS, (pl.String, pl.String, pl.Int64, MOMENT), strict=True)))
    known = netsuite.records(firm.state).tables["customer"].select("id", "vatregnumber")
    rows = firm["client"].join(known, on="id").filter(pl.col("vatregnumber") != pl.col("tax_number"))
    return rows.select(
        logged_id("client").alias("object_id"), pl.col("name").alias("client"), "entity_id",
        pl.max_horizontal("created_at", "validated_at").alias("since_at"),
    )  # fmt: skip
