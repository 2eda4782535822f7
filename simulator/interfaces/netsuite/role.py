"""What the integration's role may see."""

from __future__ import annotations

import polars as pl

INTEGRATION_USER = 990_001


class Role:
    """Tables that the role has no permission for. Without the one for system notes it sees those of its own changes;
    any other table is not there for it."""

    def __init__(self) -> None:
        self.hidden: set[str] = set()

    def permit(self, table: str, allowed: bool) -> None:
        if allowed:
            self.hidden.discard(table)
        else:
            self.hidden.add(table)

    def sees(self, table: str, rows: pl.DataFrame) -> pl.DataFrame | None:
        """The rows of a table that it sees; None where the table is not there for it."""
        if table not in self.hidden:
            return rows
        return rows.filter(pl.col("name") == INTEGRATION_USER) if table == "systemnote" else None
