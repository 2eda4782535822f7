"""Clients that stand twice in an ERP, as its records have them."""

from __future__ import annotations

import polars as pl

from simulator.books.firm import Firm
from simulator.object_ids import logged_id
from simulator.systems.netsuite.account import Account
from simulator.systems.netsuite.parties import KEYED_AGAIN, duplicated


def twice_in_erp(firm: Firm) -> pl.DataFrame:
    """client, object_id, entity_id, and since when the second record is there."""
    accounts = (
        Account(firm.state, source, acquired) for source, acquired in (("netsuite", False), ("netsuite_acquired", True))
    )
    rows = pl.concat([duplicated(account) for account in accounts], how="diagonal_relaxed")
    rows = rows.with_columns(since_at=pl.col("since_at") + KEYED_AGAIN).filter(pl.col("since_at") <= firm.as_of)
    rows = rows.with_columns(object_id=logged_id("client"), client=pl.col("name"))
    return rows.select("object_id", "client", "entity_id", "since_at")
