"""The first rows of a long list, and the rest behind a word that says how many they are."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from dash import html

from dashboards.parts import Part
from figures.words import count

ROWS_SHOWN = 5
Row = TypeVar("Row")


def first_of(rows: Sequence[Row], drawn: Callable[[Sequence[Row], str], Part], caption: str) -> list[Part]:
    """The first rows, and the rest behind a word that says how many they are."""
    shown = [drawn(rows[:ROWS_SHOWN], caption)]
    rest = rows[ROWS_SHOWN:]
    if rest:
        more = html.Summary(f"Show {count(len(rest))} more", className="small")
        shown.append(html.Details([more, drawn(rest, f"{caption}, the rest")], className="more-rows"))
    return shown
