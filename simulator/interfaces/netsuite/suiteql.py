"""SuiteQL, as far as reading needs it: translated into the SQL that polars speaks, and run over the account's tables.

SELECT with expressions, joins, WHERE, GROUP BY, ORDER BY; TO_CHAR, TO_DATE, TO_TIMESTAMP, NVL, SYSDATE, BUILTIN.DF,
FETCH FIRST. Names are those in lower case. A time without TO_CHAR comes as a day in the account's format.
TO_CHAR and BUILTIN.DF of a selected column are done to the rows of a page, not to all that are found.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl
import polars.selectors as cs
from polars.exceptions import PolarsError

from simulator.interfaces.netsuite.answers import Refusal

MOST_ROWS = 100_000
# Columns that hold the number of another record, and where its name stands.
DISPLAYED = {
    "currency": ("currency", "symbol"),
    "basecurrency": ("currency", "symbol"),
    "transactioncurrency": ("currency", "symbol"),
    "subsidiary": ("subsidiary", "name"),
}
# How polars says that something is not there: a relation 'x' was not found, no column named 'x' found, "x" not found.
ABSENT = re.compile(r"(relation|column)[^']{0,30}'([^']+)'|unable to find column \"([^\"]+)\"")
# The parts of an Oracle date format, longest first, and how strftime writes them.
FORMATS = {
    "YYYY": "%Y", "HH24": "%H", "HH12": "%I", "MM": "%m", "DD": "%d", "HH": "%I", "MI": "%M", "SS": "%S", "AM": "%p",
}  # fmt: skip
QUOTED = re.compile(r"('(?:[^']|'')*')")
TO_CHAR = r"\bto_char\(\s*([\w.]+)\s*,\s*'([^']*)'\s*\)"
DISPLAY = r"\bbuiltin\.df\(\s*((?:\w+\.)?(\w+))\s*\)"


@dataclass(frozen=True)
class Found:
    """A page of a query's rows, as text, and how many rows there are in all."""

    page: pl.DataFrame
    total: int


@dataclass
class Translated:
    """A query in polars' words, and what is still to be done to selected columns: formats, and numbers to name."""

    query: str
    formats: dict[str, str] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)


def run(query: str, tables: Mapping[str, pl.DataFrame], now: datetime, limit: int, offset: int) -> Found:
    """A page of a query's rows, of which NetSuite gives so many and no more; a Refusal says what is wrong with it."""
    asked = translated(query, now)
    used = {name for name in tables if re.search(rf"\b{name}\b", asked.query)}
    context = pl.SQLContext({name: tables[name].lazy() for name in used}, eager=False)
    try:
        rows = context.execute(asked.query)
        # two plans: counting needs no order, and a page of an order no whole one
        count = min(rows.select(pl.len()).collect().item(), MOST_ROWS)
        page = rows.slice(offset, max(0, min(limit, count - offset))).collect()
    except PolarsError as error:
        raise Refusal(400, detail=_complaint(str(error))) from None
    return Found(_as_text(page, asked, tables), count)


def translated(query: str, now: datetime) -> Translated:
    """What to ask of polars, and what to do to the answer."""
    pieces = QUOTED.split(query.strip().rstrip(";"))
    words = "".join(piece if place % 2 else piece.lower() for place, piece in enumerate(pieces))
    found = Translated(words)

    def formatted(call: re.Match[str]) -> str:
        found.formats[call[3]] = _format(call[2])
        return f"{call[1]} as {call[3]}"

    def named(call: re.Match[str]) -> str:
        found.named[call[3]] = call[2]
        return f"{call[1]} as {call[3]}"

    words = re.sub(r"\bto_(?:date|timestamp)\(\s*'([^']*)'\s*,\s*'([^']*)'\s*\)", _moment, words)
    words = re.sub(TO_CHAR + r"\s+as\s+(\w+)", formatted, words)
    words = re.sub(TO_CHAR, lambda call: f"strftime({call[1]}, '{_format(call[2])}')", words)
    words = re.sub(DISPLAY + r"\s+as\s+(\w+)", named, words)
    words = re.sub(r"\bnvl\(", "coalesce(", words)
    words = re.sub(r"\bsysdate\b", f"timestamp '{now:%Y-%m-%d %H:%M:%S}'", words)
    found.query = re.sub(r"\bfetch first (\d+) rows only\b", r"limit \1", words)
    return found


def _as_text(page: pl.DataFrame, asked: Translated, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Every value as NetSuite gives it: text, days as month/day/year where no format is asked for."""
    for alias, column in asked.named.items():
        other, shown = DISPLAYED.get(column, ("", ""))
        if other in tables:
            names = dict(tables[other].select("id", shown).iter_rows())
            page = page.with_columns(pl.col(alias).replace_strict(names, default=None, return_dtype=pl.String))
    page = page.with_columns(pl.col(alias).dt.strftime(form) for alias, form in asked.formats.items())
    return page.with_columns(cs.temporal().dt.strftime("%-m/%-d/%Y")).cast(pl.String)


def _format(oracle: str) -> str:
    parts = re.split("(" + "|".join(FORMATS) + r"|\"[^\"]*\")", oracle, flags=re.IGNORECASE)
    return "".join(FORMATS.get(part.upper(), part.strip('"')) for part in parts)


def _moment(call: re.Match[str]) -> str:
    try:
        moment = datetime.strptime(call[1], _format(call[2]))
    except ValueError:
        raise Refusal(400, detail=f"Invalid search query: '{call[1]}' is not of the format {call[2]}.") from None
    return f"timestamp '{moment:%Y-%m-%d %H:%M:%S}'"


def _complaint(error: str) -> str:
    first = error.strip().splitlines()[0]
    absent = ABSENT.search(first)
    if absent:
        kind = "Record" if absent[1] == "relation" else "Field"
        return f"Search error occurred: {kind} '{absent[2] or absent[3]}' was not found."
    return f"Invalid search query. Detailed unprocessed description follows. {first}"[:300]
