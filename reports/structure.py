"""A report before it has a format: its sentences, and sections of figures and of tables whose cells keep their type."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from figures.amounts import NOT_KNOWN, Unit, day


@dataclass(frozen=True)
class Amount:
    """A number with its unit: what is 0.62 reads 62%. `why` says why there is none."""

    value: float | None
    unit: Unit
    why: str = ""


Cell = str | int | date | Amount | None
"""Text, a count, a day, a number with a unit; None where nothing is known."""


@dataclass(frozen=True)
class Column:
    """A column of a table; numbers stand to the right."""

    title: str
    numbers: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under their columns. `left_out` says how many more there are than are shown."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: str = ""


@dataclass(frozen=True)
class Drawing:
    """A figure as SVG; the table beside it has its numbers."""

    title: str
    svg: str


@dataclass(frozen=True)
class Section:
    """A part of a report, opening with what it says in words."""

    title: str
    sentence: str
    parts: tuple[Drawing | Table, ...] = ()

    @property
    def tables(self) -> list[Table]:
        return [part for part in self.parts if isinstance(part, Table)]


@dataclass(frozen=True)
class Report:
    """All that a report says. `name`: what its file is called; `about`: of which firm, period and entity; `footnote`:
    where its numbers are from."""

    name: str
    title: str
    about: str
    sentences: tuple[str, ...]
    sections: tuple[Section, ...]
    footnote: str
    as_of: date


def words(cell: Cell) -> str:
    """A cell as people read it."""
    if isinstance(cell, Amount):
        return cell.unit.words(cell.value)
    if isinstance(cell, date):
        return day(cell, year=True)
    if isinstance(cell, int):
        return f"{cell:,}".replace("-", "−")
    return NOT_KNOWN if cell is None else cell


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], left_out: str = "") -> Table:
    """A table; a column whose title opens with > holds numbers."""
    made = tuple(Column(each.removeprefix(">"), each.startswith(">")) for each in columns)
    return Table(title, made, tuple(tuple(row) for row in rows), left_out)
