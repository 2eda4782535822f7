"""Service and tax codes that contracts may still name and master data no longer has."""

from __future__ import annotations

import polars as pl

RETIRED = "OLD-"


def current(code: str) -> pl.Expr:
    """A column of codes, without the retired ones."""
    return pl.when(~pl.col(code).str.starts_with(RETIRED)).then(pl.col(code))
