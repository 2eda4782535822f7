"""One NetSuite account: the rows of the state that belong to its legal entities, and how NetSuite writes values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

import polars as pl

from simulator.state import State

ZONE = "America/Los_Angeles"
ZONE_INFO = ZoneInfo(ZONE)
CURRENCIES = {"USD": 1, "GBP": 2, "EUR": 4}
SYSTEM_USER = -4


def local(moment: str | pl.Expr) -> pl.Expr:
    """A moment as the account's clock on the wall shows it, to the second."""
    column = pl.col(moment) if isinstance(moment, str) else moment
    return column.dt.convert_time_zone(ZONE).dt.replace_time_zone(None).dt.truncate("1s")


def money(cents: str | pl.Expr) -> pl.Expr:
    """An amount as NetSuite writes it: no zeros behind the last digit that counts."""
    column = (pl.col(cents) if isinstance(cents, str) else cents).cast(pl.Int64)
    whole, rest = column.abs() // 100, column.abs() % 100
    digits = rest.cast(pl.String).str.zfill(2).str.strip_suffix("0")
    sign = pl.when(column < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    return sign + whole.cast(pl.String) + pl.when(rest > 0).then("." + digits).otherwise(pl.lit(""))


def flag(condition: pl.Expr) -> pl.Expr:
    """`T` or `F`."""
    return pl.when(condition).then(pl.lit("T")).otherwise(pl.lit("F"))


def currency_id(column: str = "currency") -> pl.Expr:
    """Currencies have numbers; others than the account knows have none."""
    return pl.col(column).replace_strict(CURRENCIES, default=None, return_dtype=pl.Int64)


def period_id(month: pl.Expr, entity_id: str = "entity_id") -> pl.Expr:
    """The number of the accounting period of an entity and a month."""
    return pl.col(entity_id) * 1_000_000 + month.dt.strftime("%Y%m").cast(pl.Int64)


@dataclass(frozen=True)
class Account:
    """An account holds the legal entities that were acquired, or those that were not; other rows follow their entity.

    A client, a person or a project of elsewhere is there too where a record of these entities refers to it.
    """

    state: State
    source: str
    acquired: bool

    @cached_property
    def entities(self) -> pl.DataFrame:
        return self.state["legal_entity"].filter(pl.col("acquired") == self.acquired)

    def own(self, table: str) -> pl.DataFrame:
        """The rows of a table that has `entity_id`."""
        return self.state[table].filter(pl.col("entity_id").is_in(self.entities["id"].implode()))

    @cached_property
    def invoices(self) -> pl.DataFrame:
        return self.own("invoice")

    @cached_property
    def projects(self) -> pl.DataFrame:
        return self.own("project").filter(pl.col("erp_created_at").is_not_null())

    @cached_property
    def posted_time(self) -> pl.DataFrame:
        """Timecards that were posted, each in the account of its project, internal work in that of the person."""
        sheets = self.state["timesheet"].select(timesheet_id="id", sheet_entity_id="entity_id")
        projects = self.state["project"].select(project_id="id", project_entity_id="entity_id")
        cards = self.state["timecard"].filter(pl.col("posted_at").is_not_null())
        placed = cards.join(sheets, on="timesheet_id", how="left").join(projects, on="project_id", how="left")
        placed = placed.with_columns(entity_id=pl.coalesce("project_entity_id", "sheet_entity_id"))
        return placed.filter(pl.col("entity_id").is_in(self.entities["id"].implode()))

    def day(self, moment: str, entity_id: str = "entity_id") -> pl.Expr:
        """The day of a moment where the entity is."""
        days = pl.lit(None, dtype=pl.Date)
        for number, zone in self.entities.select("id", "zone").iter_rows():
            there = pl.col(moment).dt.convert_time_zone(zone).dt.date()
            days = pl.when(pl.col(entity_id) == number).then(there).otherwise(days)
        return days
