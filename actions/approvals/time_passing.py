"""What time does to actions that wait: others are asked, they expire, or what they are about has gone."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from actions.approvals.action import Action, ActionState
from actions.approvals.proposing import Desk, ask
from actions.approvals.reading import actions_in
from actions.approvals.tables import action_table, asked_table
from actions.policies.declaration import Policy
from core.access import Viewer
from core.audit.writing import Audited
from core.roles import ROLES
from models.findings.finding import ENDED
from models.findings.tables import finding_table


def let_time_pass(desk: Desk, policies: dict[str, Policy]) -> None:
    """Bring everything that waits up to the moment."""
    work, moment = desk.work, desk.moment
    for waiting in actions_in(work.connection, Viewer.owner(), (ActionState.WAITING,), most=100_000):
        if waiting.expires_at is not None and moment >= waiting.expires_at:
            _end(work, waiting, ActionState.EXPIRED, _lacking(waiting), moment)
        elif is_over(work.connection, waiting):
            words = "None of its findings stands any more."
            _end(work, waiting, ActionState.WITHDRAWN, words, moment)
        else:
            _escalate(desk, waiting, policies.get(waiting.policy))


def _lacking(waiting: Action) -> str:
    """What it would have needed to be sent."""
    if approved := sum(each.answer == "approve" for each in waiting.answers):
        return f"{approved} of the {waiting.people} people it needs approved in time."
    asked = " or ".join(ROLES[each.role].title.lower() for each in waiting.asked)
    return f"No {asked} answered in time."


def _end(work: Audited, waiting: Action, state: ActionState, words: str, moment: datetime) -> None:
    values = {"state": state.value, "decided_at": moment, "words": words}
    work.connection.execute(update(action_table).where(action_table.c.number == waiting.number).values(**values))
    told = {"state": state.value, "why": words}
    work.tell(f"action {state.value}", ("action", waiting.id), {"state": "waiting"}, told)


def is_over(connection: Connection, waiting: Action) -> bool:
    """Whether nothing that an action is about stands any more."""
    numbers = [each.finding for each in waiting.about]
    query = select(finding_table.c.state).where(finding_table.c.number.in_(numbers))
    return all(state in ENDED for state in connection.scalars(query))


def _escalate(desk: Desk, waiting: Action, policy: Policy | None) -> None:
    work, moment = desk.work, desk.moment
    table = asked_table.c
    new = (table.action == waiting.number) & table.told.is_(False) & (table.asked_from <= moment)
    for role in list(work.connection.scalars(select(table.role).where(new).order_by(table.asked_from))):
        work.connection.execute(update(asked_table).where(new, table.role == role).values(told=True))
        work.tell("approval escalated", ("action", waiting.id), None, {"asked": role})
        if policy and policy.approval and policy.approval.channel:
            ask(desk, waiting.number, waiting.title, (role, policy.approval.channel))
