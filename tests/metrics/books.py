"""The shares of the pretend firm's books beside those of its event log."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from core.database import Database
from metrics.catalogue import indicator
from metrics.chosen import choose
from metrics.cut import Cut
from metrics.declaration import Measure
from metrics.shares import SLICES
from simulator.books.catalogue import INDICATORS
from simulator.books.firm import Firm
from simulator.books.shares import told

KEY = ("measure", "object_id", "part", "project", "second")
NUMBERS = ("value", "elapsed", "numerator", "denominator", "weight")
WORDS = tuple(name for name in (*SLICES, "currency") if name != "project")
SECOND, WAITING = 1e6, 600e6  # of what is open: the log is complete a few minutes after the books are


@dataclass(frozen=True)
class Books:
    """The log with facts and shares as they are now made, and the firm as it was simulated."""

    database: Database
    firm: Firm

    def differences(self, name: str) -> list[str]:
        """In words: each share that only one side has, or that both have otherwise."""
        ours, theirs = self._ours(name), self._theirs(name)
        both = ours.join(theirs, on=KEY, how="inner", nulls_equal=True, suffix="_books")
        found = [f"only in the log: {row}" for row in _keys(ours.join(theirs, on=KEY, how="anti", nulls_equal=True))]
        found += [f"only in the books: {row}" for row in _keys(theirs.join(ours, on=KEY, how="anti", nulls_equal=True))]
        if len(both) > min(len(ours), len(theirs)):
            found.append(f"{len(both)} pairs of {len(ours)} shares: the key is not one")
        measures = {measure.name: measure for measure in indicator(name).measures}
        for row in both.iter_rows(named=True):
            wrong = [each for each in (*WORDS, "is_open") if row[each] != row[f"{each}_books"]]
            wrong += [each for each in NUMBERS if not _near(row, each, measures[row["measure"]])]
            found += [
                f"{[row[each] for each in KEY]}: {[(each, row[each], row[f'{each}_books']) for each in wrong]}"
            ] * bool(wrong)
        return found

    def _ours(self, name: str) -> pl.DataFrame:
        columns, found = (
            ", ".join(("measure", "object_id", "part", '"at"', "is_open", *NUMBERS, *SLICES, "currency")),
            [],
        )
        for measure in indicator(name).measures:
            if measure.shares == measure.name:
                ever = choose(self.database, indicator(name), measure, Cut()).ever
                shares = self.database.arrow(f"select {columns} from ({ever})", measure=measure.name)
                apart = _apart(pl.DataFrame(shares), measure)
                found.append(apart.with_columns(pl.col("at").dt.replace_time_zone("UTC")))
        return _keyed(pl.concat(found, how="vertical_relaxed"))

    def _theirs(self, name: str) -> pl.DataFrame:
        shares = told(INDICATORS[name](self.firm)).with_columns(
            pl.col("measure").replace("", "value"), pl.col(NUMBERS).fill_nan(None)
        )
        renamed = [measure.name for measure in indicator(name).measures if measure.shares != measure.name]
        return _keyed(shares.filter(~pl.col("measure").is_in(renamed)))


def _apart(shares: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """What stands below the line in rows of its own, without the slices that only what stands above it has."""
    if not measure.above_only:
        return shares
    none = {name: pl.lit(None, pl.String) for name in measure.above_only}
    below = shares.filter(pl.col("denominator") > 0).with_columns(numerator=pl.lit(0.0), **none)
    return pl.concat([shares.with_columns(denominator=pl.lit(0.0)), below], how="vertical_relaxed")


def _keyed(shares: pl.DataFrame) -> pl.DataFrame:
    """The shares, with those of one thing and place that differ in their numbers alone brought together."""
    shares = shares.with_columns(
        pl.col("part").fill_null(""), second=pl.col("at").cast(pl.Datetime("us", "UTC")).dt.truncate("1s")
    )
    known = (pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).sum()).alias(name) for name in NUMBERS)
    return shares.group_by(*KEY, *WORDS, "is_open").agg(*known)


def _keys(rows: pl.DataFrame) -> list[dict[str, object]]:
    return rows.select(KEY).rows(named=True)


def _near(row: dict[str, object], name: str, measure: Measure) -> bool:
    ours, theirs = row[name], row[f"{name}_books"]
    if measure.aggregate == "km" and name == "value" and "business" not in measure.clocks:
        return True
    if not isinstance(ours, float) or not isinstance(theirs, float):
        return ours == theirs
    most = 1e-6 * max(1.0, abs(theirs))
    if measure.aggregate == "km":
        most = WAITING if row["is_open"] else SECOND
        if measure.unit == "business_days" and name == "value":
            most /= 8 * 3600e6
    return abs(ours - theirs) <= most
