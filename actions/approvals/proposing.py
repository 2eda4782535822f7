"""Proposing an action: written down with exactly what it would send and whom it asks, or posted at once where nobody
has to be asked. All within the caller's transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import insert, update

from actions.approvals.content import ASKED, Wanted, content_of, message_of
from actions.approvals.tables import action_finding_table, action_table, asked_table
from actions.channel_settings import Channels
from actions.message import Message, Severity
from actions.outbox import post
from actions.policies.declaration import Approval, Policy
from actions.policies.grouping import Due, Proposal
from core.audit.writing import Audited
from core.roles import ROLES
from models.findings.finding import Finding


@dataclass(frozen=True)
class Desk:
    """Where actions are worked on: an audited transaction, the channels there are, and what time it is."""

    work: Audited
    channels: Channels
    moment: datetime

    def post(self, message: Message) -> None:
        post(self.work.connection, message, self.channels, self.moment)


@dataclass(frozen=True)
class Origin:
    """Who proposes, and the policy if it is one."""

    who: str
    policy: str = ""
    version: int = 0


def propose(desk: Desk, wanted: Wanted, origin: Origin, approval: Approval | None) -> int:
    """The number of the new action, which waits for its approval or has been posted."""
    work, moment = desk.work, desk.moment
    values = {
        "expires_at": moment + approval.expires_after if approval else None,
        "people": approval.people if approval else 0,
        "four_eyes": approval.four_eyes if approval else False,
        "state": "waiting",
    }
    number = _keep(desk, wanted, origin, values)
    subject = ("action", f"A-{number}")
    told = {"action": wanted.action, "findings": [each.id for each in wanted.findings], "channel": wanted.channel}
    if approval is None:
        work.tell("action performed", subject, None, told)
        send(desk, number, content_of(wanted), wanted.channel)
        return number
    roles = {approval.role: moment}
    for step in approval.escalate:
        roles.setdefault(step.role, moment + step.after)
    for role, at in roles.items():
        row = {"action": number, "role": role, "asked_from": at, "told": at <= moment}
        work.connection.execute(insert(asked_table).values(**row))
    work.tell("action proposed", subject, None, {**told, "asked": approval.role})
    if approval.channel:
        ask(desk, number, wanted.title, (approval.role, approval.channel))
    return number


def propose_for_policy(desk: Desk, proposal: Proposal) -> int:
    """What a policy proposes."""
    policy = proposal.policy
    wanted = _wanted(policy, proposal.findings, proposal.group)
    return propose(_acting_as(desk, policy), wanted, _origin(policy), policy.approval)


def hold_out(desk: Desk, due: Due) -> int:
    """Write down that the lot fell on a finding: nothing is done, so that it can be compared."""
    desk = _acting_as(desk, due.policy)
    wanted = _wanted(due.policy, (due.finding,), due.group)
    values = {"people": 0, "four_eyes": False, "state": "held_out", "decided_at": desk.moment}
    number = _keep(desk, wanted, _origin(due.policy), values)
    desk.work.tell("action held out", ("action", f"A-{number}"), None, {"findings": [due.finding.id]})
    return number


def send(desk: Desk, number: int, content: dict[str, object], channel: str) -> None:
    """Post an action's message and note it, in the transaction that decides on the action."""
    message = message_of(number, content, channel)
    desk.post(message)
    values = {"state": "approved", "decided_at": desk.moment, "message": message.id}
    desk.work.connection.execute(update(action_table).where(action_table.c.number == number).values(**values))
    desk.work.tell("action posted", ("action", f"A-{number}"), None, {"message": message.id, "channel": channel})


def ask(desk: Desk, number: int, title: str, asked: tuple[str, str]) -> None:
    """Tell a role through a channel that an approval waits for it."""
    role, channel = asked
    desk.post(
        Message(
            type=ASKED,
            subject=f"action/A-{number}",
            data={"id": f"A-{number}", "role": role},
            title=f"{ROLES[role].title}: please decide on A-{number}",
            text=title,
            link=f"/actions?action={number}",
            severity=Severity.INFO,
            to=(channel,),
        ),
    )


def _keep(desk: Desk, wanted: Wanted, origin: Origin, values: Mapping[str, object]) -> int:
    row = {
        "policy": origin.policy, "policy_version": origin.version, "title": wanted.title, "action": wanted.action,
        "channel": wanted.channel, "instruction": wanted.instruction, "grouped": wanted.grouped,
        "proposed_at": desk.moment, "proposed_by": origin.who, "content": content_of(wanted),
    }  # fmt: skip
    kept = insert(action_table).values(**row, **values).returning(action_table.c.number)
    number: int = desk.work.connection.execute(kept).scalar_one()
    for each in wanted.findings:
        desk.work.connection.execute(insert(action_finding_table).values(action=number, **_part(each)))
    return number


def _part(finding: Finding) -> dict[str, object]:
    suspicion, place = finding.suspicion, finding.suspicion.place
    return {
        "finding": finding.number, "kind": finding.kind, "subject_type": suspicion.subject_type,
        "subject_id": suspicion.subject_id, "entity": place.entity, "practice": place.practice,
        "client": place.client, "project": place.project, "chance": suspicion.chance,
        "base_money": finding.base_money, "seen_at": finding.last_seen,
    }  # fmt: skip


def _wanted(policy: Policy, findings: tuple[Finding, ...], group: str) -> Wanted:
    return Wanted(policy.act.action, policy.act.channel, policy.act.instruction, findings, group, policy.name)


def _acting_as(desk: Desk, policy: Policy) -> Desk:
    return replace(desk, work=replace(desk.work, who=_origin(policy).who))


def _origin(policy: Policy) -> Origin:
    return Origin(f"policy {policy.name}, version {policy.version}", policy.name, policy.version)
