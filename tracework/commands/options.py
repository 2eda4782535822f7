"""Options that several verbs share."""

from pathlib import Path
from typing import Annotated

import typer

from core.settings import workspace_folder
from core.workspace import Workspace, open_workspace

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace", "-w", help="The workspace folder; else TRACEWORK_WORKSPACE, else ./firm.", show_default=False
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")]
WhereOption = Annotated[
    str | None, typer.Option("--where", help="Only cases that meet these conditions; see `tracework filters`.")
]


def chosen_workspace(folder: Path | None) -> Workspace:
    """The workspace the options name, which must be there."""
    return open_workspace(folder or workspace_folder())
