"""How long an approval takes, each time it is asked for, whichever way it is decided.

The parts of a timesheet are asked for apart, each of its own approver.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simulator.books.firm import OF_PROJECT, Firm
from simulator.books.places import contracts, expense_reports, invoices, projects, timecards
from simulator.books.shares import Measure, duration, durations
from simulator.object_ids import logged_id, salesforce_id


def measures(firm: Firm) -> list[Measure]:
    rows = askings(firm).with_columns(started_at=pl.col("asked_at"), ended_at=pl.col("decided_at"))
    return [duration("", durations(firm, rows))]


def askings(firm: Firm) -> pl.DataFrame:
    """Every asking with its object's name and slices; that of an invoice once for each of its projects."""
    rows = firm["approval"].rename({"id": "approval_id", "object_id": "number"})
    rows = rows.join(pl.concat(_asked_about(firm)), on=["object_type", "number"], maintain_order="left")
    return rows.with_columns(part=pl.concat_str("kind", "round", "card", separator="/", ignore_nulls=True))


def _asked_about(firm: Firm) -> Iterator[pl.DataFrame]:
    """What approvals are about: type and number in the state, name in the log, entity and slices."""
    found = {
        "contract": contracts(firm),
        "project": projects(firm),
        "timecard": timecards(firm).with_columns(card=salesforce_id("timecard", "id")),
        "expense_report": expense_reports(firm),
        "invoice": invoices(firm),
    }
    for kind in ("purchase_order", "vendor_invoice"):
        found[kind] = firm.of_project(firm[kind].with_columns(object_id=logged_id(kind)))
    for kind, rows in found.items():
        card = pl.col("card") if "card" in rows.columns else pl.lit(None, pl.String).alias("card")
        part = pl.col("part_of_one") if "part_of_one" in rows.columns else pl.lit(1.0).alias("part_of_one")
        told = (pl.lit(kind).alias("object_type"), pl.col("id").alias("number"), card, part)
        yield rows.select("object_id", "entity_id", *told, *OF_PROJECT)
