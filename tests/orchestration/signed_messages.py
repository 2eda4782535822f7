"""A message as Tracework sends it of an approved action, and what flows report back, checked as Tracework checks it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from actions.approvals.content import APPROVED
from actions.cloud_event import CONTENT_TYPE, cloud_event
from actions.inbound.verifying import Letter, verify
from actions.message import Message
from actions.signatures import keys_in, new_key, signed_headers
from core.secret import Secret
from tests.actions.receiver import Receiver, receiver

SENDING, REPORTING = new_key(), new_key()


def handoff_of(contract: str) -> Message:
    """The message of an approved action about one contract, by its id in Salesforce."""
    finding = {
        "id": "F-1", "kind": "contract_without_project", "subject_type": "contract",
        "subject_id": f"salesforce:{contract}", "entity": "new_york",
    }  # fmt: skip
    data = {"action": "start_handoff", "policy": "start_handoff", "findings": [finding], "id": "A-1"}
    return Message(
        APPROVED,
        f"contract/salesforce:{contract}",
        {**data, "receipt": "/api/v1/actions/1/receipt"},
        "Start the handoff",
    )


@dataclass(frozen=True)
class Signed:
    """A message's bytes and headers, signed at a moment."""

    id: str
    body: bytes
    headers: dict[str, str]

    @property
    def parameters(self) -> dict[str, Any]:
        """As the channel `prefect` hands it over."""
        return {"body": self.body.decode(), "headers": self.headers}


def signed(message: Message, key: str = SENDING, at: datetime | None = None) -> Signed:
    body = cloud_event(message)
    headers = signed_headers(message.id, body, keys_in(Secret.of(key), "The keys"), at or datetime.now(UTC))
    return Signed(message.id, body, {"content-type": CONTENT_TYPE, **headers})


@dataclass
class Reports:
    """What flows report; each is verified."""

    receiver: Receiver
    seen: int = field(default=0)

    def new(self) -> list[dict[str, Any]]:
        """The reports since they were last asked for: each its type, and what it says."""
        came, self.seen = self.receiver.requests[self.seen :], len(self.receiver.requests)
        for request in came:
            letter = Letter(request.headers, request.body)
            verify(letter, keys_in(Secret.of(REPORTING), "The receipt keys"), datetime.now(UTC))
            assert request.path == "/api/v1/actions/1/receipt"
        return [json.loads(request.body) for request in came]


@contextmanager
def reports(port: int) -> Iterator[Reports]:
    with receiver(port=port) as found:
        yield Reports(found)
