"""Tables of the notebook face, and what columns each has: of a folder and of a server, with rows and without."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any, Literal, overload

import pyarrow as pa

if TYPE_CHECKING:
    import pandas
    import polars

ROWS_SHOWN = 20
TEXT, WHOLE, NUMBER, YES, TIME = pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.timestamp("us")
MOMENT = pa.timestamp("us", "UTC")

FIGURES: Mapping[str, pa.DataType] = {f"{name}_s": NUMBER for name in ("mean", "median", "p95", "total")}
TOTALS: Mapping[str, pa.DataType] = {
    "name": TEXT, "measure": TEXT, "unit": TEXT, "value": NUMBER, "n": WHOLE, "open": WHOLE, "period": TEXT,
    "target": NUMBER, "generation": WHOLE, "title": TEXT, "clock": TEXT, "formula": TEXT, "currency": TEXT,
    "numerator": NUMBER, "denominator": NUMBER, "shown": TEXT, "why": TEXT, "caution": TEXT, "hidden": YES,
    "status": TEXT, "status_words": TEXT, "so_far": YES, "before": NUMBER, "change": NUMBER, "year_ago": NUMBER,
}  # fmt: skip
KNOWN: Mapping[str, pa.DataType] = {
    "name": TEXT, "measure": TEXT, "unit": TEXT, "value": NUMBER, "n": WHOLE, "open": WHOLE, "period": TEXT,
    "generation": WHOLE, "as_of": TIME, "definition": TEXT, "settings": TEXT, "currency": TEXT, "numerator": NUMBER,
    "denominator": NUMBER, "people": WHOLE, "why": TEXT,
}  # fmt: skip
"""Totals as they were known, with the hashes of the definition and of the settings that they were told by."""
FINDINGS: Mapping[str, pa.DataType] = {
    "id": TEXT, "detector": TEXT, "kind": TEXT, "score": NUMBER, "money": NUMBER, "currency": TEXT, "since": TIME,
    "state": TEXT, "title": TEXT, "summary": TEXT, "chance": NUMBER, "usual": NUMBER, "base_money": NUMBER,
    "expected": NUMBER, "entity": TEXT, "practice": TEXT, "client": TEXT, "project": TEXT, "owner_role": TEXT,
    "assigned_to": TEXT, "snoozed_until": MOMENT, "first_seen": MOMENT, "last_seen": MOMENT, "generation": WHOLE,
    "version": WHOLE, "audited": YES, "subject_type": TEXT, "subject_id": TEXT, "reasons": TEXT, "suggestion": TEXT,
}  # fmt: skip
VARIANTS: Mapping[str, pa.DataType] = {
    "variant": WHOLE, "cases": WHOLE, "share": NUMBER, "median_s": NUMBER, "difference": TEXT,
    "activities": pa.list_(TEXT),
}  # fmt: skip
WAITS: Mapping[str, pa.DataType] = {"after": TEXT, "before": TEXT, "count": WHOLE, "share": NUMBER, **FIGURES}
MOVES: Mapping[str, pa.DataType] = {
    "from": TEXT, "to": TEXT, "count": WHOLE, "cases": WHOLE, **FIGURES,
    **{f"business_{name}": kind for name, kind in FIGURES.items()},
}  # fmt: skip
CASES: Mapping[str, pa.DataType] = {
    "case": TEXT, "start": TIME, "end": TIME, "duration_s": NUMBER, "business_s": NUMBER, "events": WHOLE,
    "variant": WHOLE,
}  # fmt: skip
KINDS: Mapping[str, pa.DataType] = {"text": TEXT, "number": NUMBER, "time": TIME}
"""What an attribute of a case may be."""


class Table:
    """Rows to look at, and to go on with in pandas, polars or Arrow."""

    def __init__(self, rows: pa.Table) -> None:
        self.arrow = rows

    @overload
    def frame(self, kind: Literal["pandas"] = "pandas") -> "pandas.DataFrame": ...
    @overload
    def frame(self, kind: Literal["polars"]) -> "polars.DataFrame": ...
    def frame(self, kind: str = "pandas") -> "pandas.DataFrame | polars.DataFrame":
        """The rows as a frame of pandas, or of polars."""
        if kind == "polars":
            import polars

            return polars.DataFrame(self.arrow)
        if kind != "pandas":
            raise ValueError(f"There is no frame of {kind!r}. Ask for 'pandas' or 'polars'.")
        frame: pandas.DataFrame = self.arrow.to_pandas()
        return frame

    def __len__(self) -> int:
        return int(self.arrow.num_rows)

    def __repr__(self) -> str:
        return repr(self.frame())

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.arrow.column_names)
        rows = self.arrow.slice(0, ROWS_SHOWN).to_pylist()
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(_cell(value))}</td>' for value in row.values())}</tr>" for row in rows
        )
        more = len(self) - len(rows)
        note = f"<p>and {more:,} more rows</p>" if more > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"


def table_of(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, pa.DataType]) -> Table:
    """A table of these columns, also without rows; what a row does not tell is empty there."""
    listed = list(rows)
    return Table(
        pa.table({name: pa.array([_as(row.get(name), kind) for row in listed], kind) for name, kind in columns.items()})
    )


def by_slices(slices: Iterable[str]) -> Mapping[str, pa.DataType]:
    """The columns of totals: first those of the slices that they are told by."""
    return {**dict.fromkeys(slices, TEXT), **TOTALS}


def waits_of(row: Mapping[str, Any], clocks: Mapping[str, str]) -> dict[str, Any]:
    """The figures of a row of the map or of what waits; `clocks` has the prefix of each clock's columns."""
    return {
        f"{prefix}{name}_s": value for clock, prefix in clocks.items() for name, value in (row[clock] or {}).items()
    }


def _as(value: Any, kind: pa.DataType) -> Any:
    """A server writes times as text."""
    return datetime.fromisoformat(value) if pa.types.is_timestamp(kind) and isinstance(value, str) else value


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}"
    return " → ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
