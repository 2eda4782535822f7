"""Whether the records of a system tell of every change by the stamp that clients page by."""

from __future__ import annotations

from datetime import datetime

import polars as pl


def changed_without_saying_so(
    old: pl.DataFrame, new: pl.DataFrame, columns: tuple[str, str], moment: datetime
) -> pl.DataFrame:
    """Records that are new or other than they were at `moment`, whose stamp does not lie after it; `columns` are key
    and stamp. Stamps tell whole seconds, so one second is given."""
    _, stamp = columns
    other = new.join(old, on=new.columns, how="anti", nulls_equal=True)
    return other.filter(pl.col(stamp).dt.offset_by("1s") <= moment)
