"""The process map: which activity follows which, how often, and how long the work waits in between."""

from typing import Annotated

import typer

from core.access import Viewer
from eventlog.filters import parse, select
from eventlog.reading import open_log
from mining.process_map import process_map
from tracework.commands.options import JsonOption, WhereOption, WorkspaceOption, chosen_workspace
from tracework.commands.shown_process import shown_process
from tracework.terminal import duration, print_json, table

