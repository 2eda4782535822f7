"""The findings to review, those with most money at stake first; give a verdict with --decide.

tracework findings F-12 --decide dismiss --reason "agreed with the client"
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from core.access import Viewer
from core.counted import many
from core.errors import WrongUse
from core.settings import firm_settings
from core.workspace import Workspace
from tracework.commands.options import JsonOption, WorkspaceOption, chosen_workspace
from tracework.terminal import print_json, say, table, tell

if TYPE_CHECKING:
    from core.state import State
    from models.findings.finding import Finding
    from models.findings.queue import Queue


class Choice(StrEnum):
    """What --decide takes."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"
    SNOOZE = "snooze"
    ASSIGN = "assign"
    UNDO = "undo"


def run(
    finding: Annotated[str | None, typer.Argument(help="One finding, such as F-12; else all.")] = None,
    workspace: WorkspaceOption = None,
    decide: Annotated[Choice | None, typer.Option(help="Your verdict on it.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why it is dismissed.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day it is snoozed to.")] = None,
    to: Annotated[str | None, typer.Option(help="To whom it is assigned.")] = None,
    state: Annotated[str, typer.Option(help="open, snoozed, confirmed, dismissed, settled, gone, or any.")] = "open",
    kind: Annotated[str | None, typer.Option(help="Only this kind, such as likely_dispute.")] = None,
    json: JsonOption = False,
) -> None:
    from core.state import open_state

    place = chosen_workspace(workspace)
    if decide and finding is None:
        raise WrongUse("Say which finding you decide on, such as F-12.")
    with open_state(place) as opened:
        if finding is None:
            _list(opened, state, kind, json=json)
            return
        number = numbered(finding)
        if decide:
            _decide(opened, number, decide, (reason, until, to))
        _show(opened, number, json=json)


def numbered(name: str) -> int:
    """F-12, f-12 and 12 are all the twelfth."""
    digits = name.upper().removeprefix("F-")
    if not digits.isdecimal():
        raise WrongUse(f'"{name}" names no finding. They are named like F-12; `tracework findings` lists them.')
    return int(digits)


def _decide(
    opened: "State", number: int, choice: Choice, given: tuple[str | None, datetime | None, str | None]
) -> None:
    from core.audit.who import acting
    from models.findings.verdicts import Decision, Verdict, decide, undo

    reason, until, to = given
    if choice is Choice.UNDO:
        undo(opened, Viewer.owner(), acting(opened), number)
        return
    moment = until.replace(tzinfo=UTC) if until else None
    decide(opened, Viewer.owner(), acting(opened), number, Decision(Verdict(choice.value), reason, moment, to))


def _list(opened: "State", state: str, kind: str | None, *, json: bool) -> None:
    from core.audit.who import acting
    from models.findings.as_json import as_json
    from models.findings.queue import queue
    from models.findings.reading import findings, judged_today, wanted
    from models.findings.teaching import reranker

    settings = firm_settings(opened.workspace).review
    judged = judged_today(opened, acting(opened), datetime.now(UTC))
    found = queue(findings(opened, Viewer.owner(), wanted(opened, state, kind)), settings, reranker(opened), judged)
    if json:
        print_json([as_json(each) for each in found.all])
        return
    _table(opened.workspace, found, judged)


def _table(place: Workspace, found: "Queue", judged: int) -> None:
    rows = [_line(place, each) for each in found.today]
    if not rows and found.later:
        left = many(len(found.later), "finding")
        say(f"Your day is used up: you judged {judged:,} today. {left} left for later days.")
        tell("Next: tracework findings F-12 shows one all the same; --json has them all.")
        return
    if not rows:
        say("Nothing to review.")
        tell(f"Next: tracework detect -w {place.root} looks at the newest generation.")
        return
    table(["finding", "kind", "expected", "chance", "what", "where", ""], rows)
    if judged:
        say(f"You judged {judged:,} today, which leaves room for these.")
    if found.later:
        say(f"{len(found.later):,} more for later days; --json has them all.")
    tell("Next: tracework findings F-12 shows one; --decide confirm, dismiss, snooze, assign or undo.")


def _line(place: Workspace, found: "Finding") -> list[object]:
    from models.findings.words import kind_label

    told = found.suspicion
    money = "–" if told.money is None else f"{told.money * told.chance:,.0f} {told.currency or ''}".strip()
    where = told.place.entity or told.place.client or "–"
    return [found.id, kind_label(found.kind, place), money, f"{told.chance:.0%}", told.title, where, found.state]


def _show(opened: "State", number: int, *, json: bool) -> None:
    from models.findings.as_json import as_json
    from models.findings.reading import finding, verdicts_on
    from models.findings.words import kind_label
    from tracework.commands.behind_finding import behind

    found = finding(opened, Viewer.owner(), number)
    if json:
        print_json(as_json(found))
        return
    told = found.suspicion
    say(f"{found.id} · {kind_label(found.kind, opened.workspace)} · {found.state}")
    say(told.title)
    say(told.summary)
    say(f"Chance {told.chance:.0%}, usually {told.usual:.0%}:")
    for reason in told.reasons:
        points = "" if reason.points is None else f"{reason.points * 100:+.0f} pts  "
        say(f"  {points}{reason.text}")
    say(f"Suggested: {told.suggestion.text}")
    for verdict in verdicts_on(opened, [number]):
        note = " (undone)" if verdict.undone else ""
        say(f"{verdict.at:%Y-%m-%d %H:%M} UTC  {verdict.who}: {verdict.verdict}{note} {verdict.reason or ''}".rstrip())
    steps = [behind(told), f"tracework act propose {found.id} asks for what is suggested"]
    tell("Next: " + "\n      ".join(f"{step}." for step in steps if step))
