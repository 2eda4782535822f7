"""What leaves the firm: one message about one subject, before a channel has put it into its receiver's form."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from core.errors import WrongUse

TYPE = re.compile(r"[a-zA-Z0-9_]+(\.[a-zA-Z0-9_]+)*")

LONGEST_ID, LONGEST_TYPE, LONGEST_SUBJECT = 100, 200, 300


class Phase(StrEnum):
    """Where the subject stands, for receivers that keep an alert open until it is over."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class Severity(StrEnum):
    """How bad it is."""

    CRITICAL = "critical"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


def new_id() -> str:
    """The id that a message keeps however often it is sent. It has no dot, which signatures set between their parts."""
    return f"msg_{secrets.token_urlsafe(20)}"


@dataclass(frozen=True)
class Message:
    """`data` is the thin payload: ids, kinds and links, no names of people and no money. `facts` are what a receiver
    gets besides only where its channel is set to `payload = "full"`, and `title` and `text` what a person reads.
    Messages about one `subject` reach a receiver in the order they were posted. Without `to` a message goes to every
    channel that takes its type. `link` is the path of a page until it is posted. `data` and `facts` hold JSON values
    only."""

    type: str
    subject: str
    data: Mapping[str, Any]
    title: str
    text: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    link: str = ""
    severity: Severity = Severity.WARNING
    phase: Phase = Phase.RAISED
    to: tuple[str, ...] = ()
    source: str = "/tracework"
    time: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if not TYPE.fullmatch(self.type):
            raise WrongUse(f'"{self.type}" is no type of a message. It is like tracework.action.approved.')
        if "." in self.id or not 0 < len(self.id) <= LONGEST_ID:
            raise WrongUse(f"The id of a message has no dot and at most {LONGEST_ID} letters; this is {self.id!r}.")
        if not 0 < len(self.subject) <= LONGEST_SUBJECT or len(self.type) > LONGEST_TYPE:
            raise WrongUse(
                f"A message has a subject of at most {LONGEST_SUBJECT} letters and a type of at most {LONGEST_TYPE}; "
                f"this is about {self.subject!r}."
            )
