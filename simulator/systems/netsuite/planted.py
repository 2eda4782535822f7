"""Records that stand wrong in the ERP on purpose. They are extra ones, or change what no event is made of.

Which records are copied goes by their numbers, not by their places, so that a copy stays the same while others come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from simulator.systems.netsuite.account import Account
from simulator.systems.netsuite.parties import DUPLICATE, KEYED_AGAIN, duplicated
from simulator.systems.records import Planted, SystemRecords

FIRST_ID = 990_000_000
EACH = 6


def duplicated_clients(account: Account) -> list[Planted]:
    """The second record of a client that was keyed in twice."""
    again = duplicated(account).filter(pl.col("since_at") + KEYED_AGAIN <= account.state.as_of)
    return [
        Planted(account.source, "customer", str(number + DUPLICATE), "duplicate_identity") for number in again["id"]
    ]


@dataclass(frozen=True)
class _Wrong:
    """A copy of a record of a table, under an id of its own, with values that cannot be right."""

    table: str
    key: str
    reason: str
    values: Mapping[str, Any]
    where: pl.Expr | None = None


_WRONG = (
    _Wrong("timebill", "id", "unreadable", {"hours": "7,5 h", "externalid": None}),
    _Wrong("timebill", "id", "missing", {"employee": None, "externalid": None}),
    _Wrong("transaction", "id", "unreadable", {"foreigntotal": "#VALUE!"}, pl.col("type") == "Journal"),
    _Wrong("transaction", "id", "unknown_master_data", {"currency": 77}, pl.col("type") == "Journal"),
    _Wrong("transactionline", "uniquekey", "unknown_master_data", {"taxcode": "ZZ-OLD"}),
    _Wrong("transactionline", "uniquekey", "unknown_master_data", {"item": "SVC-GONE"}),
    _Wrong("transactionline", "uniquekey", "unknown_reference", {"transaction": 1}),
    _Wrong("customrecord_reminder", "id", "unknown_reference", {"custrecord_reminder_invoice": 1}),
)


def with_planted(records: SystemRecords, source: str, troubles: frozenset[str]) -> SystemRecords:
    """The records and, where the trouble `inconsistent_records` is on, some dozens of wrong ones, all listed."""
    if "inconsistent_records" not in troubles:
        return records
    tables, planted = dict(records.tables), list(records.planted)
    for place, wrong in enumerate(_WRONG):
        rows = _copies(tables[wrong.table], wrong, FIRST_ID + place * 1000)
        tables[wrong.table] = pl.concat([tables[wrong.table], rows])
        planted += [Planted(source, wrong.table, str(key), wrong.reason) for key in rows[wrong.key]]
    tables["transaction"], backwards = _closed_before_created(tables["transaction"])
    planted += [Planted(source, "transaction", key, "contradicting_times") for key in backwards]
    tables["customer"], contradicting = _other_tax_numbers(tables["customer"])
    planted += [Planted(source, "customer", key, "contradicting_systems") for key in contradicting]
    return SystemRecords(tables, planted)


def _copies(table: pl.DataFrame, wrong: _Wrong, first: int) -> pl.DataFrame:
    like = table if wrong.where is None else table.filter(wrong.where)
    return _first_of(like, wrong.key).with_columns(
        (first + pl.col(wrong.key)).alias(wrong.key),
        *(pl.lit(value, dtype=like.schema[name]).alias(name) for name, value in wrong.values.items()),
    )


def _first_of(table: pl.DataFrame, key: str) -> pl.DataFrame:
    """Some records with low numbers; a transaction's last digit tells its kind."""
    number = pl.col(key) // 10 if "tranid" in table.columns else pl.col(key)
    return table.filter(number <= EACH)


def _closed_before_created(transactions: pl.DataFrame) -> tuple[pl.DataFrame, Iterator[str]]:
    rows = _first_of(transactions.filter(pl.col("type") == "Journal"), "id").with_columns(
        id=pl.col("id") + FIRST_ID + 100_000,
        closedate=pl.col("trandate") - pl.duration(days=400),
    )
    return pl.concat([transactions, rows]), map(str, rows["id"])


def _other_tax_numbers(customers: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Two digits of a tax number are turned round: the CRM has them the other way."""
    chosen = customers.filter(pl.col("externalid").is_not_null(), pl.col("vatregnumber").is_not_null())
    chosen = chosen.sort("id").filter(pl.col("id") % 20 == 6)
    turned = pl.col("vatregnumber").str.replace(r"(\d)(\d)(\D*)$", "$2$1$3")
    numbers = chosen.filter(turned != pl.col("vatregnumber"))["id"]
    hit = pl.col("id").is_in(numbers.implode())
    return customers.with_columns(vatregnumber=pl.when(hit).then(turned).otherwise("vatregnumber")), [
        str(key) for key in numbers
    ]
