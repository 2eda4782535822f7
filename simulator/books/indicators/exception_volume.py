"""How many exceptions were raised, by kind and rule; and how many for a hundred cases that were under way.

A case knows no kind and no rule, so by these only the exceptions are told, and the cases are those of the month.
"""

from __future__ import annotations

import polars as pl

from simulator.books.cases import active_months
from simulator.books.firm import Firm
from simulator.books.rules import raised
from simulator.books.shares import Measure, shaped

HUNDRED = 100


def measures(firm: Firm) -> list[Measure]:
    found = raised(firm)
    counted = shaped(firm, found.with_columns(value=pl.col("part_of_one")))
    above = found.with_columns(numerator=HUNDRED * pl.col("part_of_one"), denominator=pl.lit(0))
    below = active_months(firm).with_columns(numerator=pl.lit(0), denominator=pl.lit(1))
    rows = shaped(firm, pl.concat([above, below], how="diagonal_relaxed"))
    no_kind = frozenset({"kind", "rule"})
    return [
        Measure("count", "sum", counted),
        Measure("per_100_cases", "ratio", rows, above_only=no_kind, monthly=True),
    ]
