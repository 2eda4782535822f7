"""SuiteQL, as far as reading needs it: translated into the SQL that polars speaks, and run over the account's tables.

SELECT with expressions, joins, WHERE, GROUP BY, ORDER BY; TO_CHAR, TO_DATE, TO_TIMESTAMP, NVL, SYSDATE, BUILTIN.DF,
FETCH FIRST. Names are those in lower case. A time without TO_CHAR comes as a day in the account's format.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

import polars as pl
import polars.selectors as cs
from polars.exceptions import PolarsError

from simulator.interfaces.netsuite.answers import Refusal

MOST_ROWS = 100_000
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


def run(query: str, tables: Mapping[str, pl.DataFrame], now: datetime) -> pl.DataFrame:
    """The rows of a query as text, at most as many as NetSuite gives; a Refusal says what is wrong with the query."""
    asked = translated(query, now)
    used = {name for name in tables if re.search(rf"\b{name}\b", asked)}
    context = pl.SQLContext({name: _with_displayed(tables, name).lazy() for name in used}, eager=False)
    try:
        rows = context.execute(asked).head(MOST_ROWS).collect()
    except PolarsError as error:
        raise Refusal(400, detail=_complaint(str(error))) from None
    return as_text(rows)


def as_text(rows: pl.DataFrame) -> pl.DataFrame:
    """Every value as NetSuite gives it: text, days as month/day/year."""
    return rows.with_columns(cs.temporal().dt.strftime("%-m/%-d/%Y")).cast(pl.String)


def translated(query: str, now: datetime) -> str:
    """The query in polars' words."""
    pieces = QUOTED.split(query.strip().rstrip(";"))
    lowered = "".join(piece if place % 2 else piece.lower() for place, piece in enumerate(pieces))
    lowered = re.sub(r"\bto_(?:date|timestamp)\(\s*'([^']*)'\s*,\s*'([^']*)'\s*\)", _moment, lowered)
    lowered = re.sub(r"\bto_char\(\s*([\w.]+)\s*,\s*'([^']*)'\s*\)", _formatted, lowered)
    lowered = re.sub(r"\bbuiltin\.df\(\s*([\w.]+)\s*\)", r"\1__df", lowered)
    lowered = re.sub(r"\bnvl\(", "coalesce(", lowered)
    lowered = re.sub(r"\bsysdate\b", f"timestamp '{now:%Y-%m-%d %H:%M:%S}'", lowered)
    return re.sub(r"\bfetch first (\d+) rows only\b", r"limit \1", lowered)


def _format(oracle: str) -> str:
    parts = re.split("(" + "|".join(FORMATS) + r"|\"[^\"]*\")", oracle, flags=re.IGNORECASE)
    return "".join(FORMATS.get(part.upper(), part.strip('"')) for part in parts)


def _formatted(call: re.Match[str]) -> str:
    return f"strftime({call[1]}, '{_format(call[2])}')"


def _moment(call: re.Match[str]) -> str:
    try:
        moment = datetime.strptime(call[1], _format(call[2]))
    except ValueError:
        raise Refusal(400, detail=f"Invalid search query: '{call[1]}' is not of the format {call[2]}.") from None
    return f"timestamp '{moment:%Y-%m-%d %H:%M:%S}'"


def _with_displayed(tables: Mapping[str, pl.DataFrame], name: str) -> pl.DataFrame:
    """A table, with the names that BUILTIN.DF shows beside its numbers."""
    rows = tables[name]
    for column, (other, shown) in DISPLAYED.items():
        if column in rows.columns and rows.schema[column] == pl.Int64:
            names = dict(tables[other].select("id", shown).iter_rows())
            rows = rows.with_columns(
                pl.col(column).replace_strict(names, default=None, return_dtype=pl.String).alias(f"{column}__df")
            )
    return rows


def _complaint(error: str) -> str:
    first = error.strip().splitlines()[0]
    absent = ABSENT.search(first)
    if absent:
        kind = "Record" if absent[1] == "relation" else "Field"
        return f"Search error occurred: {kind} '{absent[2] or absent[3]}' was not found."
    return f"Invalid search query. Detailed unprocessed description follows. {first}"[:300]
