"""What an action sends: built when it is proposed, kept, and posted unchanged once it is approved."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from actions.message import Message, Severity
from core.words import actions, slice_words
from models.findings.finding import Finding
from models.findings.words import kind_label

APPROVED = "tracework.action.approved"
ASKED = "tracework.approval.asked"
LONGEST_SUBJECT = 300
MOST_BYTES = 16_000
"""Of the findings that a message names: with the rest it stays below what Standard Webhooks recommends."""
MOST_LINES = 20
"""Findings that a text for people tells one by one."""


@dataclass(frozen=True)
class Wanted:
    """What is to be done about which findings, through which channel, and what they have in common."""

    action: str
    channel: str
    instruction: str
    findings: Sequence[Finding]
    grouped: str
    policy: str = ""

    @property
    def title(self) -> str:
        """As a person would name it."""
        label = actions().get(self.action, self.action)
        if len(self.findings) == 1:
            (one,) = self.findings
            # what kind of finding it is, the action says already
            return f"{label}: {one.suspicion.title.removeprefix(f'{kind_label(one.kind)}: ')}"
        shared = ", ".join(_shared(name, value) for name, value in json.loads(self.grouped).items() if value)
        return f"{label}: {len(self.findings)} findings{f' of {shared}' if shared else ''}"


def _shared(name: str, value: str) -> str:
    return kind_label(value) if name == "kind" else slice_words(value)


def content_of(wanted: Wanted) -> dict[str, Any]:
    """The parts of the message that are known before it is posted. `data` has ids and kinds only."""
    findings = [
        {
            "id": each.id, "kind": each.kind, "subject_type": each.suspicion.subject_type,
            "subject_id": each.suspicion.subject_id, "entity": each.suspicion.place.entity,
        }
        for each in wanted.findings
    ]  # fmt: skip
    return {
        "type": APPROVED,
        "subject": _subject(wanted),
        "title": wanted.title,
        "text": _text(wanted),
        "severity": _severity(wanted.findings).value,
        "data": {"action": wanted.action, "policy": wanted.policy or None, "findings": findings},
        "facts": {
            "findings": [
                {"id": each.id, "summary": each.suspicion.summary, "chance": round(each.suspicion.chance, 3),
                 "base_money": each.base_money}
                for each in wanted.findings
            ],
            "instruction": wanted.instruction,
        },
    }  # fmt: skip


def message_of(number: int, content: dict[str, Any], channel: str) -> Message:
    """The message of action `number`, with an id of its own."""
    address = f"/api/v1/actions/{number}"
    answer = {"id": f"A-{number}", "receipt": f"{address}/receipt"}
    return Message(
        type=content["type"],
        subject=content["subject"],
        data={**content["data"], **_named(content["data"]["findings"], address), **answer},
        title=content["title"],
        text=content["text"],
        facts=content["facts"],
        link=f"/actions?action={number}",
        severity=Severity(content["severity"]),
        to=(channel,),
    )


def _named(findings: Sequence[dict[str, Any]], address: str) -> dict[str, Any]:
    """The findings that a message has room for; of more, the first, how many there are, and where all are read."""
    room, first = MOST_BYTES, 0
    while first < len(findings) and (room := room - len(json.dumps(findings[first])) - 1) >= 0:
        first += 1
    if first == len(findings):
        return {"findings": findings}
    return {"findings": findings[:first], "findings_in_all": len(findings), "rest": address}


def _subject(wanted: Wanted) -> str:
    """What keeps messages in order: those about one thing follow each other."""
    if len(wanted.findings) == 1:
        suspicion = wanted.findings[0].suspicion
        name = f"{suspicion.subject_type}/{suspicion.subject_id}"
    else:
        name = f"{wanted.policy}/{wanted.grouped}"
    return name if len(name) <= LONGEST_SUBJECT else hashlib.sha256(name.encode()).hexdigest()


def _text(wanted: Wanted) -> str:
    told = wanted.findings if len(wanted.findings) <= MOST_LINES + 1 else wanted.findings[:MOST_LINES]
    lines = [f"{each.id} {each.suspicion.title}. {each.suspicion.summary}" for each in told]
    if more := len(wanted.findings) - len(told):
        lines.append(f"And {more:,} more, which the action shows in Tracework.")
    return "\n".join([*([wanted.instruction] if wanted.instruction else []), *lines])


def _severity(findings: Sequence[Finding]) -> Severity:
    return Severity.ERROR if max(each.suspicion.chance for each in findings) >= 0.8 else Severity.WARNING
