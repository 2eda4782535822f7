"""Times and numbers as flat files write them, as SQL expressions: one place for the search and for the build."""

from collections.abc import Sequence

from core.sql import literal

EPOCH_SECONDS = "seconds since 1970"
EPOCH_MILLISECONDS = "milliseconds since 1970"
_GROUPING = "'’ \u00a0\u202f"  # besides the mark that is not the decimal one
_EPOCHS = {EPOCH_SECONDS: 1_000_000, EPOCH_MILLISECONDS: 1_000}
_MISSING = ("", r"\N", "NULL")  # the last two are how databases write it into text
CANONICAL_TIME = "%Y-%m-%dT%H:%M:%S.%fZ"


def given(text: str) -> str:
    """The expression of a text as it is, null where it says that there is none."""
    return f"if(trim({text}) in ({', '.join(map(literal, _MISSING))}), null, {text})"


def carries_zone(time_format: str) -> bool:
    """Whether a time in this format says by itself which instant it is."""
    return time_format in _EPOCHS or "%z" in time_format or "%Z" in time_format or time_format.endswith("Z")


def text_time(text: str, formats: Sequence[str], zone: str | None) -> str:
    """The expression of a UTC timestamp from a text expression: the first format that fits, null where none does.

    Formats with %y stand before those with %Y, which would take the 13 of 2/1/13 for the year 13."""
    tries = [_one_format(text, time_format, zone or "UTC") for time_format in formats]
    return f"coalesce({', '.join(tries)})" if len(tries) > 1 else "".join(tries) or "null::timestamp"


def _one_format(text: str, time_format: str, zone: str) -> str:
    if time_format in _EPOCHS:
        return f"make_timestamp((try_cast({text} as decimal(24, 6)) * {_EPOCHS[time_format]})::bigint)"
    parsed = f"try_strptime({text}, {literal(time_format)})"
    if "%z" in time_format or "%Z" in time_format:
        return f"({parsed} at time zone 'UTC')"
    parsed = f"{parsed}::timestamp"
    return parsed if time_format.endswith("Z") else local_time(parsed, zone)


def local_time(timestamp: str, zone: str) -> str:
    """The expression of a UTC timestamp from one that shows the clock of `zone`."""
    return f"({timestamp})" if zone == "UTC" else f"(({timestamp}) at time zone {literal(zone)} at time zone 'UTC')"


def canonical_time(timestamp: str) -> str:
    """The expression of a UTC timestamp as text."""
    return f"strftime({timestamp}, '{CANONICAL_TIME}')"


def number_pattern(decimal: str) -> str:
    """The pattern of a number with this decimal mark: the other mark, spaces and apostrophes may group thousands."""
    mark, group = (r"\.", ",") if decimal == "." else (",", r"\.")
    return rf"[+-]?(\d+|[1-9]\d{{0,2}}([{group}{_GROUPING}]\d{{3}})+)?({mark}\d+)?([eE][+-]?\d+)?"


def plain_number(text: str, decimal: str) -> str:
    """The expression of a number's text with a point and no grouping."""
    group = "," if decimal == "." else "."
    return f"replace(translate({text}, {literal(group + _GROUPING)}, ''), {literal(decimal)}, '.')"


def canonical_number(text: str, kind: str, decimal: str) -> str:
    """The expression of a number as canonical text, null where the text is none."""
    sql_type = "bigint" if kind == "integer" else "double"
    fits = f"regexp_full_match({text}, {literal(number_pattern(decimal))})"
    number = f"case when {fits} then try_cast({plain_number(text, decimal)} as {sql_type}) end"
    if decimal == ".":  # most numbers are plain, and a cast is many times faster than a pattern
        number = f"coalesce(try_cast({text} as {sql_type}), {number})"
    return f"(case when isfinite({number}::double) then {number} end)::varchar"
