"""Where cases wait longest: between which steps, before which step, for whom, or where the system changes."""

from typing import Annotated, cast

import typer

from core.errors import WrongUse
from mining.bottlenecks import GROUPINGS, By, Clock, Waiting, bottlenecks
from tracework.commands.options import JsonOption, WhereOption, WorkspaceOption
from tracework.commands.shown_process import chosen_cases
from tracework.terminal import duration, print_json, table

CLOCKS = ("elapsed", "business")


def run(
    process: Annotated[str | None, typer.Argument(help="The process; not needed where there is one only.")] = None,
    workspace: WorkspaceOption = None,
    where: WhereOption = None,
    by: Annotated[str, typer.Option(help=f"One of {', '.join(GROUPINGS)}.")] = "move",
    clock: Annotated[str, typer.Option(help="elapsed or business.")] = "elapsed",
    top: Annotated[int, typer.Option(min=1, help="How many.")] = 10,
    json: JsonOption = False,
) -> None:
    if clock not in CLOCKS:
        raise WrongUse(f'There is no clock "{clock}". Choose one of {", ".join(CLOCKS)}.')
    with chosen_cases(workspace, process, where) as (log, selection):
        found = bottlenecks(log, selection, cast(By, by), cast(Clock, clock), top)
    if json:
        print_json([_as_json(place) for place in found])
    else:
        table(
            ["after", "waits for", "times", "half within", "together", "share"], [_row(place, clock) for place in found]
        )


def _row(place: Waiting, clock: str) -> list[object]:
    times = place.business if clock == "business" and place.business else place.elapsed
    seconds = times.seconds()
    return [
        place.after,
        place.before,
        place.count,
        duration(seconds["median"]),
        duration(seconds["total"]),
        f"{place.share:.1%}",
    ]


def _as_json(place: Waiting) -> dict[str, object]:
    return {
        "after": place.after,
        "before": place.before,
        "count": place.count,
        "share": place.share,
        "elapsed_s": place.elapsed.seconds(),
        "business_s": place.business.seconds() if place.business else None,
    }
