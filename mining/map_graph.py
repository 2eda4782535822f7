"""The process map as the drawing reads it: nodes, edges, the order in which paths appear, what is hidden in words."""

from typing import Any

from eventlog.filters import Selection
from eventlog.reading import ProcessLog
from mining.map_paths import paths_of
from mining.process_map import Activity, Move, ProcessMap, process_map, usual_activities
from mining.times import Times

PHONE_ACTIVITIES = 8
DESK_ACTIVITIES = 20


def map_graph(process: ProcessLog, selection: Selection, most: int = DESK_ACTIVITIES) -> dict[str, Any]:
    """The graph of the chosen cases on the activities that a map usually shows, at most so many."""
    return graph(process_map(process, selection, usual_activities(process, selection, most=most)))


def graph(drawn: ProcessMap, title: str | None = None) -> dict[str, Any]:
    """The JSON of a map; times in seconds."""
    paths = paths_of(drawn)
    cases = drawn.selection.cases
    replayed = drawn.replayed([(move.from_no, move.to_no) for move in paths.moves])
    loops = {move.from_no: move for move in drawn.moves if move.from_no == move.to_no}
    systems = drawn.systems()
    return {
        "title": drawn.process.title if title is None else title,
        "cases": cases,
        "events": drawn.selection.events,
        "activities_total": drawn.activities_total,
        "paths_total": len(paths.moves),
        "moves_total": sum(move.count for move in paths.moves),
        "nodes": [
            _node(activity, loops.get(activity.number), systems) for activity in sorted(drawn.activities, key=_place)
        ],
        "edges": [_edge(move, systems) for move in paths.moves],
        "edge_order": [_id(move) for move in paths.moves],
        "backbone": paths.backbone,
        "shown": paths.shown,
        "hidden": _hidden(drawn),
        "replay_by_paths": [round(number / max(cases, 1), 6) for number in replayed],
    }


def _place(activity: Activity) -> int:
    return activity.place


def _id(move: Move) -> str:
    return f"{move.from_no}>{move.to_no}"


def _seconds(times: Times | None) -> dict[str, float] | None:
    return times.seconds() if times else None


def _node(activity: Activity, loop: Move | None, systems: dict[int, str]) -> dict[str, Any]:
    return {
        "id": activity.number,
        "name": activity.name,
        "place": activity.place,
        "events": activity.events,
        "cases": activity.cases,
        "starts": activity.starts,
        "ends": activity.ends,
        "self_count": loop.count if loop else 0,
        "self_cases": loop.cases if loop else 0,
        "self": _seconds(loop.elapsed) if loop else None,
        "self_business": _seconds(loop.business) if loop else None,
        "waiting": None,
        "system": systems.get(activity.number),
    }


def _edge(move: Move, systems: dict[int, str]) -> dict[str, Any]:
    before, after = systems.get(move.from_no), systems.get(move.to_no)
    return {
        "id": _id(move),
        "from": move.from_no,
        "to": move.to_no,
        "count": move.count,
        "cases": move.cases,
        "elapsed": _seconds(move.elapsed),
        "business": _seconds(move.business),
        "jumps": move.jumps,
        "system_change": before is not None and after is not None and before != after,
    }


def _hidden(drawn: ProcessMap) -> dict[str, Any]:
    number = drawn.activities_total - len(drawn.activities)
    events = drawn.hidden_events / max(drawn.selection.events, 1)
    cases = drawn.hidden_cases / max(drawn.selection.cases, 1)
    return {
        "activities": number,
        "events_share": events,
        "cases_share": cases,
        "words": _words(number, drawn, events, cases),
    }


def _words(number: int, drawn: ProcessMap, events: float, cases: float) -> str:
    if not number:
        return f"All {drawn.activities_total:,} activities are shown."
    verb = "is" if number == 1 else "are"
    return (
        f"{number:,} of {drawn.activities_total:,} activities {verb} hidden: {_percent(events)} of the events; "
        f"{_percent(cases)} of the cases pass {'it' if number == 1 else 'one of them'}."
    )


def _percent(share: float) -> str:
    percent = share * 100
    return "less than 0.1%" if 0 < percent < 0.05 else f"{percent:.1f}%" if percent < 10 else f"{percent:.0f}%"
