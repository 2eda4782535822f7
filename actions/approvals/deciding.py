"""Deciding on an action: by a person of a role that it asks, within their scope, and never on what is their own.
The approval and the message it causes are one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import insert, update

from actions.approvals.action import Action, ActionState
from actions.approvals.proposing import Desk, send
from actions.approvals.reading import action_in, action_to_change
from actions.approvals.tables import action_table, answer_table
from actions.approvals.time_passing import is_over
from actions.channel_settings import configured_channels
from core.access import Viewer
from core.audit.writing import Audited, audited
from core.errors import NotAllowed, WrongUse
from core.roles import ROLES, role_titles
from core.state import State


@dataclass(frozen=True)
class Decision:
    """Yes or no, and why."""

    answer: Literal["approve", "refuse"]
    note: str = ""


def decide(state: State, viewer: Viewer, who: str, number: int, decision: Decision, moment: datetime) -> Action:
    """Approve or refuse; the action as it stands then."""
    channels = configured_channels(state.workspace)
    with audited(state, who) as work:
        found = action_to_change(work.connection, viewer, number)
        refuse_unless_open(found, moment)
        refuse_unless_asked(found, viewer, moment)
        if decision.answer == "approve":
            _refuse_own(found, who)
            _refuse_over(work, found)
        if any(each.who == who for each in found.answers):
            raise WrongUse(f"You have answered on {found.id} already. It waits for somebody else.")
        row = {"action": number, "who": who, "answer": decision.answer, "at": moment, "note": decision.note}
        work.connection.execute(insert(answer_table).values(**row))
        told = {"note": decision.note} if decision.note else None
        subject = ("action", found.id)
        if decision.answer == "refuse":
            work.connection.execute(
                update(action_table)
                .where(action_table.c.number == number)
                .values(state=ActionState.REFUSED.value, decided_at=moment, words=decision.note or None)
            )
            work.tell("action refused", subject, {"state": "waiting"}, {"state": "refused", **(told or {})})
        else:
            work.tell("action approved", subject, None, told)
            if 1 + sum(each.answer == "approve" for each in found.answers) >= found.people:
                send(Desk(work, channels, moment), number, found.content, found.channel)
        return action_in(work.connection, viewer, number)


def refuse_unless_open(found: Action, moment: datetime) -> None:
    """WrongUse where nothing is left to decide. What has expired does nothing, whoever approves it."""
    if found.state is not ActionState.WAITING:
        raise WrongUse(f"{found.id} is {found.state.value.replace('_', ' ')}; there is nothing to decide any more.")
    if found.expires_at is not None and moment >= found.expires_at:
        raise WrongUse(
            f"{found.id} expired at {found.expires_at:%Y-%m-%d %H:%M} UTC, so approving it does nothing. If it is "
            "still needed, propose it again from its finding."
        )


def refuse_unless_asked(found: Action, viewer: Viewer, moment: datetime) -> None:
    """NotAllowed for whoever has none of the roles that are asked."""
    asked = found.asked_by(moment)
    if "owner" not in viewer.roles and not viewer.roles & set(asked):
        wanted = " or ".join(ROLES[role].title.lower() for role in asked)
        raise NotAllowed(f"{found.id} asks {wanted}. As {role_titles(viewer.roles)} you may not decide on it.")


def may_decide(found: Action, viewer: Viewer, who: str, moment: datetime) -> bool:
    """Whether a page should offer it to them; the rest is checked when they do."""
    return not why_not(found, viewer, who, moment)


def why_not(found: Action, viewer: Viewer, who: str, moment: datetime) -> str:
    """Why a page does not offer it to them; empty where it does."""
    if found.state is not ActionState.WAITING or (found.expires_at is not None and moment >= found.expires_at):
        return "There is nothing to decide any more."
    asked = found.asked_by(moment)
    wanted = " or ".join(ROLES[role].title.lower() for role in asked)
    if "owner" not in viewer.roles and not viewer.roles & set(asked):
        return f"It asks {wanted}, not your role."
    another = f"another {wanted}" if wanted else "somebody else"
    if who == found.proposed_by:
        return f"You proposed it, so it waits for {another}."
    if found.four_eyes and who == found.policy_changed_by:
        return f"You made the latest change of the policy {found.policy}, so it waits for {another}."
    if any(each.who == who for each in found.answers):
        return f"You have answered. It waits for {another}."
    return ""


def _refuse_own(found: Action, who: str) -> None:
    if not found.four_eyes:
        return
    if who == found.proposed_by:
        raise NotAllowed(f"You proposed {found.id}, so somebody else must approve it.")
    if who == found.policy_changed_by:
        raise NotAllowed(
            f"{found.id} comes of the policy {found.policy}, and you made its latest change, so somebody else must "
            "approve it."
        )


def _refuse_over(work: Audited, found: Action) -> None:
    """What it is about may have ended since the policies last looked."""
    if is_over(work.connection, found):
        raise WrongUse(
            f"None of the findings of {found.id} stands any more, so approving it would send what nobody needs. The "
            "next look of the policies withdraws it; refuse it to be rid of it now."
        )
