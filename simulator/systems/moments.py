"""How systems write a moment down: the same UTC instant, in the spelling of each vendor."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

SPELLING = "%Y-%m-%dT%H:%M:%S%.f"  # a fraction of a second only where there is one


def zulu(column: str | pl.Expr) -> pl.Expr:
    """`2026-03-01T09:30:00Z`, as BambooHR and Microsoft Graph write."""
    return plain(column) + "Z"


def plain(column: str | pl.Expr) -> pl.Expr:
    """`2026-03-01T09:30:00`, UTC without saying so, as Concur writes."""
    moment = pl.col(column) if isinstance(column, str) else column
    return moment.dt.strftime(SPELLING)


def read(text: str) -> datetime:
    """The moment a client names: an offset counts, without one it is UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
