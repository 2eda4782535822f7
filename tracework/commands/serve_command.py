"""Serve the web pages and the API: on this machine, or with --host to others, who sign in.

Other machines are served only where there are accounts (`tracework users add NAME`). Put an https proxy before it."""

from typing import Annotated

import typer

from core.settings import workspace_folder
from core.workspace import create_workspace
from tracework.acts import look_at_settings
from tracework.commands.options import WorkspaceOption
from tracework.serving import HOST, serve_and_tell


def run(
    workspace: WorkspaceOption = None,
    port: Annotated[int | None, typer.Option(help="Where to serve; else the first free port from 8050 on.")] = None,
    host: Annotated[str, typer.Option(help="The address to serve at, such as 0.0.0.0 for other machines too.")] = HOST,
    name: Annotated[
        list[str] | None, typer.Option(help="A name by which browsers ask for it; may be repeated.")
    ] = None,
) -> None:
    place = create_workspace(workspace or workspace_folder())
    look_at_settings(place)
    serve_and_tell(place, port, host, name or ())
