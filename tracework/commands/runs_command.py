"""What was loaded: list the loads, show one with the records it could not use, mend such a record, withdraw a load,
take it in again, or read it through anew."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from core.access import Viewer
from core.errors import NotFound, Refused, WrongUse
from core.roles import Act
from core.workspace import Workspace, writing
from eventlog.landed import LandedRun, landed_runs, withdrawn_runs
from eventlog.numbering import OURS
from eventlog.reading import EventLog, open_log
from figures.words import many
from ingest.decisions import mend_record
from ingest.landing import reinstate, withdraw
from tracework import pipeline
from tracework.acts import act_on_files, write_act
from tracework.commands.options import JsonOption, WorkspaceOption, chosen_workspace
from tracework.commands.shown_load import found_load, say_load
from tracework.terminal import ProgressLine, print_json, say, table, tell

SHOWN = 20


def run(
    load: Annotated[str | None, typer.Argument(help="One load, such as erp/000001.")] = None,
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="[COLUMN=VALUE]…", help="With --mend: all that the record should say instead."),
    ] = None,
    workspace: WorkspaceOption = None,
    mend: Annotated[
        str | None,
        typer.Option(metavar="STREAM/ROW", help="Mend this record of the load, which could not be used, and build."),
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Who says what it should be.")] = "the owner",
    withdraw_it: Annotated[bool, typer.Option("--withdraw", help="Leave this load out from now on.")] = False,
    reinstate_it: Annotated[bool, typer.Option("--reinstate", help="Take a withdrawn load in again.")] = False,
    replay: Annotated[
        bool,
        typer.Option("--replay", help="Read what landed through anew, as after a change of firm.toml, and tell of it."),
    ] = False,
    json: JsonOption = False,
) -> None:
    place = chosen_workspace(workspace)
    if mend is None and values:
        raise WrongUse(f'"{values[0]}" is for a record to be mended. Name that with --mend STREAM/ROW.')
    if mend is not None:
        _tell_mended(_mend(place, load, mend, values or [], by), json)
    elif withdraw_it or reinstate_it:
        _change(place, load, withdraw if withdraw_it else reinstate)
    elif replay:
        _replay(place, load, json)
    elif load:
        _show(place, *_parts(load), json)
    else:
        _list(place, json)


def _change(place: Workspace, load: str | None, change: Callable[[Workspace, str, str], None]) -> None:
    source, number = _parts(load or "")
    withdrawn = change is withdraw
    act = Act.WITHDRAW if withdrawn else "take a load in again"
    with act_on_files(place, act, f"{source}/{number}"):
        with writing(place):
            change(place, source, number)
        before, after = {"withdrawn": not withdrawn}, {"withdrawn": withdrawn}
        write_act(place, act, ("load", f"{source}/{number}"), before, after)
    say(f"Generation {_built(place)} is published.")


def _replay(place: Workspace, load: str | None, json: bool) -> None:
    """Build from what landed, by the settings of now, and show what still cannot be used of the load."""
    source, number = _parts(load or "")
    if found_load(place, source, number)[1]:
        raise Refused(f"{source}/{number} is withdrawn. `tracework runs {source}/{number} --reinstate` takes it in.")
    generation = _built(place)
    if not json:
        say(f"Generation {generation} is published.")
    _show(place, source, number, json)


def _built(place: Workspace) -> int:
    progress = ProgressLine()
    with act_on_files(place, Act.BUILD):
        generation = pipeline.build(place, progress)
        progress.end()
        write_act(place, Act.BUILD, ("generation", str(generation)))
    return generation


def _mend(place: Workspace, load: str | None, record: str, values: Sequence[str], by: str) -> dict[str, Any]:
    """Land what a record in quarantine should say, and build; the decision can be withdrawn as any load."""
    source, number = _parts(load or "")
    record = record.removeprefix(f"{source}/{number}/")
    with open_log(place, Viewer.owner()) as log:
        refused = {f"{name}/{at}" for name, at in _refused(log, source, number, "stream, row")}
    said = _said(values)
    if record not in refused:
        raise NotFound(
            f"{source}/{number} has no record {record} that could not be used. "
            f"`tracework runs {source}/{number}` lists those it has, each as STREAM/ROW."
        )
    stream, _, row = record.rpartition("/")
    subject = f"{source}/{number}/{record}"
    with act_on_files(place, Act.MEND, subject):
        with writing(place):
            landed = mend_record(place, {"source": source, "stream": stream, "run": number, "row": row}, said, by)
        write_act(place, Act.MEND, ("record", subject), None, {"said": said, "by": by})
    generation = _built(place)
    with open_log(place, Viewer.owner()) as log:
        told = _refused(log, source, number, "stream, row, reason")
    still = [why for name, at, why in told if f"{name}/{at}" == record]
    return {
        "generation": generation, "record": record, "load": f"{OURS}/{landed}", "still": still[0] if still else None,
    }  # fmt: skip


def _tell_mended(done: dict[str, Any], json: bool) -> None:
    if json:
        print_json(done)
        return
    end = f". The record still cannot be used: {done['still']}" if done["still"] else ", and the record is in it."
    say(f"Generation {done['generation']} is published{end}")
    tell(f"Next: tracework runs {done['load']} --withdraw takes that back.")


def _said(values: Sequence[str]) -> dict[str, str | None]:
    """Columns and what they should say; `column=` leaves one empty."""
    pairs = [each.partition("=") for each in values]
    wrong = [name for name, sign, _ in pairs if not sign or not name]
    if wrong or not pairs:
        raise WrongUse(
            f'"{wrong[0] if wrong else ""}" says nothing of a column. Say COLUMN=VALUE, such as Amount=1200.'
        )
    return {name: value or None for name, _, value in pairs}


def _list(place: Workspace, json: bool) -> None:
    runs = [_about(run, withdrawn=False) for run in landed_runs(place)]
    runs += [_about(run, withdrawn=True) for run in withdrawn_runs(place)]
    if json:
        print_json(runs)
        return
    if not runs:
        say("Nothing has been loaded.")
        tell(f"Next: tracework pull -w {place.root}, or tracework import FILE -w {place.root}")
        return
    shown = ("load", "landed_at", "file", "process", "records")
    rows = [[*(run[name] for name in shown), "withdrawn" if run["withdrawn"] else ""] for run in runs]
    table(["load", "taken in", "from", "process", "records", ""], rows)
    tell("Next: tracework runs LOAD shows one, and the records that could not be used.")


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


def _show(place: Workspace, source: str, number: str, json: bool) -> None:
    """The load, and its records that could not be used."""
    run, withdrawn = found_load(place, source, number)
    if not json:
        say_load(run, withdrawn=withdrawn)
        if withdrawn:
            tell(f"Next: tracework runs {source}/{number} --reinstate takes it in again.")
            return
        if place.current_generation() is None:
            tell(f"Next: tracework build -w {place.root} tells which of its records cannot be used.")
            return
    columns = ("stream", "row", "reason", "record", "key", "worth", "currency")
    with open_log(place, Viewer.owner()) as log:
        rows = _refused(log, source, number, ", ".join(columns))
    if json:
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
        return
    for stream, row, reason, record, *_ in rows[:SHOWN]:
        say(f"{stream}{'' if row is None else f'/{row}'}: {reason}: {record}")
    say(f"{many(len(rows), 'record')} of {source}/{number} could not be used.")
    if rows:
        tell(f"Next: tracework runs {source}/{number} --mend STREAM/ROW COLUMN=VALUE mends one.")


def _refused(log: EventLog, source: str, number: str, columns: str) -> list[Any]:
    """What quarantine holds of a load."""
    return log.database.rows(
        f"select {columns} from quarantine where source = $source and run = $run order by stream, row",
        source=source,
        run=number,
    )


def _parts(load: str) -> tuple[str, str]:
    source, slash, number = load.partition("/")
    if not slash:
        raise WrongUse(f'"{load}" is no load. Name it as SOURCE/NUMBER; `tracework runs` lists them.')
    number, of_a_record, record = number.partition("/")
    if of_a_record:
        raise WrongUse(
            f"{load} is a record. `tracework lineage {load}` shows what it became, `tracework runs {source}/{number}` "
            f"its load; `tracework runs {source}/{number} --mend {record} COLUMN=VALUE` mends it if it is set apart."
        )
    return source, number
