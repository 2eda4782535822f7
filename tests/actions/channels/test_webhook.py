"""The webhook channel: the libraries of both standards read what it sends."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from standardwebhooks import Webhook as Reference

from actions.channel import Outcome, Outgoing, Verdict
from actions.channels.webhook import CHANNEL, Settings
from actions.cloud_event import MOST_BYTES
from actions.egress.web import Web
from actions.message import Message
from actions.signatures import keys_in, new_key, signed_headers
from core.secret import Secret
from tests.actions.receiver import Receiver, receiver

MESSAGE = Message(
    "tracework.action.approved", "F-17", {"action": "A-5", "finding": "F-17"}, title="Contract C-1004 has no project",
    text="Signed 9 days ago.", facts={"money": 48000, "client": "Möller"}, time=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
)  # fmt: skip


@pytest.fixture
def there():
    with receiver() as found:
        yield found


def send(there: Receiver, keys: str, settings: Settings) -> Verdict:
    content = CHANNEL.content(MESSAGE, settings)
    now = datetime.now(UTC)
    signed = signed_headers(MESSAGE.id, content.body, keys_in(Secret.of(keys), "keys"), now)
    outgoing = Outgoing(MESSAGE.id, MESSAGE.type, MESSAGE.subject, content, 1, now, signed)
    return CHANNEL.deliver(outgoing, settings, Web(frozenset({"127.0.0.1"})))


def test_the_reference_library_accepts_what_arrives(there: Receiver):
    new, old = new_key(), new_key()
    assert send(there, f"{new} {old}", Settings(url=there.url)).outcome is Outcome.DELIVERED
    request = there.requests[0]
    for key in (new, old):
        assert Reference(key).verify(request.body, dict(request.headers)) == json.loads(request.body)


def test_the_cloudevents_library_reads_what_arrives(there: Receiver):
    send(there, new_key(), Settings(url=there.url))
    request = there.requests[0]
    event = from_http_event(HTTPMessage(dict(request.headers), request.body))
    assert (event.get_id(), event.get_type(), event.get_subject()) == (MESSAGE.id, MESSAGE.type, "F-17")
    assert (event.get_id(), event.get_time()) == (request.headers["webhook-id"], MESSAGE.time)
    assert event.get_data() == {"action": "A-5", "finding": "F-17"}


def test_a_thin_payload_says_nothing_of_money_or_names():
    body = CHANNEL.content(MESSAGE, Settings(url="https://there.example")).body.decode()
    assert [word for word in ("48000", "Möller", "Contract", "Signed") if word in body] == []


def test_a_full_payload_says_what_a_person_would_read():
    data = json.loads(CHANNEL.content(MESSAGE, Settings(url="https://there.example", payload="full")).body)["data"]
    assert data == {
        "action": "A-5", "finding": "F-17", "money": 48000, "client": "Möller", "severity": "warning",
        "title": "Contract C-1004 has no project", "text": "Signed 9 days ago.",
    }  # fmt: skip


def test_a_full_payload_that_is_too_large_is_sent_thin():
    large = Message("a.b", "s", {"finding": "F-1"}, title="T", facts={"rows": ["x" * 100] * (MOST_BYTES // 100)})
    content = CHANNEL.content(large, Settings(url="https://there.example", payload="full"))
    assert json.loads(content.body)["data"] == {"finding": "F-1"}


@pytest.mark.parametrize("url", ["there.example", "ftp://there.example", "https://", "https://me:pass@there.example"])
def test_an_address_that_is_none_is_told_without_its_secrets(url: str, tmp_path: Path):
    with pytest.raises(ValueError, match=r"no web address|user and password") as told:
        Settings(url=url)
    assert "me:pass" not in str(told.value).partition("[type=")[0]
