"""Records that stand wrong on purpose: copies of good ones under ids of their own, each spoiled in one field.

They are added, so what the good records tell stays whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

import polars as pl

from simulator.systems.records import Planted, SystemRecords

SOURCE = "salesforce"
COPIES = 6


class Spoiled(NamedTuple):
    """Which object's copies are spoiled, in which field, how, and what is wrong about that."""

    table: str
    field: str
    value: pl.Expr
    reason: str


NOWHERE = pl.lit("a01999999999999")
SPOILED = (
    Spoiled("Contract", "Payment_Terms__c", pl.lit("thirty days"), "unreadable"),
    Spoiled("Forecast_Snapshot__c", "Month__c", pl.lit("next month"), "unreadable"),
    Spoiled("pse__Milestone__c", "pse__Project__c", pl.lit(None, pl.String), "missing"),
    Spoiled("Opportunity", "AccountId", pl.lit(None, pl.String), "missing"),
    Spoiled("pse__Timecard_Header__c", "pse__Project__c", NOWHERE, "unknown_reference"),
    Spoiled("pse__Assignment__c", "pse__Project__c", NOWHERE, "unknown_reference"),
    Spoiled("Opportunity", "CurrencyIsoCode", pl.lit("US$"), "unknown_master_data"),
    Spoiled("Case", "ClosedDate", pl.col("CreatedDate") - timedelta(days=2), "contradicting_times"),
    Spoiled(
        "pse__Proj__c", "pse__End_Date__c", pl.col("pse__Start_Date__c") - timedelta(days=9), "contradicting_times"
    ),
)


def planted(tables: Mapping[str, pl.DataFrame]) -> SystemRecords:
    """The tables with the spoiled copies, and the list of these."""
    spoiled, listed = dict(tables), []
    for number, wrong in enumerate(SPOILED, 1):
        good = tables[wrong.table]
        if wrong.table == "pse__Timecard_Header__c":
            good = good.filter(pl.col("pse__Project__c").is_not_null())
        key = pl.col("Id").str.slice(0, 3) + f"9{number}" + pl.col("Id").str.slice(-10)
        # the oldest, so that they are the same ones at any moment
        copies = (
            good.sort("CreatedDate", "Id").head(COPIES).with_columns(key.alias("Id"), wrong.value.alias(wrong.field))
        )
        spoiled[wrong.table] = pl.concat([spoiled[wrong.table], copies])
        listed += [Planted(SOURCE, wrong.table, name, wrong.reason) for name in copies["Id"]]
    return SystemRecords(spoiled, listed)
