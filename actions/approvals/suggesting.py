"""A person proposes an action on a finding, as policies do: somebody else approves it before anything is sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from actions.approvals.action import Action, ActionState
from actions.approvals.content import APPROVED, Wanted
from actions.approvals.proposing import Desk, Origin, propose
from actions.approvals.reading import action_in
from actions.approvals.tables import action_finding_table, action_table
from actions.channel_settings import Channels, configured_channels
from actions.policies.catalogue import own_policies
from actions.policies.declaration import Approval
from core.access import Viewer
from core.audit.writing import Audited, audited
from core.errors import WrongUse
from core.roles import Act, refuse_unless_allowed
from core.state import State
from core.words import actions
from core.workspace import Workspace
from models.findings.finding import ENDED, Finding
from models.findings.reading import finding_in

PERSONS_ASK = Approval(role="approver")
"""Whom an action asks that a person proposes."""


@dataclass(frozen=True)
class Suggested:
    """What a person would have done about a finding; without an action the one that the finding suggests, without a
    channel the only one there is, or the one through which a policy does the same."""

    finding: int
    action: str = ""
    channel: str = ""
    note: str = ""


def propose_as_person(state: State, viewer: Viewer, who: str, suggested: Suggested, moment: datetime) -> Action:
    """An action that a person proposes; somebody else approves it."""
    refuse_unless_allowed(viewer, Act.REVIEW)
    channels = configured_channels(state.workspace)
    with audited(state, who) as work:
        finding = finding_in(work.connection, viewer, suggested.finding)
        action = suggested.action or finding.suspicion.suggestion.action
        _refuse_unknown(action)
        _refuse_over(work, finding, action)
        channel = suggested.channel or _usual_channel(state.workspace, channels, action)
        channels.one(channel)
        wanted = Wanted(action, channel, suggested.note, (finding,), f'{{"finding": "{finding.id}"}}')
        number = propose(Desk(work, channels, moment), wanted, Origin(who), PERSONS_ASK)
        return action_in(work.connection, viewer, number)


def channels_for(workspace: Workspace, action: str, channels: Channels | None = None) -> tuple[str, ...]:
    """The channels that take what is approved, by name; first those through which a policy does this action."""
    known = channels or configured_channels(workspace)
    named = [name for name, each in sorted(known.named.items()) if each.takes(APPROVED)]
    used = {each.act.channel for each in own_policies(workspace).policies if each.act.action == action}
    return tuple(sorted(named, key=lambda name: name not in used))


def _usual_channel(workspace: Workspace, channels: Channels, action: str) -> str:
    there = channels_for(workspace, action, channels)
    used = [each.act.channel for each in own_policies(workspace).policies if each.act.action == action]
    if len(there) == 1 or (there and there[0] in used):
        return there[0]
    if not there:
        raise WrongUse(
            "No channel of firm.toml takes what is approved, so nothing can be proposed. Add one as [channels.NAME]; "
            "docs/channels.md says how."
        )
    raise WrongUse(f"Say through which channel: {', '.join(there)}.")


def _refuse_unknown(action: str) -> None:
    if action not in actions():
        raise WrongUse(f'"{action}" is no action. There are {", ".join(actions())}.')


def _refuse_over(work: Audited, finding: Finding, action: str) -> None:
    """Nothing is proposed about what is over, nor twice while the first waits."""
    if finding.state in ENDED:
        raise WrongUse(f"{finding.id} is {finding.state.value}, so nothing is proposed about it any more.")
    part, table = action_finding_table.c, action_table.c
    about = exists().where(part.action == table.number, part.finding == finding.number)
    waits = select(table.number).where(table.state == ActionState.WAITING.value, table.action == action, about)
    if number := work.connection.scalar(waits.limit(1)):
        raise WrongUse(f"A-{number} waits for an approval already and would do the same about {finding.id}.")
