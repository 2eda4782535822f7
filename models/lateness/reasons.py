"""Why a running case will be late, in words: the columns of the trees gathered into what people know."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from models.detector import Reason
from models.lateness.chance import Lateness, columns_of
from models.lateness.watched import Watched
from models.remaining_time.encoding import encode
from models.remaining_time.histories import Floats

SMALL = 0.01
"""What moves the chance by less is told together."""
PACE = ("elapsed", "since_last", "last_gap", "gap_before")
CALENDAR = ("hour", "weekday", "day_of_year", "of_week", "to_year_end")
LOAD = ("open_cases", "begun_last_week", "events_last_week")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def reasons_of(
    one: Watched, lateness: Lateness, look: tuple[int, float], points: Floats, object_id: str
) -> tuple[Reason, ...]:
    """The largest first; together they lead from the usual chance to the case's own."""
    row, now = look
    rows, at = np.array([row]), np.array([now])
    moments = one.moments(rows, at)
    seen = dict(zip(lateness.words.names, encode(one.histories, moments, lateness.words)[0].tolist(), strict=True))
    used = float(one.used(rows, at)[0])
    event = int(moments.event[0])
    gathered: dict[str, float] = {"used": float(points[0])}
    for name, value in zip(columns_of(lateness.words), points[1:].tolist(), strict=False):
        group = _group(name)
        gathered[group] = gathered.get(group, 0.0) + value
    texts: dict[str, Callable[[], str]] = {
        "used": lambda: f"{used * one.level.hours:.0f} of {one.level.hours:.0f} {one.hours} are used",
        "place": lambda: _place(one, lateness, event),
        "steps": lambda: _steps(one, event, seen),
        "pace": lambda: f"The last step was {_span(seen['since_last'])} ago",
        "calendar": lambda: f"It is {DAYS[int(seen['weekday'])]}",
        "load": lambda: (
            f"{seen['open_cases']:.0f} cases are open, {seen['begun_last_week']:.0f} began in the last week"
        ),
        "who": lambda: "Whose the last step was",
    }
    told = [
        Reason(texts[group](), value, (object_id,))
        for group, value in sorted(gathered.items(), key=lambda item: (-abs(item[1]), item[0]))
        if abs(value) >= SMALL
    ]
    rest = float(points.sum() - sum(reason.points or 0.0 for reason in told))
    if abs(rest) > 1e-9 or not told:
        told.append(Reason("Everything else about it", rest, (object_id,)))
    return tuple(told)


def _group(name: str) -> str:
    kind, _, what = name.partition(":")
    if name in PACE:
        return "pace"
    if name in CALENDAR:
        return "calendar"
    if name in LOAD:
        return "load"
    if kind == "last" and what in ("place", "who"):
        return what
    return "used" if name == "used" else "steps"


def _place(one: Watched, lateness: Lateness, event: int) -> str:
    value = one.histories.said["place"][event]
    share = lateness.of_places.get(value or "")
    if not value or share is None:
        return "Where it is"
    return f"{value.replace('_', ' ').title()}: {share:.0%} are late, of all {lateness.usual:.0%}"


def _steps(one: Watched, event: int, seen: dict[str, float]) -> str:
    last, repeats = one.histories.activity[event], int(seen["repeats"])
    if repeats:
        return f"The last step was “{last}”, and {repeats} step{'s' if repeats > 1 else ''} came again"
    return f"The last step was “{last}”"


def _span(days: float) -> str:
    return f"{days:.0f} days" if days >= 2 else f"{days * 24:.0f} hours"
