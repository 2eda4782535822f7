"""Write a process as XES, CSV, Parquet or a model (BPMN, PNML, PTML), or the whole log as OCEL 2.0 (SQLite, JSON, XML).

The file's ending says which."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from core.access import Viewer
from core.errors import WrongUse
from core.workspace import sync_file
from eventlog.filters import select
from eventlog.reading import EventLog, open_log
from mining.pm4py_bridge import discover
from tracework.commands.options import WorkspaceOption, chosen_workspace, place_to_write
from tracework.commands.shown_process import only_process
from tracework.terminal import say

ONE_PROCESS = {
    ".xes": "write_xes",
    ".xes.gz": "write_xes",
    ".csv": "write_csv",
    ".parquet": "write_parquet",
}
WHOLE_LOG = {
    ".sqlite": "write_ocel_sqlite",
    ".json": "write_ocel_json",
    ".jsonocel": "write_ocel_json",
    ".xml": "write_ocel_xml",
    ".xmlocel": "write_ocel_xml",
}
MODELS = (".bpmn", ".pnml", ".ptml")


def run(
    file: Annotated[Path, typer.Argument(help="The file to write; its ending says the format.")],
    process: Annotated[str | None, typer.Option(help="The process; not needed where there is one only.")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    if file.exists():
        raise WrongUse(f"{file} is there already. Name another file, or remove it first.")
    place_to_write(file)
    with open_log(chosen_workspace(workspace), Viewer.owner()) as log:
        write(log, process, file)
    sync_file(file)
    say(f"Written: {file} ({file.stat().st_size:,} bytes).")


def write(log: EventLog, process: str | None, file: Path) -> None:
    """Write `file` in the format that its ending names; nothing is left of it when that fails."""
    ending = _ending(file)
    part = file.with_name(f".part.{file.name}")
    try:
        if ending in MODELS:
            _write_model(log, process or only_process(log), part)
        elif ending in ONE_PROCESS:
            writer = import_module(f"eventlog.exchange.{ONE_PROCESS[ending]}")
            writer.write(log, process or only_process(log), part)
        else:
            import_module(f"eventlog.exchange.{WHOLE_LOG[ending]}").write(log, process, part)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _write_model(log: EventLog, process: str, file: Path) -> None:
    with log.process(process) as found:
        discover(found, select(found)).write(file)


def _ending(file: Path) -> str:
    name = file.name.lower()
    known = [*ONE_PROCESS, *WHOLE_LOG, *MODELS]
    found = max((ending for ending in known if name.endswith(ending)), key=len, default=None)
    if found is None:
        raise WrongUse(f"{file} has no ending that names a format. There are: {', '.join(known)}.")
    return found
