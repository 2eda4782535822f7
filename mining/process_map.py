"""The process map: how often each activity and each move between activities happens, and how long the moves wait.

Frequencies come from the variants, times from one grouped pass over the steps. Hidden activities are taken out of the
cases first: a move then leads to the next shown activity, and its counts and times are those of that longer way.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from core.sql import load
from eventlog.filters import Selection
from eventlog.reading import ProcessLog
from mining.times import Times, times_of

if TYPE_CHECKING:
    import pandas

Waits = tuple[Times | None, Times | None]
"""Elapsed and in business time."""

FIGURES = "count({wait}), quantile_cont({wait}, [0.5, 0.95]), sum({wait})"
# the working time that passed before each step, over all cases, so that a difference bridges the hidden ones
WORKED = (
    ", sum(coalesce(business_wait_us, 0)) over (rows unbounded preceding) - coalesce(business_wait_us, 0) as worked_us"
)
BUSINESS_WAIT = ", (lead(worked_us) over () - worked_us)::bigint as business_wait_us"


@dataclass(frozen=True)
class Activity:
    number: int
    name: str
    place: int
    events: int
    cases: int
    starts: int
    ends: int


@dataclass(frozen=True)
class Move:
    """From one shown activity to the next; `jumps` are the times that it passes hidden ones. Same ends: a self loop."""

    from_no: int
    to_no: int
    count: int
    cases: int
    jumps: int
    elapsed: Times | None
    business: Times | None


@dataclass(frozen=True)
class ProcessMap:
    """All moves of the chosen cases between the shown activities. What to draw of it is the graph's concern."""

    process: ProcessLog = field(repr=False)
    selection: Selection = field(repr=False)
    shown: tuple[int, ...]
    activities: list[Activity]
    moves: list[Move]
    activities_total: int

    @cached_property
    def hidden_events(self) -> int:
        """Events of the chosen cases that the map leaves out."""
        return self.selection.events - sum(activity.events for activity in self.activities)

    @cached_property
    def hidden_cases(self) -> int:
        """Chosen cases that have at least one hidden event."""
        if len(self.shown) == self.activities_total:
            return 0
        self.selection.on(self.process)
        return int(
            self.process.database.value(
                "select coalesce(sum(cases), 0) from chosen_variant "
                "where not list_has_all($shown::integer[], activities::integer[])",
                shown=list(self.shown),
            )
        )

    def replayed(self, order: Sequence[tuple[int, int]]) -> list[int]:
        """For each number of drawn moves, in this order, the cases whose every move is drawn. Self loops are."""
        _set_moves(self.process, self.selection, self.shown, self.activities_total)
        width = len(self.process.activities) + 1
        text = load("mining", "replayed.sql").replace("{width}", str(width))
        codes = [from_no * width + to_no for from_no, to_no in order]
        by_last = dict(self.process.database.rows(text, order=codes, shown=list(self.shown)))
        reached, cases = [], by_last.get(0, 0)
        for number in range(1, len(order) + 1):
            cases += by_last.get(number, 0)
            reached.append(cases)
        return reached

    def systems(self) -> dict[int, str]:
        """By activity, the system that records most of its events; empty where all come from one."""
        database = self.process.database
        if database.value("select count(distinct coalesce(system, name)) from source") < 2:
            return {}
        self.selection.on(self.process)
        return dict(database.rows(load("mining", "activity_systems.sql")))

    def frame(self) -> "pandas.DataFrame":
        """The moves as a pandas table, times in seconds."""
        import pandas

        names = self.process.activities
        rows = [
            {"from": names[move.from_no], "to": names[move.to_no], "count": move.count, "cases": move.cases}
            | {f"{key}_s": value for key, value in (move.elapsed.seconds() if move.elapsed else {}).items()}
            | {f"business_{key}_s": value for key, value in (move.business.seconds() if move.business else {}).items()}
            for move in self.moves
        ]
        return pandas.DataFrame(rows)


def process_map(
    process: ProcessLog, selection: Selection, activities: Sequence[int] | None = None, times: bool = True
) -> ProcessMap:
    """The map of the chosen cases on these activities (None: all that they have)."""
    selection.on(process)
    everywhere = _activities(process, selection)
    present = [activity.number for activity in everywhere]
    shown = tuple(present if activities is None else sorted(set(activities) & set(present)))
    counted = everywhere if len(shown) == len(present) else _activities(process, selection, shown)
    _set_moves(process, selection, shown, len(present))
    rows = process.database.rows(
        "select from_no::integer, to_no::integer, sum(times * cases)::bigint, sum(cases)::bigint, "
        "sum(jumps * cases)::bigint from shown_move join chosen_variant using (variant_no) group by all order by all"
    )
    waits = _waits(process, shown, len(present)) if times else {}
    moves = [_move(row, waits.get((row[0], row[1]))) for row in rows]
    return ProcessMap(process, selection, shown, counted, moves, len(present))


def usual_activities(process: ProcessLog, selection: Selection, share: float = 0.02, most: int = 20) -> list[int]:
    """The activities a map shows unless asked otherwise: those in this share of the cases or more, at most so many."""
    selection.on(process)
    everywhere = _activities(process, selection)
    common = [activity for activity in everywhere if activity.cases >= share * selection.cases]
    common.sort(key=lambda activity: (-activity.cases, -activity.events, activity.place))
    return [activity.number for activity in common[:most]]


def _move(row: tuple[int, ...], waits: Waits | None) -> Move:
    from_no, to_no, count, cases, jumps = row
    elapsed, business = waits or (None, None)
    return Move(from_no, to_no, count, cases, jumps, elapsed, business)


def _set_moves(process: ProcessLog, selection: Selection, shown: Sequence[int], present: int) -> None:
    """Let shown_move be the moves of each variant once the hidden activities are taken out of it."""
    selection.on(process)
    if len(shown) == present:
        process.database.run("drop table if exists temp.projected_move")
        process.database.run(
            "create or replace temp view shown_move as "
            "select variant_no, from_no, to_no, times, 0 as jumps from chosen_edge"
        )
    else:
        process.database.run(load("mining", "projected_moves.sql"), shown=list(shown))
        process.database.run("create or replace temp view shown_move as select * from projected_move")


def _activities(process: ProcessLog, selection: Selection, shown: Sequence[int] | None = None) -> list[Activity]:
    """The counts of the shown activities, or of all that the chosen cases have."""
    kept = "list_filter(activities::integer[], lambda a: list_contains($shown::integer[], a))"
    # of the whole log the build has counted events and cases already
    file = "map_activities_whole.sql" if shown is None and selection.everything else "map_activities.sql"
    text = load("mining", file).replace("{kept}", "activities" if shown is None else kept)
    values: dict[str, object] = {} if shown is None else {"shown": list(shown)}
    rows = process.database.rows(text, **values)
    return [Activity(number, process.activities[number], process.places[number], *counts) for number, *counts in rows]


def _waits(process: ProcessLog, shown: Sequence[int], present: int) -> dict[tuple[int, int], Waits]:
    business = process.has_business_time
    # a wide range of group numbers, for DuckDB finishes narrow ones on one thread
    width = max(len(process.activities), 4096)
    pieces = {
        "width": str(width),
        "figures": ",\n    ".join(FIGURES.format(wait=wait) for wait in ("wait_us", *["business_wait_us"] * business)),
        "shown": ", ".join(map(str, shown)) or "null",
        "worked": WORKED if business else "",
        "business_wait": BUSINESS_WAIT if business else "",
    }
    text = load("mining", "map_times.sql" if len(shown) == present else "map_times_projected.sql")
    for name, piece in pieces.items():
        text = text.replace("{" + name + "}", piece)
    return {
        divmod(move, width): (times_of(*figures[:3]), times_of(*figures[3:]) if business else None)
        for move, *figures in process.database.rows(text)
    }
