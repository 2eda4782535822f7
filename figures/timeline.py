"""One engagement over all systems: a lane for each type of thing, bars for waits and work, points for what happened.

Words that would touch move to another row of their lane; what finds no room keeps its shape in the last row and tells
its words when pointed at, and the lane says how many those are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from core.counted import many
from figures.amounts import day
from figures.svg import LABEL, SMALL, Mark, SvgTheme, drawing, line, mark, palette, rect, says_nothing, text, titled
from figures.text_width import cut, text_width
from metrics.period import MONTHS

EMPTY = "Nothing has happened yet that a system wrote down. Pull the systems, or choose another engagement."
NAMES, NARROW_BELOW = 132.0, 560.0
ROW, LANE_GAP, AXIS_HEIGHT, NAME_LINE = 22.0, 6.0, 26.0, 20.0
MOST_ROWS, LONGEST_WORDS = 4, 190.0
TICK_EVERY = 72.0


@dataclass(frozen=True)
class Lane:
    """A type of thing, such as Time, and the system that tells of it."""

    name: str
    system: str = ""


@dataclass(frozen=True)
class Point:
    """Something that happened, or is due, in a lane; `kind` is the shape of its status."""

    lane: str
    at: datetime
    words: str
    kind: Mark = "good"


@dataclass(frozen=True)
class Bar:
    """Something that lasted; `end` is None while it does. A `long_wait` is drawn stronger than a `wait`."""

    lane: str
    start: datetime
    end: datetime | None
    words: str
    kind: Literal["wait", "long_wait", "work"] = "wait"


@dataclass
class _Placed:
    """An item with its pixels, where its words begin (None if they find no room), and its row."""

    item: Point | Bar
    left: float
    right: float
    words_at: float | None = None
    row: int = 0


@dataclass
class _Row:
    """What is taken of a row, as (left, right)."""

    taken: list[tuple[float, float]] = field(default_factory=list)

    def has_room(self, left: float, right: float) -> bool:
        return all(right <= start or left >= end for start, end in self.taken)


def timeline(
    lanes: Sequence[Lane], items: Sequence[Point | Bar], today: datetime, width: float = 1100, theme: SvgTheme = "page"
) -> str:
    """All items in the order of the lanes. Times have a zone; the axis is in UTC."""
    if not items:
        return says_nothing(EMPTY, width, theme)
    unknown = sorted({item.lane for item in items} - {lane.name for lane in lanes})
    if unknown:
        raise ValueError(f"Items name lanes that are not given: {', '.join(unknown)}.")
    narrow, colour = width < NARROW_BELOW, palette(theme)
    left = 0.0 if narrow else NAMES
    scale = _Scale(_range(items, today), (left + 8, width - 8))
    parts, y = [], AXIS_HEIGHT
    for lane in lanes:
        placed = packed([item for item in items if item.lane == lane.name], scale, today)
        rows = 1 + max((each.row for each in placed), default=0)
        top = y + (NAME_LINE if narrow else 0)
        parts.append(_lane(lane, placed, (y, width if narrow else NAMES - 8), colour))
        parts.append(
            line((left, top + rows * ROW + LANE_GAP / 2), (width, top + rows * ROW + LANE_GAP / 2), colour["hairline"])
        )
        parts += [_drawn(each, top, colour) for each in placed]
        y = top + rows * ROW + LANE_GAP
    axis = _axis(scale, today, y, colour)
    return drawing((width, y + 2), summary(lanes, items), [*axis, *parts])


def summary(lanes: Sequence[Lane], items: Sequence[Point | Bar]) -> str:
    """How much is drawn, since when, and how many things still last."""
    first, last = min(map(_begins, items)), max(map(_begins, items))
    lasting = sum(isinstance(item, Bar) and item.end is None for item in items)
    words = (
        f"{many(len(items), 'event')} in {many(len(lanes), 'lane')}, {day(first, year=True)} to {day(last, year=True)}"
    )
    return f"{words}; {lasting:,} still lasting."


def packed(items: Sequence[Point | Bar], scale: "_Scale", today: datetime) -> list[_Placed]:
    """Each item in the first row of its lane with room for it and its words, else as a shape where there is room."""
    rows = [_Row() for _ in range(MOST_ROWS)]
    found = []
    for item in sorted(items, key=_begins):
        left = scale.at(_begins(item)) - (5 if isinstance(item, Point) else 0)
        right = left + 10 if isinstance(item, Point) else max(scale.at(item.end or today), left + 3)
        words = text_width(cut(item.words, LONGEST_WORDS, SMALL), SMALL) + 6
        found.append(_in_a_row(_Placed(item, left, right), words, rows, scale.right))
    return found


def _in_a_row(each: _Placed, words: float, rows: Sequence[_Row], edge: float) -> _Placed:
    sides = [
        (each.left, each.right + words + 8, each.right + 6),
        (each.left - words - 8, each.right, each.left - words),
    ]
    for number, row in enumerate(rows[:-1]):
        for start, end, begin in sides:
            if (end <= edge + 8 if begin > each.left else start >= 0) and row.has_room(start, end):
                row.taken.append((start, end))
                each.row, each.words_at = number, begin
                return each
    free = [number for number, row in enumerate(rows) if row.has_room(each.left, each.right)]
    each.row = free[0] if free else len(rows) - 1
    rows[each.row].taken.append((each.left, each.right))
    return each


@dataclass(frozen=True)
class _Scale:
    """Moments as pixels."""

    moments: tuple[datetime, datetime]
    pixels: tuple[float, float]

    @property
    def right(self) -> float:
        return self.pixels[1]

    def at(self, moment: datetime) -> float:
        whole = (self.moments[1] - self.moments[0]) / timedelta(seconds=1)
        part = (moment - self.moments[0]) / timedelta(seconds=1) / whole
        return self.pixels[0] + part * (self.pixels[1] - self.pixels[0])


def _range(items: Sequence[Point | Bar], today: datetime) -> tuple[datetime, datetime]:
    moments = [moment for item in items for moment in (_begins(item), *_ends(item))] + [today]
    first, last = min(moments), max(moments)
    spare = max((last - first) * 0.02, timedelta(hours=12))
    return first - spare, last + spare


def _begins(item: Point | Bar) -> datetime:
    return item.at if isinstance(item, Point) else item.start


def _ends(item: Point | Bar) -> list[datetime]:
    return [item.end] if isinstance(item, Bar) and item.end else []


def _axis(scale: _Scale, today: datetime, bottom: float, colour: Mapping[str, str]) -> list[str]:
    """Months, or years where months would not fit, and today in the accent."""
    x = scale.at(today)
    parts = []
    for moment, words in ticks(scale):
        at = scale.at(moment)
        parts.append(line((at, AXIS_HEIGHT - 6), (at, bottom), colour["hairline"]))
        if at + text_width(words, SMALL) + 8 < x - 4 or at > x + text_width("today", SMALL, 600) + 2:
            parts.append(text(words, (at + 3, 14.0), colour["ink-3"], SMALL))
    anchor = "end" if x > scale.right - 40 else "start"
    parts.append(line((x, AXIS_HEIGHT - 6), (x, bottom), colour["accent"], 1.5))
    parts.append(
        text("today", (x + (-3 if anchor == "end" else 3), 14.0), colour["accent"], SMALL, weight=600, anchor=anchor)
    )
    return parts


def ticks(scale: _Scale) -> list[tuple[datetime, str]]:
    """First days of months, of every so many that their names do not touch."""
    first, last = scale.moments
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    most = max(1, int((scale.pixels[1] - scale.pixels[0]) / TICK_EVERY))
    every = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 600, 12_000) if months / step <= most or step == 12_000)
    found: list[tuple[datetime, str]] = []
    for number in range(first.year * 12 + first.month, last.year * 12 + last.month):
        year, month = divmod(number, 12)
        if number % every == 0:
            name = MONTHS[month]
            with_year = not found or month == 0 or every > 6 or found[-1][0].year != year
            found.append((datetime(year, month + 1, 1, tzinfo=UTC), f"{name} {year}" if with_year else name))
    return found or [(scale.moments[0], day(scale.moments[0], year=True))]


def _lane(lane: Lane, placed: Sequence[_Placed], place: tuple[float, float], colour: Mapping[str, str]) -> str:
    """The lane's name, its system, and how many of its items tell their words only when pointed at; `place` is its top
    and its width."""
    y, room = place
    silent = sum(each.words_at is None for each in placed)
    second = " ".join(filter(None, (lane.system, f"+{silent:,}" if silent else "")))
    name = cut(lane.name, room * 0.6, LABEL, 600)
    beside = text_width(name, LABEL, 600) + 6
    told = f"{lane.name}, {lane.system}" + (f"; {silent:,} tell their words when pointed at" if silent else "")
    return titled(
        told,
        text(name, (0.0, y + 15), colour["ink"], LABEL, weight=600),
        text(cut(second, room - beside, SMALL), (beside, y + 15), colour["ink-3"], SMALL),
    )


def _drawn(each: _Placed, top: float, colour: Mapping[str, str]) -> str:
    item, middle = each.item, top + each.row * ROW + ROW / 2
    if isinstance(item, Point):
        when, shape = day(item.at, year=True), mark(item.kind, (each.left + 5, middle), colour)
    else:
        when = f"{day(item.start, year=True)} to {day(item.end, year=True) if item.end else 'now'}"
        fill = {"wait": "ramp-2", "long_wait": "ramp-4", "work": "comparison"}[item.kind]
        stroke = colour["ramp-4"] if item.kind == "wait" else None
        dash = "3 2" if item.end is None else None
        shape = rect(
            (each.left, middle - 4), (each.right - each.left, 8.0), colour[fill], stroke=stroke, radius=2, dash=dash
        )
    parts = [shape]
    if each.words_at is not None:
        words = cut(item.words, LONGEST_WORDS, SMALL)
        parts.append(text(words, (each.words_at, middle + 4), colour["ink-2"], SMALL))
    return titled(f"{item.words}, {when}", *parts)
