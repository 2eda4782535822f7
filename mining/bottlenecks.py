"""Where work waits, ranked by all waiting together: on moves, before activities, for whom, where the system changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from core.errors import WrongUse
from core.sql import load
from eventlog.filters import Selection
from eventlog.reading import ProcessLog
from mining.times import Times, times_of

By = Literal["move", "activity", "resource", "system_change"]
Clock = Literal["elapsed", "business"]

SYSTEM = "list_extract($systems::integer[], {column} + 1)"
# by grouping: the numbers of what came before the wait and of what is waited for, and the waits that count
GROUPINGS = {
    "move": ("activity_no", "next_activity_no", "true"),
    "activity": ("null::integer", "next_activity_no", "true"),
    "resource": ("null::integer", "next_resource_no", "true"),
    "system_change": (
        SYSTEM.format(column="source_no"),
        SYSTEM.format(column="next_source_no"),
        "after_no <> before_no",
    ),
}
# the chosen steps lie in order, so the next step is simply the next row
FOLLOWING = ", lead(resource_no) over () as next_resource_no, lead(source_no) over () as next_source_no"


@dataclass(frozen=True)
class Waiting:
    """The waits at one place, between what was done (`after`) and whom or what it waits for (`before`)."""

    after: str | None
    before: str | None
    count: int
    share: float
    elapsed: Times
    business: Times | None


def bottlenecks(
    process: ProcessLog, selection: Selection, by: By = "move", clock: Clock = "elapsed", top: int = 20
) -> list[Waiting]:
    """The places with the most waiting, each with its share of all waiting. By resource: who does the next step."""
    if by not in GROUPINGS:
        raise WrongUse(f'Bottlenecks cannot be ranked by "{by}". Choose one of {", ".join(GROUPINGS)}.')
    if clock == "business" and not process.has_business_time:
        raise WrongUse(f"{process.title} has no calendar, so it has no business time. Rank by elapsed time instead.")
    selection.on(process)
    systems = process.database.column("select coalesce(system, name) from source order by source_no")
    distinct = sorted(set(systems))
    values: dict[str, object] = {"top": top}
    if by == "system_change":
        values["systems"] = [distinct.index(system) for system in systems]
    rows = process.database.rows(_filled(process, by, clock), **values)
    names = _names(process, by, distinct)
    return [
        Waiting(names.get(after), names.get(before), count, share, elapsed, times_of(*figures[2:]))
        for after, before, count, share, *figures in rows
        if (elapsed := times_of(count, *figures[:2])) is not None
    ]


def _filled(process: ProcessLog, by: By, clock: Clock) -> str:
    after, before, only = GROUPINGS[by]
    pieces = {
        "after": after,
        "before": before,
        "only": only,
        "following": FOLLOWING if by in ("resource", "system_change") else "",
        "business": "business_wait_us" if process.has_business_time else "null::bigint",
        "ranked": "business_total_us" if clock == "business" else "total_us",
        "ranked_wait": "business_wait_us" if clock == "business" else "wait_us",
    }
    text = load("mining", "bottlenecks.sql")
    for name, piece in pieces.items():
        text = text.replace("{" + name + "}", piece)
    return text


def _names(process: ProcessLog, by: By, systems: list[str]) -> Mapping[int | None, str]:
    if by == "resource":
        return dict(process.database.rows("select resource_no, name from resource"))
    return dict(enumerate(systems if by == "system_change" else process.activities))
