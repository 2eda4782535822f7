"""The firm as the books read it: its state, and the slices that entities, projects and people give to things."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property

import polars as pl

from simulator.books.local_time import end_of_month
from simulator.object_ids import ledger
from simulator.state import State

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OF_PROJECT = ("practice", "service_line", "client", "project", "project_manager", "billing_type")


class Firm:
    """The state, read once for all indicators."""

    def __init__(self, state: State) -> None:
        self.state = state

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self.state[table]

    @property
    def as_of(self) -> datetime:
        return self.state.as_of

    @cached_property
    def ledger(self) -> pl.Expr:
        """Of rows with entity_id, the account in which the log finds what a ledger keeps."""
        return ledger(self.state)

    @cached_property
    def standing(self) -> pl.DataFrame:
        """The projects that a system knows, with `stands_at`, since when the first of ERP and PSA does."""
        rows = self["project"].with_columns(stands_at=pl.min_horizontal("erp_created_at", "shell_created_at"))
        return rows.drop("created_at").drop_nulls("stands_at")

    @cached_property
    def entities(self) -> pl.DataFrame:
        """entity_id with the slices entity and region, currency and zone."""
        return self["legal_entity"].select(
            pl.col("id").alias("entity_id"), pl.col("slug").alias("entity"), "region", "currency", "zone"
        )

    @cached_property
    def clients(self) -> pl.DataFrame:
        return self["client"].select(pl.col("id").alias("client_id"), pl.col("name").alias("client"))

    @cached_property
    def practices(self) -> pl.DataFrame:
        return self["practice"].select(pl.col("id").alias("practice_id"), pl.col("name").alias("practice"))

    @cached_property
    def projects(self) -> pl.DataFrame:
        """project_id with all that a project gives to what belongs to it, its entity_id included."""
        leaders = self["resource"].select(pl.col("id").alias("manager_id"), pl.col("name").alias("project_manager"))
        rows = self["project"].rename({"id": "project_id", "code": "project"}).drop("name", "currency")
        rows = rows.join(leaders, on="manager_id", how="left").join(self.clients, on="client_id", how="left")
        rows = rows.join(self.practices, on="practice_id", how="left")
        return rows.select("project_id", "entity_id", "contract_id", "client_id", *OF_PROJECT)

    def placed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with entity, region, currency and zone of their entity_id, in place of any of their own."""
        rows = rows.drop(*self.entities.columns[1:], strict=False)
        return rows.join(self.entities, on="entity_id", how="left", maintain_order="left")

    def of_project(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with what their project_id gives; their own entity_id holds, where they have one."""
        given = ["project_id", *OF_PROJECT] if "entity_id" in rows.columns else ["project_id", "entity_id", *OF_PROJECT]
        return rows.join(self.projects.select(given), on="project_id", how="left", maintain_order="left")

    @cached_property
    def first_day(self) -> date:
        """The first day for which time is recorded: what the books know begins there."""
        monday = self["timecard"]["week_end"].min()
        first = self["timecard"].filter(pl.col("week_end") == monday) if monday else self["timecard"]
        worked = [place for place, name in enumerate(WEEKDAYS) if (first[name] > 0).any()]
        if not isinstance(monday, date) or not worked:
            return self.as_of.date()
        return monday + timedelta(days=worked[0] - 6)

    @cached_property
    def month_ends(self) -> pl.DataFrame:
        """entity_id, month and `at`, its last microsecond there; of every month that has ended since the first time."""
        first = pl.lit(self.first_day).dt.truncate("1mo")
        months = pl.date_range(first, pl.lit(self.as_of.date()), "1mo", eager=True)
        rows = self.entities.join(pl.DataFrame({"month": months}), how="cross")
        rows = rows.with_columns(at=end_of_month(pl.col("month")))
        return rows.filter(pl.col("at") <= self.as_of).select("entity_id", "month", "at")

    @cached_property
    def rates(self) -> pl.DataFrame:
        """What one unit of a currency is worth in ten thousandths of a dollar, from a day on."""
        usd = (pl.col("usd") * 10_000).round().cast(pl.Int64)
        return self["exchange_rate"].select(pl.col("rated_on").alias("day"), "currency", usd.alias("usd")).sort("day")

    def exchanged(self, rows: pl.DataFrame, money: str, day: str, currencies: tuple[str, str]) -> pl.DataFrame:
        """The rows with the column of money in another currency, at the rates of a day; the columns name both."""
        rows = rows.sort(day)
        for name, currency in zip(("_from", "_to"), currencies, strict=True):
            rates = self.rates.rename({"usd": name, "currency": currency, "day": day})
            rows = rows.join_asof(rates, on=day, by=currency, check_sortedness=False)
        here, there = currencies
        other = (
            pl.when(pl.col(here) == pl.col(there))
            .then(money)
            .otherwise(pl.col(money) * pl.col("_from") / pl.col("_to"))
        )
        return rows.with_columns(other.alias(money)).drop("_from", "_to")

    def changed(self, rows: pl.DataFrame, field: str, moment: pl.Expr) -> pl.DataFrame:
        """The rows with what their resource_id had in a field at a moment."""
        now = self["resource"].select(pl.col("id").alias("resource_id"), field)
        found = rows.with_row_index("_row").join(now, on="resource_id", how="left", maintain_order="left")
        later = self["resource_change"].filter(pl.col("field") == field)
        if later.is_empty():
            return found.drop("_row")
        before = (
            found.select("_row", "resource_id", _at=moment)
            .join(later.select("resource_id", "changed_at", "old"), on="resource_id")
            .filter(pl.col("_at") < pl.col("changed_at"))
            .sort("changed_at")
            .unique("_row", keep="first", maintain_order=True)
            .select("_row", pl.col("old").cast(now.schema[field]))
        )
        found = found.join(before, on="_row", how="left", maintain_order="left")
        return found.with_columns(pl.coalesce("old", field).alias(field)).drop("_row", "old")
