"""From findings to what is done about them: approvals, messages that leave, what comes back."""

import typer

from core.registry import found, module
from tracework.commands import acts

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True, help=__doc__)
for name in found(acts.__name__):
    app.add_typer(module(acts.__name__, name).app)
