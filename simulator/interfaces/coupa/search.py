"""A search of Coupa: conditions on fields, an order, and a page of at most fifty."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import polars as pl

from simulator.interfaces.coupa.resources import Resource

MOST_A_PAGE = 50
CONDITIONS: Mapping[str, Callable[[pl.Expr, Any], pl.Expr]] = {
    "": lambda column, value: column == value,
    "not_eq": lambda column, value: column != value,
    "gt": lambda column, value: column > value,
    "gt_or_eq": lambda column, value: column >= value,
    "lt": lambda column, value: column < value,
    "lt_or_eq": lambda column, value: column <= value,
}
FIELD = re.compile(r"([a-z_-]+)(?:\[(\w+)\])?")


class BadSearch(Exception):
    """What is wrong with a search, in Coupa's words."""


class Search:
    """What the parameters of a request ask for."""

    def __init__(self, parameters: list[tuple[str, str]]) -> None:
        given = dict(parameters)
        self._offset, self._limit = _number(given.pop("offset", "0")), _number(given.pop("limit", "50"))
        self._order, self._down = given.pop("order_by", "id"), given.pop("dir", "asc") == "desc"
        self._fields = _fields(given.pop("fields", ""))
        self._conditions = given

    def run(self, tables: Mapping[str, pl.DataFrame], resource: Resource) -> list[dict[str, Any]]:
        """The objects of the page; a BadSearch says what is wrong."""
        rows = tables[resource.table]
        for name, value in self._conditions.items():
            rows = rows.filter(_condition(rows, name, value))
        order = _column(rows, self._order)
        # the table may hold times to the microsecond, but clients see whole seconds and page by them
        rows = rows.sort(order, "id", descending=[self._down, False])
        page = rows.slice(self._offset, min(self._limit, MOST_A_PAGE))
        shown = resource.shown(page.to_dicts(), tables)
        if self._fields is None:
            return shown
        return [{name: value for name, value in each.items() if name in self._fields} for each in shown]


def _condition(rows: pl.DataFrame, name: str, text: str) -> pl.Expr:
    parts = FIELD.fullmatch(name)
    if parts is None or (parts[2] or "") not in CONDITIONS:
        raise BadSearch(f"Invalid query parameter {name}")
    column = _column(rows, parts[1])
    kind = rows.schema[column]
    field = pl.col(column).dt.truncate("1s") if isinstance(kind, pl.Datetime) else pl.col(column)
    return CONDITIONS[parts[2] or ""](field, _value(kind, name, text))


def _column(rows: pl.DataFrame, name: str) -> str:
    column = name.replace("-", "_")
    if column not in rows.columns:
        raise BadSearch(f"Unknown attribute {name}")
    return column


def _value(kind: pl.DataType, name: str, text: str) -> Any:
    try:
        if isinstance(kind, pl.Datetime):
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        if kind.is_integer():
            return int(text)
    except ValueError:
        raise BadSearch(f"Invalid value for {name}: {text}") from None
    return text == "true" if kind == pl.Boolean else text


def _number(text: str) -> int:
    if not text.isdecimal():
        raise BadSearch(f"Invalid offset or limit: {text}")
    return int(text)


def _fields(text: str) -> frozenset[str] | None:
    """The names to which `fields` keeps an answer; None for all."""
    if not text:
        return None
    try:
        return frozenset(name.replace("_", "-") for name in json.loads(text))
    except (ValueError, TypeError, AttributeError):
        raise BadSearch("fields must be a JSON list of names") from None
