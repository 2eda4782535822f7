"""Serve the web pages and the API, on this machine only."""

from typing import Annotated

import typer

from core.settings import workspace_folder
from core.workspace import create_workspace
from tracework.acts import look_at_settings
from tracework.commands.options import WorkspaceOption
from tracework.serving import serve_and_tell


def run(
    workspace: WorkspaceOption = None,
    port: Annotated[int | None, typer.Option(help="Where to serve; else the first free port from 8050 on.")] = None,
) -> None:
    place = create_workspace(workspace or workspace_folder())
    look_at_settings(place)
    serve_and_tell(place, port)
