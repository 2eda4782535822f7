"""Taking a report in: kept beside its action; an outcome ends the action, and its findings where it succeeded."""

from sqlalchemy import insert, select, update

from actions.approvals.action import SENT, Action, ActionState
from actions.approvals.reading import action_in, action_to_change
from actions.approvals.tables import action_table
from actions.inbound.receiving import Inbound
from actions.outcomes.reported import Kind, Reported, Told
from actions.outcomes.tables import outcome_table
from core.access import Viewer
from core.audit.writing import Audited
from core.errors import BadInput, NotAllowed, WrongUse
from models.findings.finding import ENDED
from models.findings.tables import finding_table
from models.findings.verdicts import settle

MOST_DIGITS = 9
RECEIPT, OUTCOME = "tracework.action.receipt", "tracework.action.outcome"
"""The types of messages that report on actions."""


def take_in(work: Audited, inbound: Inbound) -> None:
    """What came in and was verified. A report on an action is joined to it; anything else is only remembered."""
    if inbound.type in (RECEIPT, OUTCOME):
        kind: Kind = "receipt" if inbound.type == RECEIPT else "outcome"
        number = _number_of(inbound)
        reported = Reported(inbound.channel, number, inbound.id, kind, dict(inbound.data), inbound.received_at)
        take_report(work, reported)
    elif inbound.about is not None:
        raise BadInput(f'"{inbound.type}" is no report on an action. Send {RECEIPT} or {OUTCOME}.')


def take_report(work: Audited, reported: Reported) -> Action:
    """The action as it stands with the report, in the transaction that has checked the report's signature and id."""
    found = action_to_change(work.connection, Viewer.owner(), reported.action)
    _refuse_stranger(found, reported)
    told = reported.told
    findings = _meant(found, told)
    row = {
        "action": found.number, "kind": reported.kind, "at": reported.at, "result": told.result, "words": told.words,
        "data": reported.data, "source": reported.channel, "message": reported.message,
    }  # fmt: skip
    work.connection.execute(insert(outcome_table).values(**row))
    said = {"result": told.result, "words": told.words, "message": reported.message}
    work.tell(f"{reported.kind} taken in", ("action", found.id), None, said)
    # what has succeeded stays so; a flow that failed may be run again and succeed
    if reported.kind == "outcome" and found.state is not ActionState.SUCCEEDED:
        _conclude(work, found, told, reported)
        if told.result == "succeeded":
            _settle(work, findings, told.words or f"{found.id} was carried out.")
    return action_in(work.connection, Viewer.owner(), found.number)


def _number_of(inbound: Inbound) -> int:
    """The action that the address names, else the data as `action`."""
    text = str(inbound.about or inbound.data.get("action") or "").removeprefix("A-")
    if not text.isdecimal() or len(text) > MOST_DIGITS:
        raise BadInput('The report names no action. Post it to /api/v1/actions/NUMBER/receipt, or say "action": "A-7".')
    return int(text)


def _refuse_stranger(found: Action, reported: Reported) -> None:
    if found.channel != reported.channel:
        raise NotAllowed(f"{found.id} went through the channel {found.channel}; {reported.channel} has no say in it.")
    if found.state not in SENT:
        raise WrongUse(f"{found.id} is {found.state.value.replace('_', ' ')}, so nothing can have come of it.")


def _meant(found: Action, told: Told) -> list[int]:
    own = {f"F-{each.finding}": each.finding for each in found.about}
    unknown = [name for name in told.findings or () if name not in own]
    if unknown:
        raise BadInput(f"{found.id} is not about {', '.join(unknown)}. It is about {', '.join(own)}.")
    return [own[name] for name in (own if told.findings is None else told.findings)]


def _conclude(work: Audited, found: Action, told: Told, reported: Reported) -> None:
    state = ActionState.SUCCEEDED if told.result == "succeeded" else ActionState.FAILED
    words = told.words or {"no_effect": "It changed nothing."}.get(told.result)
    values = {"state": state.value, "ended_at": reported.at, "words": words}
    work.connection.execute(update(action_table).where(action_table.c.number == found.number).values(**values))


def _settle(work: Audited, findings: list[int], words: str) -> None:
    live = select(finding_table.c.number).where(
        finding_table.c.number.in_(findings), finding_table.c.state.not_in(ENDED)
    )
    for number in sorted(work.connection.scalars(live)):
        settle(work, number, words)
