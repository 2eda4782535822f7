"""What a billable event waits for: its preconditions, done, in the way or not needed, who holds each and how long."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from core.counted import many
from figures.amounts import Unit
from figures.svg import LABEL, SMALL, Mark, SvgTheme, drawing, element, mark, palette, rect, says_nothing, text, titled
from figures.text_width import cut, text_width

State = Literal["done", "blocking", "not_needed"]
EMPTY = "No preconditions are known of this billable event, so nobody can say whether it is ready to bill."
WORDS: dict[str, str] = {"done": "done", "blocking": "in the way", "not_needed": "not needed"}
MARKS: dict[str, Mark] = {"done": "good", "blocking": "blocked", "not_needed": "none"}
ROW, GAP, WIDEST = 48.0, 8.0, 900.0
STACKED_BELOW = 560.0


@dataclass(frozen=True)
class Precondition:
    """One thing that must be so before billing: its name, its state, who holds or held it, and how long it took or has
    been waited for, in the unit of the graph; None where that is not known."""

    name: str
    state: State
    holder: str = ""
    waited: float | None = None


@dataclass(frozen=True)
class BillableEvent:
    """What is to be billed, and its money in words, such as €288,000."""

    name: str
    amount: str = ""


def readiness_graph(
    event: BillableEvent, preconditions: Sequence[Precondition], unit: Unit, width: float = 720,
    theme: SvgTheme = "page",
) -> str:  # fmt: skip
    """Preconditions on the left with an arrow each, the event on the right; below one another where it is narrow. What
    is in the way comes first."""
    if not preconditions:
        return says_nothing(EMPTY, width, theme)
    wide, colour = min(width, WIDEST), palette(theme)
    rows = in_order(preconditions)
    told = summary(event, rows, unit)
    stacked = width < STACKED_BELOW
    box = wide if stacked else wide * 0.56
    target = 230.0 if not stacked else wide
    top = ROW + 24 if stacked else 0.0
    parts = []
    for place, each in enumerate(rows):
        y = top + place * (ROW + GAP)
        parts.append(_precondition(each, (0.0 if not stacked else 20.0, y), box - (20 if stacked else 0), unit, colour))
    height = top + len(rows) * (ROW + GAP) - GAP
    centre = (wide - target, 0.0) if stacked else (wide - target, height / 2 - ROW / 2)
    parts += [_arrow(each, place, (box, top), centre, stacked, colour) for place, each in enumerate(rows)]
    parts.append(_event(event, rows, centre, target, colour))
    return drawing((wide, max(height, ROW) + 1), told, parts)


def in_order(preconditions: Sequence[Precondition]) -> list[Precondition]:
    """What is in the way first, the longest wait before the others; then what is done, then what is not needed."""
    order = ("blocking", "done", "not_needed")
    return sorted(
        preconditions,
        key=lambda each: (order.index(each.state), -(each.waited or 0.0) if each.state == "blocking" else 0.0),
    )


def summary(event: BillableEvent, preconditions: Sequence[Precondition], unit: Unit) -> str:
    """Whether the event can be billed, and what is in the way, with whom and how long."""
    blocking = [each for each in preconditions if each.state == "blocking"]
    if not blocking:
        return f"{event.name} is ready to bill: {many(len(preconditions), 'precondition')} met or not needed."
    told = "; ".join(", ".join(filter(None, (each.name, each.holder, _waited(each, unit)))) for each in blocking)
    return f"{event.name} is not ready to bill. In the way: {told}."


def _precondition(
    each: Precondition, corner: tuple[float, float], width: float, unit: Unit, colour: Mapping[str, str]
) -> str:
    (x, y), blocking = corner, each.state == "blocking"
    ink = colour["ink-3"] if each.state == "not_needed" else colour["ink"]
    waited = _waited(each, unit)
    room = width - 34 - (text_width(waited, LABEL, 600) + 16 if waited else 0)
    state = f"{WORDS[each.state]}{f' · {each.holder}' if each.holder else ''}"
    border = {"stroke": colour["bad" if blocking else "hairline"], "radius": 8}
    dash = "4 3" if each.state == "not_needed" else None
    parts = [
        rect(corner, (width, ROW), colour["surface"], **border, dash=dash),
        mark(MARKS[each.state], (x + 16, y + 17), colour),
        text(cut(each.name, room, LABEL, 600), (x + 28, y + 21), ink, LABEL, weight=600),
        text(cut(state, width - 40, SMALL), (x + 28, y + 38), colour["bad" if blocking else "ink-3"], SMALL),
    ]
    if waited:
        parts.append(text(waited, (x + width - 12, y + 21), ink, LABEL, weight=600, anchor="end"))
    return titled(", ".join(filter(None, (each.name, state, waited))), *parts)


def _arrow(
    each: Precondition, place: int, start: tuple[float, float], end: tuple[float, float], stacked: bool,
    colour: Mapping[str, str],
) -> str:  # fmt: skip
    """From a precondition to the event: strong where it is in the way, dashed where it is not needed."""
    y = start[1] + place * (ROW + GAP) + ROW / 2
    if stacked:
        path = f"M20 {y:g}H8V{ROW + 8:g}"
        head = f"M4 {ROW + 12:g}l4 -8 4 8z"
    else:
        middle, level = (start[0] + end[0]) / 2, end[1] + ROW / 2
        path = f"M{start[0]:g} {y:g}C{middle:g} {y:g} {middle:g} {level:g} {end[0] - 8:g} {level:g}"
        head = f"M{end[0] - 8:g} {level - 4:g}l8 4 -8 4z"
    ink = colour[{"blocking": "bad", "done": "good", "not_needed": "comparison"}[each.state]]
    stroke = {
        "d": path, "fill": "none", "stroke": ink, "stroke-width": 2.0 if each.state == "blocking" else 1.2,
        "stroke-dasharray": {"blocking": "6 4", "not_needed": "2 3"}.get(each.state),
    }  # fmt: skip
    return element("path", stroke) + element("path", {"d": head, "fill": ink})


def _event(
    event: BillableEvent, preconditions: Sequence[Precondition], corner: tuple[float, float], width: float,
    colour: Mapping[str, str],
) -> str:  # fmt: skip
    blocking = sum(each.state == "blocking" for each in preconditions)
    x, y = corner
    words = f"blocked by {blocking}" if blocking else "ready to bill"
    ink = colour["bad" if blocking else "good"]
    parts = [
        rect(corner, (width, ROW), colour["surface"], stroke=colour["ink-3"], radius=8),
        text(cut(event.name, width - 24, LABEL, 600), (x + 12, y + 21), colour["ink"], LABEL, weight=600),
        mark("blocked" if blocking else "good", (x + 17, y + 34), colour),
        text(words, (x + 28, y + 38), ink, SMALL, weight=500),
    ]
    if event.amount:
        parts.append(text(event.amount, (x + width - 12, y + 38), colour["ink"], LABEL, weight=600, anchor="end"))
    return titled(f"{event.name}, {words}", *parts)


def _waited(each: Precondition, unit: Unit) -> str:
    """≥ 8.0 bd while it is in the way, 3.1 bd once it is done."""
    if each.waited is None or each.state == "not_needed":
        return ""
    return f"≥ {unit.words(each.waited)}" if each.state == "blocking" else unit.words(each.waited)
