"""How rows of the firm become Salesforce records: ids, the columns that every object has, statuses and histories.

An id is a three-character prefix of the object and a number. `SystemModstamp` is the last of the moments at which the
row's record was touched, so that a reader who asks for what changed since gets it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import polars as pl

from simulator.object_ids import salesforce_id

FOUNDED = datetime(2015, 1, 1, tzinfo=UTC)  # for records that were always there
ADMINISTRATOR = pl.lit("005000000000000")
HISTORY = "017"
# by which an integration names what it wrote; people who type records in leave it empty
EXTERNAL_KEY = {"External_Key__c": pl.lit(None, pl.String)}


def ref(kind: str, column: str) -> pl.Expr:
    """The id of the record that a column of numbers refers to."""
    return salesforce_id(kind, column)


def own_id(prefix: str, number: pl.Expr | None = None) -> pl.Expr:
    """An id of a kind of record that the event log does not name."""
    return pl.lit(prefix) + (pl.col("id") if number is None else number).cast(pl.String).str.zfill(12)


def user(column: str) -> pl.Expr:
    """The user of a person; the administrator where nobody is named."""
    return pl.coalesce(salesforce_id("user", column), ADMINISTRATOR)


def employee_number() -> pl.Expr:
    """The number by which the HR system knows a person; subcontractors have none."""
    return pl.when(~pl.col("is_subcontractor")).then(pl.lit("E") + pl.col("id").cast(pl.String).str.zfill(5))


def money(column: str) -> pl.Expr:
    # polars divides by multiplying, which leaves 106.46000000000001 of 10646 cents
    return (pl.col(column) / 100).round(2)


def hours(column: str) -> pl.Expr:
    return hours_of(pl.col(column))


def hours_of(minutes: pl.Expr) -> pl.Expr:
    # as with money; with six places a plan in thirds of an hour is still the same to a millionth
    return (minutes / 60).round(6)


def status(first: str, then: Mapping[str, str]) -> pl.Expr:
    """The status after the last step that was taken; `then` is moment → status, in the order of the work."""
    expression: pl.Expr = pl.lit(first)
    for moment, word in then.items():
        expression = pl.when(pl.col(moment).is_not_null()).then(pl.lit(word)).otherwise(expression)
    return expression


def local_day(moment: str, zones: Sequence[str], zone: str = "zone") -> pl.Expr:
    """The day on the entity's own calendar at a moment."""
    days = [
        pl.when(pl.col(zone) == name).then(pl.col(moment).dt.convert_time_zone(name).dt.date())
        for name in sorted(zones)
    ]
    return pl.coalesce(*days, pl.lit(None, pl.Date))


def recorded(
    rows: pl.DataFrame,
    fields: Mapping[str, pl.Expr],
    *,
    created: str = "created_at",
    by: pl.Expr = ADMINISTRATOR,
    touched: Sequence[str] = (),
) -> pl.DataFrame:
    """One record a row: its fields, and the columns that every object has. `touched` are the moments of later work."""
    made = pl.col(created).fill_null(FOUNDED) if created in rows.columns else pl.lit(FOUNDED, pl.Datetime("us", "UTC"))
    last = pl.max_horizontal(made, *touched)
    return rows.select(
        **fields,
        IsDeleted=pl.lit(False),
        CreatedDate=made,
        CreatedById=by,
        LastModifiedDate=last,
        LastModifiedById=by,
        SystemModstamp=last,
    )


class Step(NamedTuple):
    """A change that field tracking noticed: at which moment (a column) which field took which value (a word, or an
    expression), and by whom (a column)."""

    moment: str
    field: str
    value: str | pl.Expr
    by: str | None = None


def history(
    rows: pl.DataFrame,
    parent: pl.Expr,
    steps: Sequence[Step],
    first: Mapping[str, str | None],
    *,
    parent_column: str = "ParentId",
) -> pl.DataFrame:
    """What field tracking wrote: one row a step taken. `first` is what each field held before its first step."""
    taken = [
        rows.filter(pl.col(step.moment).is_not_null()).select(
            number=pl.col("id") * 16 + place,
            parent=parent,
            Field=pl.lit(step.field),
            NewValue=pl.lit(step.value) if isinstance(step.value, str) else step.value,
            CreatedById=user(step.by) if step.by else ADMINISTRATOR,
            CreatedDate=pl.col(step.moment),
        )
        for place, step in enumerate(steps)
    ]
    # in the order in which things happened, which is not always that of the steps
    told = pl.concat(taken).filter(pl.col("NewValue").is_not_null()).sort("CreatedDate", "number")
    before = pl.col("NewValue").shift(1).over("parent", "Field")
    return told.select(
        own_id(HISTORY, pl.col("number")).alias("Id"),
        pl.col("parent").alias(parent_column),
        "Field",
        pl.lit("Text").alias("DataType"),
        pl.coalesce(before, pl.col("Field").replace_strict(first, return_dtype=pl.String)).alias("OldValue"),
        "NewValue",
        pl.lit(False).alias("IsDeleted"),
        "CreatedById",
        "CreatedDate",
    )
