"""Render a report: the month-end finance, the weekly operations, the utilization; as HTML, PDF or XLSX.

Without a name it lists the reports there are."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from core.access import Viewer
from core.errors import BadInput, WrongUse
from core.workspace import Workspace
from eventlog.reading import open_log
from reports.catalogue import format_named, format_names, templates
from reports.making import made
from reports.structure import Report
from tracework.commands.options import JsonOption, WorkspaceOption, chosen_workspace
from tracework.terminal import print_json, say, table, tell


def run(
    name: Annotated[str | None, typer.Argument(help="The report; without one, the list of them.")] = None,
    workspace: WorkspaceOption = None,
    period: Annotated[
        str | None, typer.Option(help="2026-03, 2026-W11, 2026-Q1 or a range; else the last one that is over.")
    ] = None,
    entity: Annotated[str | None, typer.Option(help="Only this legal entity, such as munich.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="A file that ends with .html, .pdf or .xlsx, or a folder for all three.")
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="Send what firm.toml has due now; for cron.")] = False,
    runs: Annotated[bool, typer.Option("--runs", help="What was due lately, and what became of it.")] = False,
    json: JsonOption = False,
) -> None:
    if due or runs:
        _scheduled(chosen_workspace(workspace), send=due, json=json)
        return
    if name is None:
        _list(json=json)
        return
    place = chosen_workspace(workspace)
    wanted = _formats(out)
    with open_log(place, Viewer.owner()) as log:
        report = made(log, name, period, entity)
    files = _written(report, out, wanted) if out else []
    if json:
        print_json({"report": report.name, "about": report.about, "sentences": report.sentences,
                    "files": [str(file) for file in files]})  # fmt: skip
        return
    say(f"{report.title} · {report.about}")
    for sentence in report.sentences:
        say(f"- {sentence}")
    for file in files:
        tell(f"Written: {file}")
    if not out:
        tell(f"Next: tracework report {report.name} --out {report.name}.pdf, or .html, .xlsx, or a folder.")


def _scheduled(place: Workspace, *, send: bool, json: bool) -> None:
    # these bring the state database in, which no other use of this verb needs
    from core.state import open_state
    from reports.runs import recent
    from reports.sending import Sender

    with open_state(place) as state:
        found = Sender(place, state).send_due() if send else recent(state)
    if json:
        print_json({"runs": [asdict(run) for run in found]})
    elif found:
        rows = [
            (f"{run.due_at:%Y-%m-%d %H:%M} UTC", run.schedule, run.recipient, run.state, run.words) for run in found
        ]
        table(["due", "schedule", "to", "state", ""], rows)
    else:
        say("Nothing is due." if send else "Nothing was due yet.")
    if send and any(run.state == "failed" for run in found):
        raise typer.Exit(1)


def _list(*, json: bool) -> None:
    rows = [(each.name, each.title, each.grain) for each in templates()]
    if json:
        print_json([{"name": name, "title": title, "grain": grain} for name, title, grain in rows])
        return
    table(["report", "title", "period"], rows)
    tell("Next: tracework report NAME --out FILE.")


def _formats(out: Path | None) -> list[str]:
    if out is None:
        return []
    if out.is_dir() or not out.suffix:
        return format_names()
    ending = out.suffix[1:].lower()
    if ending not in format_names():
        raise WrongUse(
            f"No report is written as {out.suffix}. Name a file that ends with "
            f"{', '.join('.' + each for each in format_names())}, or a folder for all of them."
        )
    return [ending]


def _written(report: Report, out: Path, wanted: list[str]) -> list[Path]:
    as_file = bool(out.suffix) and not out.is_dir()
    files = [out] if as_file else [out / f"{report.name}.{each}" for each in wanted]
    try:
        files[0].parent.mkdir(parents=True, exist_ok=True)
        for file, each in zip(files, wanted, strict=True):
            file.write_bytes(format_named(each).rendered(report))
    except OSError as error:
        raise BadInput(
            f"{error.filename or out} cannot be written: {error.strerror}. Name another place with --out."
        ) from None
    return files
