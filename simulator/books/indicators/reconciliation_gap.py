"""How many records disagree between two systems at each month's end, and the money in it, by rule."""

from __future__ import annotations

import polars as pl

from simulator.books.firm import Firm
from simulator.books.gaps import gaps
from simulator.books.local_time import local_day
from simulator.books.shares import MONEY, Measure, shaped


def measures(firm: Firm) -> list[Measure]:
    rows = gaps(firm).join(firm.month_ends, on="entity_id").filter(
        pl.col("since_at") <= pl.col("at"), (pl.col("until_at") > pl.col("at")).fill_null(value=True)
    )  # fmt: skip
    counted = shaped(firm, rows.with_columns(value=pl.lit(1)))
    valued = shaped(firm, _in_currency_of_entity(firm, rows).with_columns(value=pl.col("cents")))
    return [
        Measure("count", "sum", counted, stock=True),
        Measure("money", "sum", valued, ("value",), MONEY, MONEY, stock=True),
    ]


def _in_currency_of_entity(firm: Firm, rows: pl.DataFrame) -> pl.DataFrame:
    """Hours of people who work for another entity are worth its rates, in the money of their own at the month's end."""
    rows = firm.placed(rows).with_columns(pl.coalesce("own_currency", "currency").alias("own_currency"))
    rows = rows.with_columns(local_day(pl.col("at")).alias("day"))
    return firm.exchanged(rows, "cents", "day", ("own_currency", "currency")).drop("day")
