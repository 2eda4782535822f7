"""What was loaded: list the loads, show one with the records it could not use, withdraw it or take it in again."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from core.access import Viewer
from core.errors import WrongUse
from core.workspace import Workspace, writing
from eventlog.landed import LandedRun, landed_runs, withdrawn_runs
from eventlog.reading import open_log
from ingest.landing import reinstate, withdraw
from tracework import pipeline
from tracework.commands.options import JsonOption, WorkspaceOption, chosen_workspace
from tracework.terminal import ProgressLine, print_json, say, table, tell

SHOWN = 20


def run(
    load: Annotated[str | None, typer.Argument(help="One load, such as erp/000001.")] = None,
    workspace: WorkspaceOption = None,
    withdraw_it: Annotated[bool, typer.Option("--withdraw", help="Leave this load out from now on.")] = False,
    reinstate_it: Annotated[bool, typer.Option("--reinstate", help="Take a withdrawn load in again.")] = False,
    json: JsonOption = False,
) -> None:
    place = chosen_workspace(workspace)
    if withdraw_it or reinstate_it:
        _change(place, load, withdraw if withdraw_it else reinstate)
    elif load:
        _show_refused(place, *_parts(load), json)
    else:
        _list(place, json)


def _change(place: Workspace, load: str | None, change: Callable[[Workspace, str, str], None]) -> None:
    source, number = _parts(load or "")
    with writing(place):
        change(place, source, number)
    progress = ProgressLine()
    generation = pipeline.build(place, progress)
    progress.end()
    say(f"Generation {generation} is published.")


def _list(place: Workspace, json: bool) -> None:
    runs = [_about(run, withdrawn=False) for run in landed_runs(place)]
    runs += [_about(run, withdrawn=True) for run in withdrawn_runs(place)]
    if json:
        print_json(runs)
        return
    shown = ("load", "landed_at", "file", "process", "records")
    rows = [[*(run[name] for name in shown), "withdrawn" if run["withdrawn"] else ""] for run in runs]
    table(["load", "taken in", "from", "process", "records", ""], rows)
    tell("Next: tracework runs LOAD shows the records that could not be used.")


def _about(run: LandedRun, *, withdrawn: bool) -> dict[str, Any]:
    streams = run.manifest["streams"]
    records = streams.get("rows") or streams.get("events") or {"rows": 0}
    pulled = run.kind == "records"
    return {
        "load": f"{run.source}/{run.run}",
        "landed_at": str(run.manifest["landed_at"])[:16].replace("T", " "),
        "file": run.system if pulled else run.manifest["file"]["name"],
        "process": "" if pulled else run.process,
        "records": run.rows if pulled else records["rows"],
        "kind": run.kind,
        "as_of": run.manifest.get("as_of"),
        "streams": {name: stream["rows"] for name, stream in streams.items()},
        "refused_streams": run.manifest.get("refused", {}),
        "withdrawn": withdrawn,
    }


def _show_refused(place: Workspace, source: str, number: str, json: bool) -> None:
    with open_log(place, Viewer.owner()) as log:
        rows = log.database.rows(
            "select stream, row, reason, record, key, worth, currency from quarantine "
            "where source = $source and run = $run order by stream, row",
            source=source,
            run=number,
        )
    if json:
        columns = ("stream", "row", "reason", "record", "key", "worth", "currency")
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
        return
    for stream, row, reason, record, *_ in rows[:SHOWN]:
        say(f"{stream} {'' if row is None else row}: {reason}: {record}")
    say(f"{len(rows):,} records of {source}/{number} could not be used.")


def _parts(load: str) -> tuple[str, str]:
    source, slash, number = load.partition("/")
    if not slash:
        raise WrongUse(f'"{load}" is no load. Name it as SOURCE/NUMBER; `tracework runs` lists them.')
    return source, number
