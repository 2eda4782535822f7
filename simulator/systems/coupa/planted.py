"""Records that stand wrong in Coupa on purpose: extra ones, of which no event is made."""

from __future__ import annotations

from typing import Any

import polars as pl

from simulator.systems.records import Planted, SystemRecords

FIRST_ID = 990_000_000
EACH = 4
# stream, reason, the values that cannot be right
WRONG: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("requisitions", "unreadable", {"amount": "1.2.3"}),
    ("requisitions", "unknown_master_data", {"currency": "ZZZ"}),
    ("invoices", "unknown_reference", {"order_id": 1_990_000_000}),
    ("invoices", "missing", {"invoice_number": None}),
    ("invoices", "contradicting_times", {}),
)


def with_planted(records: SystemRecords, troubles: frozenset[str]) -> SystemRecords:
    """The records and, where the trouble `inconsistent_records` is on, wrong ones too, all listed."""
    if "inconsistent_records" not in troubles:
        return records
    tables, planted = dict(records.tables), list(records.planted)
    for place, (stream, reason, values) in enumerate(WRONG):
        table, first = tables[stream], FIRST_ID + place * 1000
        # by their numbers, not by their places, so that a copy stays the same while others come
        rows = table.filter(pl.col("id") <= EACH).with_columns(
            (first + pl.col("id")).alias("id"),
            *(pl.lit(value, dtype=table.schema[name]).alias(name) for name, value in values.items()),
        )
        if reason == "contradicting_times":
            rows = rows.with_columns(payment_date=pl.col("created_at") - pl.duration(days=90), paid=pl.lit(True))
        tables[stream] = pl.concat([table, rows])
        planted += [Planted("coupa", stream, str(key), reason) for key in rows["id"]]
    return SystemRecords(tables, planted)
