"""Concluding a try: what becomes of the delivery, of its receiver, and who is told, in one transaction."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite

from actions.channel import Outcome, Verdict
from actions.channel_settings import NOTICES, Channels
from actions.delivery.claiming import Claimed
from actions.delivery.schedule import TIME_TO_DISABLE, TRIES, delay_after, pause_after
from actions.message import Message, Severity
from actions.outbox.posting import post
from actions.outbox.tables import attempt_table, delivery_table, endpoint_table, message_table
from core.audit.writing import Audited

MOST_WORDS = 1_000
BETWEEN_NOTICES = timedelta(hours=1)
"""So many lost messages to one channel are told of once, and the list of dead letters has the others."""


@dataclass(frozen=True)
class Conclusion:
    """A verdict at a moment; `chance` spreads the next tries."""

    verdict: Verdict
    now: datetime
    chance: float


@dataclass(frozen=True)
class Turn:
    """What a try changed in how a receiver is dealt with: why it is disabled from now on; until when it is left alone,
    which it was not before; whether it is sent to again after it was left alone."""

    disabled: str = ""
    left_alone_until: datetime | None = None
    taken_up: bool = False


def conclude(work: Audited, claimed: Claimed, conclusion: Conclusion, channels: Channels) -> str | None:
    """Write down what a try came to; returns the delivery's new state, None where its lease had ended."""
    connection, verdict, now = work.connection, conclusion.verdict, conclusion.now
    ended = {"finished_at": now, "outcome": verdict.outcome.value, "status": verdict.status, "words": _words(verdict)}
    connection.execute(update(attempt_table).where(attempt_table.c.lease == claimed.lease).values(ended))
    values = _of_delivery(claimed, conclusion)
    mine = (delivery_table.c.id == claimed.id) & (delivery_table.c.lease == claimed.lease)
    still_mine = update(delivery_table).where(mine, delivery_table.c.state == "sending")
    if connection.execute(still_mine.values(values)).rowcount == 0:
        return None
    turn, dead = _endpoint_after(connection, claimed, conclusion), values["state"] == "dead"
    given_up = 0
    if turn.disabled:
        given_up = _disable(connection, claimed.channel, turn.disabled, now)
        _tell(connection, claimed, "disabled", turn.disabled, channels, now)
    elif dead and not claimed.disabled:
        _tell(connection, claimed, "dead_letter", values["reason"], channels, now)
    if dead:
        about = {"channel": claimed.channel, "message": claimed.message_id, "reason": values["reason"]}
        work.tell("message given up", ("delivery", str(claimed.id)), None, about)
    _write_down(work, claimed.channel, turn, given_up)
    return str(values["state"])


def _write_down(work: Audited, channel: str, turn: Turn, given_up: int) -> None:
    subject = ("channel", channel)
    if turn.disabled:
        work.tell("channel disabled", subject, None, {"reason": turn.disabled, "given_up_with_it": given_up})
    elif turn.left_alone_until:
        work.tell("channel left alone", subject, None, {"until": turn.left_alone_until})
    elif turn.taken_up:
        work.tell("channel sent to again", subject)


def _of_delivery(claimed: Claimed, conclusion: Conclusion) -> dict[str, object]:
    verdict, now = conclusion.verdict, conclusion.now
    ended = {"lease": None, "lease_until": None, "finished_at": now}
    if verdict.outcome is Outcome.DELIVERED:
        return {**ended, "state": "sent", "reason": ""}
    if verdict.outcome is not Outcome.AGAIN:
        return {**ended, "state": "dead", "reason": _words(verdict)}
    if claimed.tries >= TRIES:
        return {**ended, "state": "dead", "reason": f"Given up after {claimed.tries} tries. {_words(verdict)}"}
    due_at = now + delay_after(claimed.tries, verdict.wait, conclusion.chance)
    return {**ended, "state": "waiting", "reason": _words(verdict), "due_at": due_at, "finished_at": None}


def _endpoint_after(connection: Connection, claimed: Claimed, conclusion: Conclusion) -> Turn:
    """Keep how the receiver is; returns what changed in it."""
    verdict, now = conclusion.verdict, conclusion.now
    if claimed.disabled or verdict.outcome is Outcome.NEVER:
        return Turn()
    before = _endpoint(connection, claimed.channel, now)
    if verdict.outcome is Outcome.DELIVERED:
        values: dict[str, Any] = {"failures": 0, "failing_subject": None, "failing_since": None, "not_before": None}
    else:
        values = _failing(before, claimed, conclusion)
    changed = update(endpoint_table).where(endpoint_table.c.channel == claimed.channel)
    connection.execute(changed.values({**values, "changed_at": now}))
    was_left_alone = bool(pause_after(before["failures"]))
    if verdict.outcome is Outcome.DELIVERED:
        return Turn(taken_up=was_left_alone)
    pause = pause_after(values["failures"])
    return Turn(str(values.get("disabled", "")), now + pause if pause and not was_left_alone else None)


def _failing(before: RowMapping, claimed: Claimed, conclusion: Conclusion) -> dict[str, Any]:
    verdict, now = conclusion.verdict, conclusion.now
    # one message that never passes counts once, so that it does not stop what could pass
    failures = before["failures"] + (before["failing_subject"] != claimed.subject)
    since = before["failing_since"] or now
    pauses = [pause for pause in (pause_after(failures),) if pause]
    if verdict.throttle:
        pauses.append(delay_after(claimed.tries, verdict.wait, conclusion.chance))
    until = [now + pause for pause in pauses]
    not_before = max([*until, *([before["not_before"]] if before["not_before"] else [])], default=None)
    values = {
        "failures": failures, "failing_subject": claimed.subject, "failing_since": since, "not_before": not_before
    }  # fmt: skip
    if verdict.outcome is Outcome.GONE:
        return {**values, "disabled": _words(verdict)}
    if pause_after(failures) and now - since >= TIME_TO_DISABLE:
        return {**values, "disabled": f"Nothing was taken since {since:%Y-%m-%d %H:%M} UTC. {_words(verdict)}"}
    return values


def _endpoint(connection: Connection, channel: str, now: datetime) -> RowMapping:
    """How the receiver is, held until the transaction ends."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    unknown = insert(endpoint_table).values(channel=channel, disabled="", failures=0, changed_at=now)
    connection.execute(unknown.on_conflict_do_nothing())
    query = select(endpoint_table).where(endpoint_table.c.channel == channel).with_for_update()
    return connection.execute(query).mappings().one()


def _disable(connection: Connection, channel: str, reason: str, now: datetime) -> int:
    """Give up all that waits for the channel; returns how many."""
    waiting = (delivery_table.c.channel == channel) & (delivery_table.c.state == "waiting")
    given_up = {"state": "dead", "reason": reason, "finished_at": now}
    return connection.execute(update(delivery_table).where(waiting).values(given_up)).rowcount


def _tell(
    connection: Connection, claimed: Claimed, what: str, reason: object, channels: Channels, now: datetime
) -> None:
    """Tell it to the channels that take notices, except the one it is about. A lost notice is not told of."""
    kind, subject = f"{NOTICES}{what}", f"channel:{claimed.channel}"
    others = {name: each for name, each in channels.named.items() if name != claimed.channel}
    if claimed.type.startswith(NOTICES) or _was_told(connection, kind, subject, now):
        return
    title = f"The channel {claimed.channel} " + (
        "is disabled" if what == "disabled" else f"did not take the message {claimed.message_id}"
    )
    about = {"channel": claimed.channel, "message": claimed.message_id, "delivery": claimed.id}
    notice = Message(kind, subject, about, title, str(reason), severity=Severity.ERROR, time=now)
    if any(each.takes(kind) for each in others.values()):
        # a channel that stumbles over the notice must not keep the delivery from ending
        with suppress(Exception), connection.begin_nested():
            post(connection, notice, Channels(others, channels.delivery), now)


def _was_told(connection: Connection, kind: str, subject: str, now: datetime) -> bool:
    same = (message_table.c.type == kind) & (message_table.c.subject == subject)
    recently = message_table.c.posted_at > now - BETWEEN_NOTICES
    return bool(connection.scalar(select(exists().where(same, recently))))


def _words(verdict: Verdict) -> str:
    return verdict.words[:MOST_WORDS]
