"""Options that several verbs share."""

from pathlib import Path
from typing import Annotated

import typer

from core.errors import WrongUse
from core.settings import workspace_folder
from core.workspace import Workspace, open_workspace
from tracework.terminal import work_in

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        "-w",
        help="The workspace folder; else TRACEWORK_WORKSPACE, else ./firm.",
        show_default=False,
        callback=work_in,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")]
WhereOption = Annotated[
    str | None, typer.Option("--where", help="Only cases that meet these conditions; see `tracework filters`.")
]


def chosen_workspace(folder: Path | None) -> Workspace:
    """The workspace the options name, which must be there."""
    return open_workspace(folder or workspace_folder())


def place_to_write(file: Path) -> Path:
    """The file that an option names to be written, whose folder must be there; told before the work is done."""
    if file.is_dir():
        raise WrongUse(f"{file} is a folder. Name a file in it.")
    if not file.parent.is_dir():
        raise WrongUse(f"There is no folder {file.parent} to write {file.name} into. Make it first, or name another.")
    return file
