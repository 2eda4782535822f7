"""Findings as scripts read them: the same objects from the command line, the API and a notebook."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from models.findings.finding import Finding


def as_json(finding: Finding) -> dict[str, Any]:
    """One finding."""
    told = finding.suspicion
    return {
        "id": finding.id,
        "detector": finding.detector,
        "kind": finding.kind,
        "subject": {"type": told.subject_type, "id": told.subject_id},
        "score": told.score,
        "money": told.money,
        "currency": told.currency,
        "since": told.since,
        "reasons": [asdict(reason) for reason in told.reasons],
        "state": finding.state.value,
        "title": told.title,
        "summary": told.summary,
        "chance": told.chance,
        "usual": told.usual,
        "base_money": finding.base_money,
        "expected": finding.expected,
        "suggestion": asdict(told.suggestion),
        "peers": None if told.peers is None else asdict(told.peers),
        **asdict(told.place),
        "owner_role": finding.owner_role,
        "assigned_to": finding.assigned_to,
        "snoozed_until": finding.snoozed_until,
        "first_seen": finding.first_seen,
        "last_seen": finding.last_seen,
        "generation": finding.generation,
        "version": finding.version,
        "audited": finding.audited,
    }


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A finding as a row of plain columns, its reasons as one text."""
    nested = {
        "subject_type": row["subject"]["type"],
        "subject_id": row["subject"]["id"],
        "reasons": "; ".join(reason["text"] for reason in row["reasons"]),
        "suggestion": row["suggestion"]["text"],
    }
    left_out = ("subject", "reasons", "suggestion", "peers")
    return {**{name: value for name, value in row.items() if name not in left_out}, **nested}
