"""The command line: `tracework VERB`. Each verb is a file in `commands`, imported only when it is used."""

import importlib
import logging
import os
import sys
from contextlib import suppress
from difflib import get_close_matches
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from core.errors import Interrupted, TraceworkError
from tracework.said_once import SaidOnce

VERBS = {
    "demo": "A generated firm, built and served; or your own log with --file.",
    "import": "Take in an event log: XES, OCEL 2.0, CSV or Parquet.",
    "pull": "Read what is new in the sources that firm.toml names, and build.",
    "build": "Build the event log anew from everything that was loaded.",
    "map": "The process map: which activity follows which, how often, how long.",
    "variants": "The ways cases run, the commonest first.",
    "indicators": "The indicators: their numbers by slice and period, targets, records, definitions.",
    "detect": "Run the detectors over what is built: they learn, score, and raise findings.",
    "findings": "The findings to review, by money and chance; confirm, dismiss, snooze, assign.",
    "act": "Approvals, messages to other systems, and what comes back.",
    "report": "The month-end finance, weekly operations and utilization reports: HTML, PDF, XLSX.",
    "bottlenecks": "Where cases wait longest, and who must act.",
    "filters": "How to write the conditions of --where.",
    "export": "Write a process as XES, CSV, Parquet or a model, or the whole log as OCEL 2.0.",
    "runs": "What was loaded; withdraw a load or take it in again.",
    "lineage": "Where something in the log comes from, record by record.",
    "identities": "What is one thing in several systems; decide on pairs.",
    "users": "Who may sign in, and what each may see and do.",
    "audit": "Who did what, and when; verify that nothing in it was changed.",
    "serve": "Serve the web pages and the API on this machine.",
    "doctor": "Check this machine and the workspace.",
}


OWN_OPTIONS = ("--help", "--version")


class Verbs(TyperGroup):
    """Knows each verb's name and one line about it; imports the verb's file only to run it."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in VERBS:
            return None
        if cmd_name not in self.commands:
            self.commands[cmd_name] = self._loaded(cmd_name) if _runs(cmd_name) else _named_only(cmd_name)
        return self.commands[cmd_name]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What a verb takes stands after it; said before it, it would be an option that does not exist."""
        before = args[0].partition("=")[0] if args else ""
        if before.startswith("-") and before not in OWN_OPTIONS:
            ctx.fail(
                f"{before} stands after the verb, such as: tracework map -w DIR. tracework --help lists the verbs."
            )
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """A verb that is none is told with the nearest."""
        if args[0] not in VERBS:
            near = get_close_matches(args[0], VERBS, n=1)
            meant = f'The nearest is "{near[0]}"; ' if near else ""
            ctx.fail(f'There is no verb "{args[0]}". {meant}tracework --help lists them all.')
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """A user's mistake ends in one paragraph and exit code 1 or 2, never in a traceback."""
        try:
            return super().invoke(ctx)
        except TraceworkError as error:
            raise typer.Exit(_told(error)) from None
        except KeyboardInterrupt:
            raise typer.Exit(_told(Interrupted("Stopped. Nothing was changed."))) from None

    def _loaded(self, verb: str) -> Any:
        module = importlib.import_module(f"tracework.commands.{verb}_command")
        importlib.import_module("tracework.stopping").hear_signals()
        if hasattr(module, "app"):
            # a verb of several acts
            return typer.main.get_command(module.app)
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        app.command(name=verb, cls=SaidOnce, help=module.__doc__)(module.run)
        return typer.main.get_command(app)


def _runs(verb: str) -> bool:
    return verb in sys.argv[1:]


def _named_only(verb: str) -> Any:
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name=verb, help=VERBS[verb])(lambda: None)
    return typer.main.get_command(app)


app = typer.Typer(
    cls=Verbs,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Process intelligence for professional services firms: where work waits between the signed deal and the cash.",
)


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"tracework {importlib.import_module('importlib.metadata').version('tracework')}")
        raise typer.Exit


@app.callback()
def _every_verb(
    version: Annotated[
        bool, typer.Option("--version", help="Say which version this is.", callback=_say_version, is_eager=True)
    ] = False,
) -> None:
    """Process intelligence for professional services firms: where work waits between the signed deal and the cash."""


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    try:
        app()
    except SystemExit as end:
        code = end.code
    _leave(code if isinstance(code, int) else 0)


def _leave(code: int) -> NoReturn:
    """End this process with an exit code. Python, when it ends, stops threads of Arrow that still hold a file that it
    opened, which aborts the process (seen in 1 of some 100 refused imports); so its own ending is left out."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        # whoever read it may be gone
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _told(error: TraceworkError) -> int:
    typer.echo(f"tracework: {error}", err=True)
    return error.exit_code
