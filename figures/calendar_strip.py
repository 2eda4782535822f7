"""The days of a month-end close: a row for each legal entity, its tasks on the day they are due, and what is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.counted import many
from figures.amounts import day
from figures.svg import (
    LABEL,
    SMALL,
    Mark,
    SvgTheme,
    drawing,
    element,
    line,
    mark,
    palette,
    rect,
    says_nothing,
    text,
    titled,
)
from figures.text_width import cut, text_width
from metrics.period import MONTHS

EMPTY = "No close to draw: no period has ended yet, or no system tells of its tasks."
NAMES, NARROW_BELOW, ROW, HEAD, NAME_LINES, TASK = 190.0, 620.0, 40.0, 56.0, 38.0, 22.0
LEAST_COLUMN, WIDEST_COLUMN, MOST_TASKS = 25.0, 74.0, 8
LETTERS = "MTWTFSS"


@dataclass(frozen=True)
class Task:
    """A step of the close, the day it is due, the day it was done (None while it is open), and who holds it."""

    name: str
    due: date
    done_on: date | None = None
    holder: str = ""


@dataclass(frozen=True)
class Close:
    """The close of one entity. `away` has its days off with their names; `target` is the day it should be closed by."""

    entity: str
    tasks: Sequence[Task]
    target: date | None = None
    closed_on: date | None = None
    away: Mapping[date, str] = field(default_factory=dict)


def calendar_strip(
    closes: Sequence[Close], days: tuple[date, date], today: date, width: float = 900, theme: SvgTheme = "page"
) -> str:
    """The days from the first to the last of `days`, as many of the last as fit; below, the open tasks by due day."""
    if not closes:
        return says_nothing(EMPTY, width, theme)
    narrow, colour = width < NARROW_BELOW, palette(theme)
    left = 0.0 if narrow else NAMES
    shown = window(days, today, int((width - left) / LEAST_COLUMN))
    column = min((width - left) / len(shown), WIDEST_COLUMN)
    parts, y = _head(shown, today, (left, column), colour), HEAD
    for close in closes:
        room = width if narrow else NAMES - 12
        parts.append(_name(close, today, (0.0, y), room, colour))
        top = y + (NAME_LINES if narrow else 0)
        parts += [
            _cell(close, each, today, (left + place * column, top), column, colour) for place, each in enumerate(shown)
        ]
        y = top + ROW + 6
    if (shown[0], shown[-1]) != days:
        words = f"Shown: {day(shown[0])} to {day(shown[-1])}, of {day(days[0])} to {day(days[1])}."
        parts.append(text(words, (left, y + 12), colour["ink-3"], SMALL))
        y += 18
    parts += _key((left, y + 8), colour)
    y += 22
    below, y = _open_tasks(closes, today, y, width, colour)
    return drawing((width, y + 4), summary(closes, today), [*parts, *below])


def window(days: tuple[date, date], today: date, most: int) -> list[date]:
    """The days, or as many of them around today as fit."""
    whole = [days[0] + timedelta(days=step) for step in range((days[1] - days[0]).days + 1)]
    first = min(max((today - days[0]).days - most // 2, 0), max(len(whole) - most, 0))
    return whole[first : first + most]


def summary(closes: Sequence[Close], today: date) -> str:
    """How many are closed, how many tasks are open and late."""
    closed = sum(close.closed_on is not None for close in closes)
    tasks = open_tasks(closes)
    late = sum(task.due < today for _, task in tasks)
    return f"{closed:,} of {many(len(closes), 'close')} done; {many(len(tasks), 'task')} open, {late:,} of them late."


def open_tasks(closes: Sequence[Close]) -> list[tuple[Close, Task]]:
    """What is not done, the earliest due first."""
    found = [(close, task) for close in closes for task in close.tasks if task.done_on is None]
    return sorted(found, key=lambda each: (each[1].due, each[0].entity, each[1].name))


def state_of(tasks: Sequence[Task], today: date) -> tuple[Mark, int] | None:
    """The worst state of the tasks of a day and how many are in it: late, then open, then done."""
    late = [task for task in tasks if task.done_on is None and task.due < today]
    still_open = [task for task in tasks if task.done_on is None and task.due >= today]
    worst: list[tuple[Mark, list[Task]]] = [("bad", late), ("open", still_open), ("good", list(tasks))]
    return next(((kind, len(found)) for kind, found in worst if found), None)


def _head(days: Sequence[date], today: date, columns: tuple[float, float], colour: Mapping[str, str]) -> list[str]:
    left, column = columns
    parts = []
    for place, each in enumerate(days):
        middle = left + (place + 0.5) * column
        here = each == today
        ink = colour["accent" if here else "ink-3"]
        if place == 0 or each.day == 1:
            month = f"{MONTHS[each.month - 1]} {each.year}"
            parts.append(text(month, (left + place * column + 2, 12.0), colour["ink-2"], SMALL, weight=600))
        letter = "today" if here and column >= 34 else LETTERS[each.weekday()]
        weight = 600 if here else None
        parts.append(text(letter, (middle, 28.0), ink, SMALL, anchor="middle", weight=weight))
        parts.append(text(str(each.day), (middle, 44.0), ink, SMALL, anchor="middle", weight=weight))
        if here:
            parts.append(line((middle - column * 0.36, 50.0), (middle + column * 0.36, 50.0), ink, 2))
    return parts


def _name(close: Close, today: date, corner: tuple[float, float], room: float, colour: Mapping[str, str]) -> str:
    (x, y), (kind, words) = corner, _standing(close, today)
    ink = colour[{"good": "good", "bad": "bad", "watch": "watch"}.get(kind, "ink-2")]
    return titled(
        f"{close.entity}, {words}",
        text(cut(close.entity, room, LABEL, 500), (x, y + 15), colour["ink"], LABEL, weight=500),
        mark(kind, (x + 5, y + 27), colour),
        text(cut(words, room - 16, SMALL), (x + 15, y + 31), ink, SMALL, weight=500),
    )


def _standing(close: Close, today: date) -> tuple[Mark, str]:
    left = sum(task.done_on is None for task in close.tasks)
    if close.closed_on:
        late = close.target is not None and close.closed_on > close.target
        return (
            ("watch", f"closed {day(close.closed_on)}, after target")
            if late
            else ("good", f"closed {day(close.closed_on)}")
        )
    if close.target is not None and close.target < today:
        return "bad", f"past target {day(close.target)}, {left:,} open"
    return "open", f"{left:,} open" + (f", target {day(close.target)}" if close.target else "")


def _cell(
    close: Close, each: date, today: date, corner: tuple[float, float], column: float, colour: Mapping[str, str]
) -> str:
    (x, y), tasks = corner, [task for task in close.tasks if task.due == each]
    found, away = state_of(tasks, today), close.away.get(each)
    parts = [
        rect(
            (x + 1, y),
            (column - 2, ROW - 4),
            colour["sunken" if away else "surface"],
            stroke=colour["hairline"],
            radius=4,
        )
    ]
    if each == close.target:
        stroke = colour["ink"]
        parts.append(line((x + column - 1, y - 2), (x + column - 1, y + ROW - 2), stroke, 1.5, "4 3"))
    middle, level = x + column / 2, y + (ROW - 4) / 2
    if found:
        kind, number = found
        parts.append(mark(kind, (middle - 6, level), colour))
        parts.append(text(str(number), (middle + 2, level + 4), colour["ink"], SMALL, weight=600))
    elif away:
        parts.append(text("–", (middle, level + 4), colour["ink-3"], SMALL, anchor="middle"))
    told = [
        day(each, year=True),
        away or "",
        "closed" if each == close.closed_on else "",
        "target" if each == close.target else "",
    ]
    told += [f"{task.name}: {_told(task, today)}" for task in tasks]
    return titled("; ".join(filter(None, told)), *parts)


def _key(corner: tuple[float, float], colour: Mapping[str, str]) -> list[str]:
    """What the shapes mean, and the dashed line."""
    x, y = corner
    parts = []
    key: tuple[tuple[Mark, str], ...] = (("good", "done"), ("open", "open"), ("bad", "late"))
    for kind, words in key:
        parts += [mark(kind, (x + 6, y), colour), text(words, (x + 15, y + 4), colour["ink-3"], SMALL)]
        x += 24 + text_width(words, SMALL)
    parts.append(line((x + 4, y - 6), (x + 4, y + 6), colour["ink"], 1.5, "4 3"))
    parts.append(text("end of the target day", (x + 11, y + 4), colour["ink-3"], SMALL))
    return parts


def _told(task: Task, today: date) -> str:
    if task.done_on:
        return f"done {day(task.done_on)}"
    return f"late since {day(task.due)}" if task.due < today else f"due {day(task.due)}"


def _open_tasks(
    closes: Sequence[Close], today: date, y: float, width: float, colour: Mapping[str, str]
) -> tuple[list[str], float]:
    """The open tasks as lines, and where they end."""
    tasks = open_tasks(closes)
    if not tasks:
        return [text("Nothing is open.", (0.0, y + 16), colour["ink-2"], LABEL)], y + 22
    parts = [text("Open", (0.0, y + 16), colour["ink"], LABEL, weight=600)]
    y += 22
    for close, task in tasks[:MOST_TASKS]:
        late = task.due < today
        when = _told(task, today)
        room = width - 20 - text_width(when, LABEL, 500) - 12
        words = " · ".join(filter(None, (task.name, close.entity, task.holder)))
        parts.append(
            titled(
                f"{words}, {when}",
                mark("bad" if late else "open", (6.0, y + TASK / 2), colour),
                text(cut(words, room, LABEL), (18.0, y + TASK / 2 + 4), colour["ink-2"], LABEL),
                text(
                    when, (width, y + TASK / 2 + 4), colour["bad" if late else "ink-2"], LABEL, weight=500, anchor="end"
                ),
                element("path", {"d": f"M0 {y + TASK:g}H{width:g}", "stroke": colour["hairline"], "fill": "none"}),
            )
        )
        y += TASK
    if len(tasks) > MOST_TASKS:
        parts.append(text(f"{len(tasks) - MOST_TASKS:,} more in the table", (18.0, y + 15), colour["ink-3"], SMALL))
        y += TASK
    return parts, y
