"""Alerts that a channel keeps open: taken up once people have confirmed what they are about, over once it has ended.

Which are open is read from what was posted there, so there is no second memory that could differ from it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, or_, select

from actions.approvals.action import ActionState
from actions.approvals.content import APPROVED, ASKED
from actions.approvals.proposing import Desk
from actions.approvals.tables import action_finding_table, action_table
from actions.message import Message, Phase, Severity
from actions.outbox.tables import delivery_table, message_table
from models.findings.finding import ENDED, FindingState
from models.findings.tables import finding_table

TAKEN_UP, OVER = "tracework.action.taken_up", "tracework.action.over"
TOLD = {
    Phase.ACKNOWLEDGED: (TAKEN_UP, "alert taken up", "A person has confirmed it."),
    Phase.RESOLVED: (OVER, "alert over", "Nothing of it stands any more."),
}
FOLLOWED = timedelta(days=90)
"""An alert that has been open for longer is left to whoever has it."""
OF_ACTION = "action/A-"


@dataclass(frozen=True)
class Alert:
    """What a channel keeps open about a subject: the actions that raised it, the newest last, and what it was told."""

    subject: str
    title: str
    actions: tuple[int, ...]
    phase: Phase


@dataclass(frozen=True)
class _Posted:
    type: str
    subject: str
    title: str
    action: int | None


def follow_up(desk: Desk) -> None:
    """Tell each channel that keeps alerts open what has become of them."""
    connection = desk.work.connection
    for name, channel in desk.channels.named.items():
        if channel.kind.keeps_alerts:
            for alert in _open(connection, name, desk.moment - FOLLOWED):
                phase = _phase_now(connection, alert)
                if phase not in (alert.phase, Phase.RAISED) and channel.takes(TOLD[phase][0]):
                    _tell(desk, name, alert, phase)


def _tell(desk: Desk, channel: str, alert: Alert, phase: Phase) -> None:
    kind, act, words = TOLD[phase]
    number = alert.actions[-1]
    message = Message(
        type=kind, subject=alert.subject, data={"id": f"A-{number}"}, title=alert.title, text=words,
        link=f"/actions?action={number}", severity=Severity.INFO, phase=phase, to=(channel,),
    )  # fmt: skip
    desk.post(message)
    desk.work.tell(act, ("action", f"A-{number}"), None, {"channel": channel})


def _open(connection: Connection, channel: str, since: datetime) -> list[Alert]:
    """Those that were raised there and not told to be over since."""
    posted: dict[str, list[_Posted]] = defaultdict(list)
    for each in _posted_to(connection, channel, since):
        if each.type == OVER:
            posted.pop(each.subject, None)
        elif each.type != TAKEN_UP or each.subject in posted:
            posted[each.subject].append(each)
    return [_alert(subject, all_of_it) for subject, all_of_it in posted.items()]


def _posted_to(connection: Connection, channel: str, since: datetime) -> list[_Posted]:
    """The first first. What raises an alert and was given up has raised none; that it is over is told once anyway."""
    message, sent, action = message_table.c, delivery_table.c, action_table.c
    arrived = or_(sent.state != "dead", message.type.in_((TAKEN_UP, OVER)))
    query = (
        select(message.type, message.subject, message.title, action.number)
        .join_from(delivery_table, message_table, sent.message_id == message.id)
        .outerjoin(action_table, action.message == message.id)
        .where(sent.channel == channel, sent.posted_at > since, arrived)
        .where(message.type.in_((APPROVED, ASKED, TAKEN_UP, OVER)))
        .order_by(sent.id)
    )
    return [_Posted(row.type, row.subject, row.title, row.number) for row in connection.execute(query)]


def _alert(subject: str, posted: Sequence[_Posted]) -> Alert:
    raised = [each for each in posted if each.type != TAKEN_UP]
    asked = [int(subject.removeprefix(OF_ACTION))] if subject.startswith(OF_ACTION) else []
    numbers = asked or [each.action for each in raised if each.action is not None]
    # raised anew after somebody took it up, it is open again
    phase = Phase.ACKNOWLEDGED if posted[-1].type == TAKEN_UP else Phase.RAISED
    return Alert(subject, raised[-1].title, tuple(numbers), phase)


def _phase_now(connection: Connection, alert: Alert) -> Phase:
    if alert.subject.startswith(OF_ACTION):
        asked = select(action_table.c.state).where(action_table.c.number == alert.actions[-1])
        return Phase.RAISED if connection.scalar(asked) == ActionState.WAITING else Phase.RESOLVED
    part = action_finding_table.c
    about = select(part.finding).where(part.action.in_(alert.actions))
    states = set(connection.scalars(select(finding_table.c.state).where(finding_table.c.number.in_(about))))
    if states <= ENDED:
        return Phase.RESOLVED
    return Phase.ACKNOWLEDGED if states <= ENDED | {FindingState.CONFIRMED} else Phase.RAISED
