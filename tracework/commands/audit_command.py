"""The audit: who did what and when, the newest first; `tracework audit verify` checks that nothing in it was changed.

The chain of hashes finds an entry that was altered or removed; the file history/audit_anchor finds entries cut off at
the end. Keep a copy of that file elsewhere to find also somebody who rewrites both."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from core.audit.begun import write_broken_off
from core.audit.entry import Entry
from core.audit.reading import Verified, Wanted, entries, verified
from core.errors import AuditFailed, WrongUse
from core.state import State, open_state
from tracework.commands.options import JsonOption, WorkspaceOption, chosen_workspace
from tracework.terminal import print_json, say, table, tell


def run(
    action: Annotated[str, typer.Argument(help="list, or verify.")] = "list",
    workspace: WorkspaceOption = None,
    since: Annotated[str | None, typer.Option(help="Only from this moment on, such as 2026-04-01.")] = None,
    who: Annotated[str, typer.Option(help="Only what this person did.")] = "",
    act: Annotated[str, typer.Option(help="Only this act, such as pull.")] = "",
    top: Annotated[int, typer.Option(min=1, help="How many of the newest.")] = 50,
    json: JsonOption = False,
) -> None:
    if action not in ("list", "verify"):
        raise WrongUse(f'"{action}" is nothing to do with the audit. Say list or verify.')
    with open_state(chosen_workspace(workspace)) as state:
        write_broken_off(state)
        if action == "verify":
            _verify(state, json)
        else:
            _list(entries(state, Wanted(_moment(since), who, act, most=top)), json)


def told(found: Verified) -> str:
    """The outcome of a check in one sentence."""
    if found.fault:
        return f"The audit does not hold: {found.fault}"
    if not found.entries:
        return "The audit has no entry yet."
    many = "its one entry stands" if found.entries == 1 else f"all {found.entries:,} entries stand"
    return f"The audit holds: {many} as written, anchored to entry {found.anchored:,}."


def _verify(state: State, json: bool) -> None:
    found = verified(state)
    if json:
        print_json(asdict(found))
    elif not found.fault:
        say(told(found))
    if found.fault:
        raise AuditFailed(told(found))


def _list(found: list[Entry], json: bool) -> None:
    if json:
        print_json([asdict(each) for each in found])
        return
    table(["number", "at", "who", "act", "subject", "before", "after"], [_line(each) for each in found])
    tell("Next: tracework audit verify, or --json for whole entries.")


def _line(entry: Entry) -> list[Any]:
    subject = f"{entry.subject_type} {entry.subject_id}".strip()
    values = [_short(entry.before), _short(entry.after)]
    return [entry.number, f"{entry.at:%Y-%m-%d %H:%M}", entry.who, entry.act, subject, *values]


def _short(value: str | None) -> str:
    return "–" if value is None else value if len(value) <= 60 else value[:59] + "…"


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise WrongUse(f'--since "{text}" is no date. Write 2026-04-01 or 2026-04-01T12:00 (UTC).') from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
