"""Serve the web pages and the API, on this machine only."""

from typing import Annotated

import typer

from core.settings import workspace_folder
from core.workspace import create_workspace
from tracework.commands.options import WorkspaceOption


def run(
    workspace: WorkspaceOption = None,
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8050,
) -> None:
    from tracework.server import serve

    serve(create_workspace(workspace or workspace_folder()), "127.0.0.1", port)
