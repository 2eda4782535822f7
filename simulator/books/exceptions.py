"""What a rule yields: a row for each thing that it found, with the moment at which its condition first held."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from simulator.books.business_hours import with_moment_after
from simulator.books.firm import OF_PROJECT, Firm

COLUMNS = ("rule", "kind", "object_id", "part", "at", "entity_id", "part_of_one", *OF_PROJECT)


class Limit(NamedTuple):
    """A rule that waits so many hours of work for something to follow."""

    rule: str
    kind: str
    hours: int


def of_rule(rule: str, kind: str, rows: pl.DataFrame, at: str | pl.Expr) -> pl.DataFrame:
    """The rows as exceptions of a rule, those without the moment left out."""
    moment = pl.col(at) if isinstance(at, str) else at
    rows = rows.with_columns(rule=pl.lit(rule), kind=pl.lit(kind), at=moment).drop_nulls("at")
    given = {"part": pl.lit(""), "part_of_one": pl.lit(1.0)}
    missing = [name for name in COLUMNS if name not in rows.columns]
    rows = rows.with_columns(given.get(name, pl.lit(None, pl.String)).alias(name) for name in missing)
    part = pl.concat_str(pl.lit(rule), pl.when(pl.col("part") != "").then("part"), separator="/", ignore_nulls=True)
    return rows.with_columns(part=part).select(COLUMNS)


def overdue(firm: Firm, limit: Limit, rows: pl.DataFrame, ends: tuple[str, str]) -> pl.DataFrame:
    """Exceptions of what had not followed when its time was up, with that moment; `ends` are the columns of both."""
    start, end = ends
    rows = with_moment_after(firm.placed(rows.drop_nulls(start)), start, limit.hours, "up_at")
    late = (pl.col(end) > pl.col("up_at")).fill_null(value=True)
    return of_rule(limit.rule, limit.kind, rows.filter(late), "up_at")
