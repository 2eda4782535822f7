"""People by week: utilization in each cell, from idle to far over, with leave and public holidays in words.

The ramp runs from 0 to 130 %; what is above is drawn as 130 % and printed as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import plotly.graph_objects as go

from core.counted import many
from figures.amounts import Unit, day
from figures.chart_frame import AXIS, LABEL, LIGHT_AND_WIDE, Look, framed, note, nothing, plain
from figures.text_width import cut, text_width

EMPTY = "No weeks to draw: nobody has capacity in this range. Choose another range, or remove a filter."
TOP_OF_RAMP = 1.3
ROW, ABOVE, BELOW = 26, 24, 26
NAMES, NAMES_NARROW = 180, 108
MOST_PEOPLE, MOST_WEEKS, MOST_WEEKS_NARROW = 60, 26, 6
STEPS = ("ramp-1", "ramp-2", "ramp-3", "ramp-4", "ramp-5")
AWAY = {"leave": "leave", "holiday": "hol.", "": "–"}
PERCENT = Unit("share")


@dataclass(frozen=True)
class Cell:
    """One person in one week, named by its first day: billable ÷ capacity hours as a part of one, None where there is
    no capacity; `away` is leave, holiday or nothing: all of the week, or a part of it where there is a figure."""

    person: str
    week: date
    utilization: float | None
    away: str = ""


def heat_map(cells: Sequence[Cell], look: Look = LIGHT_AND_WIDE, most_people: int = MOST_PEOPLE) -> go.Figure:
    """People in the order in which they come, the last weeks; whoever does not fit is counted below."""
    people, weeks = list(dict.fromkeys(cell.person for cell in cells)), sorted({cell.week for cell in cells})
    if not people:
        return nothing(look, EMPTY)
    shown = people[:most_people]
    weeks = weeks[-(MOST_WEEKS_NARROW if look.narrow else MOST_WEEKS) :]
    width = NAMES_NARROW if look.narrow else NAMES
    names = min(width, int(max(text_width(name, LABEL, 500) for name in shown)) + 14)
    figure = framed(look, ABOVE + ROW * len(shown) + BELOW, summary(cells), (names, ABOVE, 14, BELOW))
    known = {(cell.person, cell.week): cell for cell in cells}
    grid = [[known.get((name, week)) for week in weeks] for name in shown]
    _ground(figure, grid, weeks, look)
    _figures(figure, grid, look)
    _sides(figure, shown, weeks, names, look)
    words = "in %; * with leave or a holiday; hol. public holiday" + (
        f" · {many(len(people) - len(shown), 'more person', 'more people')} in the table"
        if len(people) > len(shown)
        else ""
    )
    place = {"xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "top", "yshift": -6}
    note(figure, words, 1, 0, font={"size": AXIS, "color": look.colour["ink-3"]}, **place)
    return figure


def summary(cells: Sequence[Cell]) -> str:
    """How many people and weeks, and how many are idle or over in words."""
    known = [cell for cell in cells if cell.utilization is not None]
    if not cells:
        return EMPTY
    over = sum(cell.utilization > 1 for cell in known if cell.utilization is not None)
    people, weeks = len({cell.person for cell in cells}), len({cell.week for cell in cells})
    words = f"{many(people, 'person', 'people')}, {many(weeks, 'week')}; {many(over, 'week')} of a person over 100%"
    away = sum(bool(cell.away) for cell in cells)
    return f"{words}; {away:,} with leave or a holiday."


def step_of(utilization: float) -> int:
    """The step of the ramp, 0 to 4: each is a fifth of the way to 130 %."""
    return max(0, min(4, int(utilization / TOP_OF_RAMP * 5)))


def _step(cell: Cell | None) -> int | None:
    return None if cell is None or cell.utilization is None else step_of(cell.utilization)


def _ground(figure: go.Figure, grid: Sequence[Sequence[Cell | None]], weeks: Sequence[date], look: Look) -> None:
    """The coloured cells; a week that is wholly away, or without capacity, is left sunken."""
    colour = look.colour
    scale = [(round((place + end) / 5, 1), colour[name]) for place, name in enumerate(STEPS) for end in (0, 1)]
    figure.add_heatmap(
        z=[[_step(cell) for cell in row] for row in grid],
        zmin=-0.5, zmax=4.5, colorscale=scale, showscale=False, xgap=2, ygap=2, hoverongaps=False,
        customdata=[[_hover(cell) for cell in row] for row in grid], hovertemplate="%{customdata}<extra></extra>",
        name="utilization",
    )  # fmt: skip
    empty = [[0 if _step(cell) is None else None for cell in row] for row in grid]
    figure.add_heatmap(
        z=empty, colorscale=[(0, colour["sunken"]), (1, colour["sunken"])], showscale=False, xgap=2, ygap=2,
        hoverongaps=False, customdata=[[_hover(cell) for cell in row] for row in grid],
        hovertemplate="%{customdata}<extra></extra>", name="away",
    )  # fmt: skip
    figure.layout.xaxis.update(range=[-0.5, len(weeks) - 0.5], showticklabels=False)
    figure.layout.yaxis.update(range=[len(grid) - 0.5, -0.5], showticklabels=False)


def _figures(figure: go.Figure, grid: Sequence[Sequence[Cell | None]], look: Look) -> None:
    """Each cell's figure, in the ink that can be read on its ground."""
    pale, strong = text_on_ramp(look)
    inks: dict[str, list[tuple[int, int, str]]] = {}
    for row, cells in enumerate(grid):
        for column, cell in enumerate(cells):
            step = _step(cell)
            ink = look.colour["ink-2"] if step is None else pale if step < 3 else strong
            inks.setdefault(ink, []).append((column, row, _told(cell)))
    for ink, found in inks.items():
        figure.add_scatter(
            x=[column for column, _, _ in found], y=[row for _, row, _ in found], text=[words for *_, words in found],
            mode="text", textfont={"size": AXIS, "color": ink}, hoverinfo="skip", cliponaxis=False, name="figures",
        )  # fmt: skip


def text_on_ramp(look: Look) -> tuple[str, str]:
    """The ink on the first three steps and on the last two."""
    return look.colour["ink"], "#FFFFFF" if look.theme == "light" else "#171C26"


def _sides(figure: go.Figure, people: Sequence[str], weeks: Sequence[date], names: int, look: Look) -> None:
    style = {"size": LABEL, "color": look.colour["ink"], "weight": 500}
    for row, name in enumerate(people):
        words = plain(cut(name, names - 12, LABEL, 500))
        note(figure, words, 0, row, xref="paper", xanchor="left", xshift=-names, hovertext=plain(name), font=style)
    every = max(1, -(-len(weeks) // 14))
    told: date | None = None
    for column, week in enumerate(weeks):
        if (len(weeks) - 1 - column) % every == 0:
            ink = {"size": AXIS - 1, "color": look.colour["ink-3"]}
            # on a phone two whole days do not fit beside each other
            is_short = look.narrow and told is not None and told.month == week.month
            words = str(week.day) if is_short else day(week)
            note(figure, words, column, 1, yref="paper", yanchor="bottom", yshift=2, font=ink)
            told = week


def _told(cell: Cell | None) -> str:
    if cell is None:
        return AWAY[""]
    if cell.utilization is None:
        return AWAY.get(cell.away, cell.away)
    return f"{cell.utilization * 100:.0f}{'*' if cell.away else ''}"


def _hover(cell: Cell | None) -> str:
    if cell is None:
        return "no capacity known"
    week = f"week of {day(cell.week, year=True)}"
    away = {"leave": "on leave", "holiday": "public holiday"}.get(cell.away, plain(cell.away))
    if cell.utilization is None:
        return f"<b>{plain(cell.person)}</b><br>{week}: {away or 'no capacity'}"
    part = f", with {away}" if away else ""
    return f"<b>{plain(cell.person)}: {PERCENT.words(cell.utilization)}</b><br>{week}{part}"
