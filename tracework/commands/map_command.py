"""The process map: which activity follows which, how often, and how long the work waits in between."""

from pathlib import Path
from typing import Annotated, Any

import typer

from core.counted import many
from mining.map_graph import graph
from mining.process_map import Move, ProcessMap, process_map, usual_activities
from tracework.commands.options import JsonOption, WhereOption, WorkspaceOption, place_to_write
from tracework.commands.shown_process import chosen_cases
from tracework.terminal import duration, print_json, say, table, tell

SHOWN = 30


def run(
    process: Annotated[str | None, typer.Argument(help="The process; not needed where there is one only.")] = None,
    workspace: WorkspaceOption = None,
    where: WhereOption = None,
    svg: Annotated[Path | None, typer.Option(help="Draw the map into this SVG file.")] = None,
    json: JsonOption = False,
) -> None:
    picture = place_to_write(svg) if svg else None
    with chosen_cases(workspace, process, where) as (log, selection):
        if picture:
            _draw(process_map(log, selection, usual_activities(log, selection)), picture)
            return
        found = process_map(log, selection)
        if json:
            print_json(as_json(found))
        else:
            _show(found)


def as_json(found: ProcessMap) -> dict[str, Any]:
    """The map as scripts read it."""
    return {
        "cases": found.selection.cases,
        "events": found.selection.events,
        "duplication": round(found.process.duplication, 6),
        "start": {activity.name: activity.starts for activity in found.activities if activity.starts},
        "end": {activity.name: activity.ends for activity in found.activities if activity.ends},
        "edges": [_edge(found, move) for move in found.moves],
    }


def _edge(found: ProcessMap, move: Move) -> dict[str, Any]:
    names = found.process.activities
    elapsed = move.elapsed.seconds() if move.elapsed else {}
    business = move.business.seconds() if move.business else {}
    return {
        "from": names[move.from_no],
        "to": names[move.to_no],
        "count": move.count,
        "mean_s": elapsed.get("mean"),
        "median_s": elapsed.get("median"),
        "p95_s": elapsed.get("p95"),
        "business_mean_s": business.get("mean"),
    }


def _show(found: ProcessMap) -> None:
    moves = sorted(found.moves, key=lambda move: -move.count)
    rows = [
        [found.process.activities[move.from_no], found.process.activities[move.to_no], move.count]
        + [duration(value) for value in _figures(move)]
        for move in moves[:SHOWN]
    ]
    table(["from", "to", "moves", "half within", "mean", "95 in 100 within"], rows)
    if len(moves) > SHOWN:
        say(f"… and {len(moves) - SHOWN:,} rarer moves; --json prints them all.")
    tell(f"{many(found.selection.cases, 'case')}, {many(found.selection.events, 'event')}. Next: tracework serve")


def _figures(move: Move) -> list[float | None]:
    seconds = move.elapsed.seconds() if move.elapsed else {}
    return [seconds.get("median"), seconds.get("mean"), seconds.get("p95")]


def _draw(found: ProcessMap, path: Path) -> None:
    from figures.process_map import process_map_svg

    path.write_text(process_map_svg(graph(found)), encoding="utf-8")
    tell(f"Drawn into {path}.")
