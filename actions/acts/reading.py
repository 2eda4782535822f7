"""The records of `eventlog/acts/declaration.py`, read from the state database: each row as it stands now.

What people wrote in words is left where it is.
"""

from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, String, cast, literal, select

from actions.approvals.tables import action_finding_table, action_table, answer_table
from actions.outbox.reading import ENDED
from actions.outbox.tables import delivery_table
from actions.outcomes.tables import outcome_table
from models.findings.tables import finding_table, sighting_table, verdict_table

TOLD = ("raised", "reopened", "awake", "gone")
"""What a look of a detector did to a finding; that it only saw it again is no event."""


def records_of(connection: Connection, stream: str) -> list[dict[str, Any]]:
    """The records of a stream, with times as text."""
    found = connection.execute(_queries()[stream]).mappings()
    return [
        {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
        for row in found
    ]


def _queries() -> dict[str, Select[Any]]:
    return _of_findings() | _of_actions()


def _of_findings() -> dict[str, Select[Any]]:
    finding, sighting, verdict = finding_table.c, sighting_table.c, verdict_table.c
    return {
        "finding": select(
            _finding(finding.number, "id"), finding.detector, finding.version, finding.kind, finding.subject_type,
            finding.subject_id, finding.owner_role, finding.entity, finding.practice, finding.client, finding.project,
            finding.state, finding.first_seen,
        ).order_by(finding.number),
        "finding_sighting": select(
            sighting.id, _finding(sighting.finding), sighting.at, sighting.act, sighting.chance, sighting.base_money
        ).where(sighting.act.in_(TOLD)).order_by(sighting.id),
        "finding_verdict": select(
            verdict.id, _finding(verdict.finding), verdict.at, verdict.who, verdict.verdict, verdict.undone,
            verdict.chance, verdict.base_money,
        ).order_by(verdict.id),
    }  # fmt: skip


def _of_actions() -> dict[str, Select[Any]]:
    action, about, answer = action_table.c, action_finding_table.c, answer_table.c
    delivery, outcome = delivery_table.c, outcome_table.c
    return {
        "action": select(
            _action(action.number, "id"), action.policy, action.policy_version, action.action, action.channel,
            action.state, action.proposed_at, action.proposed_by, action.decided_at,
        ).order_by(action.number),
        "action_finding": select(_action(about.action), _finding(about.finding)).order_by(about.action, about.finding),
        "action_answer": select(
            answer.number.label("id"), _action(answer.action), answer.who, answer.answer, answer.at
        ).order_by(answer.number),
        "action_delivery": select(
            delivery.id, _action(action.number), delivery.channel, delivery.state, delivery.tries,
            delivery.finished_at.label("at"),
        ).join_from(delivery_table, action_table, action.message == delivery.message_id)
        .where(delivery.state.in_(ENDED)).order_by(delivery.id),
        "action_outcome": select(
            outcome.number.label("id"), _action(outcome.action), outcome.kind, outcome.at, outcome.result,
            outcome.source,
        ).order_by(outcome.number),
    }  # fmt: skip


def _finding(number: Column[Any], name: str = "finding") -> ColumnElement[str]:
    """As people and messages name it."""
    return literal("F-").concat(cast(number, String)).label(name)


def _action(number: Column[Any], name: str = "action") -> ColumnElement[str]:
    return literal("A-").concat(cast(number, String)).label(name)
