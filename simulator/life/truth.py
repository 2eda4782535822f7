"""The truth in files, for tests to hold the analysis against; things are named as the event log names them.

troubles.csv: what is planted. waits.csv: the cause of every wait. identities.csv: which two names are one thing.
inconsistent.csv: the records that stand wrong on purpose.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from simulator.object_ids import (
    close_logged_id,
    ledger,
    logged_id,
    project_logged_id,
    resource_logged_id,
    timesheet_logged_id,
    unwritten_logged_id,
)
from simulator.state import State
from simulator.systems.records import Planted

BY_NUMBER = (
    "client", "opportunity", "contract", "resource_request", "assignment", "milestone", "billing_event", "dispute",
    "document", "workspace", "expense_report", "purchase_order", "vendor_invoice", "forecast",
)  # fmt: skip
MOMENTS = "%Y-%m-%dT%H:%M:%SZ"


def write_truth(
    state: State, folder: Path, identities: Iterable[tuple[str, str, str]] = (), planted: Iterable[Planted] = ()
) -> None:
    """Write the four files; `identities` are type, id and canonical id, `planted` those of all systems."""
    folder.mkdir(parents=True, exist_ok=True)
    troubles(state).write_csv(folder / "troubles.csv")
    waits(state).write_csv(folder / "waits.csv", datetime_format=MOMENTS)
    columns = dict.fromkeys(("object_type", "object_id", "canonical_id"), pl.String)
    pairs = pl.DataFrame(sorted(set(identities)), schema=columns, orient="row")
    pairs.select("object_id", "canonical_id", "object_type").write_csv(folder / "identities.csv")
    wrong = sorted((one.source, one.stream, one.key, one.reason) for one in planted)
    columns = dict.fromkeys(("source", "stream", "key", "reason"), pl.String)
    pl.DataFrame(wrong, schema=columns, orient="row").write_csv(folder / "inconsistent.csv")


def names(state: State, object_type: str) -> pl.DataFrame:
    """The ids in the event log of all things of a type, by their numbers in the state."""
    number = pl.col("id").alias("number")
    if object_type in BY_NUMBER:
        return state[object_type].select(number, logged_id(object_type).alias("object_id"))
    if object_type in ("invoice", "journal"):
        return state[object_type].select(number, logged_id(object_type, account=ledger(state)).alias("object_id"))
    if object_type in ("credit_memo", "payment"):  # in the account of their invoice
        invoices = state["invoice"].select("entity_id", invoice_id="id")
        rows = state[object_type].join(invoices, on="invoice_id", maintain_order="left")
        return rows.select(number, logged_id(object_type, account=ledger(state)).alias("object_id"))
    if object_type == "legal_entity":
        return state["legal_entity"].select(
            number, logged_id(object_type, account=ledger(state, "id")).alias("object_id")
        )
    if object_type == "project":
        return state["project"].select(number, project_logged_id(ledger(state)).alias("object_id"))
    if object_type == "timecard":  # the parts of a timesheet are one object
        return state["timecard"].select(number, timesheet_logged_id().alias("object_id"))
    if object_type == "timesheet":
        people = state["resource"].select(resource_id="id", person=resource_logged_id())
        rows = state["timesheet"].join(people, on="resource_id", maintain_order="left")
        written = pl.col("id").is_in(state["timecard"]["timesheet_id"].unique().implode())
        name = pl.when(written).then(timesheet_logged_id()).otherwise(unwritten_logged_id())
        return rows.select(number, name.alias("object_id"))
    if object_type == "resource":
        return state["resource"].select(number, resource_logged_id().alias("object_id"))
    if object_type == "period_close":
        return state["period_close"].select(number, close_logged_id(ledger(state)).alias("object_id"))
    if object_type == "practice":
        return state["practice"].select(number, pl.col("name").alias("object_id"))
    raise ValueError(f"The event log has no name for a {object_type}.")


def _named(state: State, rows: pl.DataFrame, kind: str, number: str) -> pl.DataFrame:
    """The rows with the log's id of what they are about, in a new column `object_id`."""
    kinds = rows[kind].unique().sort().to_list()
    none = pl.DataFrame(schema={kind: pl.String, "number": pl.Int64, "object_id": pl.String})
    known = pl.concat(
        [none, *(names(state, one).select(pl.lit(one).alias(kind), "number", "object_id") for one in kinds)]
    )
    rows = rows.rename({number: "number"})
    return rows.join(known, on=[kind, "number"], how="left", maintain_order="left")


def troubles(state: State) -> pl.DataFrame:
    """One row for each planted thing."""
    rows = _named(state, state["trouble"], "subject_type", "subject_id")
    entities = state["legal_entity"].select(pl.col("id").alias("entity_id"), pl.col("name").alias("entity"))
    rows = rows.join(entities, on="entity_id", how="left", maintain_order="left")
    money = pl.format("{}.{}", pl.col("cents").abs() // 100, (pl.col("cents").abs() % 100).cast(pl.String).str.zfill(2))
    sign = pl.when(pl.col("cents") < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    return rows.select(
        "trouble", "kind", "subject_type", pl.col("object_id").alias("subject_id"), pl.col("since_on").alias("since"),
        pl.col("until_on").alias("until"), "entity", (sign + money).alias("money"),
        pl.col("detectable_on").alias("detectable_from"),
    )  # fmt: skip


def waits(state: State) -> pl.DataFrame:
    """One row for each stretch of a wait that has one cause."""
    rows = _named(state, state["wait"].drop("id"), "object_type", "object_id")
    return rows.select(
        "object_id", "handoff", "cause", pl.col("from_at").alias("from"), pl.col("to_at").alias("to")
    ).sort("from", "object_id", "handoff")
