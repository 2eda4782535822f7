"""A message as CloudEvents 1.0.2 in structured mode: one JSON object, whose id is the webhook-id."""

from datetime import UTC
from typing import Any, Literal

import orjson

from actions.message import Message

CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8"
MOST_BYTES = 20_000
"""What Standard Webhooks recommends; a full payload above it is sent thin."""

Payload = Literal["thin", "full"]


def cloud_event(message: Message, payload: Payload = "thin") -> bytes:
    """The bytes of the event. A thin one holds ids and links; a full one also what a person would read."""
    if payload == "full":
        whole = _bytes(message, full_data(message))
        if len(whole) <= MOST_BYTES:
            return whole
    return _bytes(message, dict(message.data))


def full_data(message: Message) -> dict[str, Any]:
    """Everything a message says."""
    said = {"title": message.title, "text": message.text, "link": message.link, "severity": message.severity.value}
    return {**message.facts, **{name: value for name, value in said.items() if value}, **message.data}


def _bytes(message: Message, data: dict[str, Any]) -> bytes:
    return orjson.dumps(
        {
            "specversion": "1.0",
            "id": message.id,
            "source": message.source,
            "type": message.type,
            "subject": message.subject,
            "time": message.time.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "datacontenttype": "application/json",
            "data": data,
        }
    )
