"""Every kind of channel, found by its folder, is held to the same contract, against a real receiver."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from actions.catalogue import channel_kind, channel_kinds
from actions.channel import Content, Outcome, Outgoing, Verdict
from actions.channel_settings import ConfiguredChannel, configured_channels
from actions.egress.web import NotReached, TargetRefused
from actions.message import Message
from actions.signatures import keys_in, signed_headers
from core.errors import TraceworkError
from core.secret import concealed
from core.workspace import Workspace, create_workspace
from tests.actions.receiver import Receiver, Reply
from tests.contracts.channel_examples import EXAMPLES, HERE

SNAPSHOTS = Path(__file__).parent / "channel_snapshots"
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MESSAGE = Message(
    type="tracework.action.approved", subject="F-17", id="msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", time=NOW,
    data={"action": "A-5", "finding": "F-17", "kind": "contract_without_project", "object": "contract:C-1004"},
    title="Contract C-1004 has no project", text="It was signed 9 days ago. Others had a project after 2.",
    facts={"money": 48000.0, "currency": "EUR", "client": "Möller & Söhne <KG>"}, link="https://tw.example/findings/17",
)  # fmt: skip


@dataclass(frozen=True)
class Sending:
    """One configured channel and its receiver."""

    channel: ConfiguredChannel
    receiver: Receiver
    workspace: Workspace

    def content(self, message: Message = MESSAGE) -> Content:
        return self.channel.kind.content(message, self.channel.own)

    def deliver(self, reply: Reply | None = None, content: Content | None = None) -> Verdict:
        """What one try comes to, as the sender would have it."""
        if reply:
            self.receiver.answer = EXAMPLES[self.channel.common.kind].says(reply)
        content = content or self.content()
        keys = keys_in(self.channel.common.keys, "the keys") if self.channel.common.keys else []
        signed = signed_headers(MESSAGE.id, content.body, keys, NOW)
        outgoing = Outgoing(MESSAGE.id, MESSAGE.type, MESSAGE.subject, content, 1, NOW, signed)
        try:
            return self.channel.kind.deliver(
                outgoing, self.channel.own, configured_channels(self.workspace).web(self.channel)
            )
        except NotReached as error:
            return Verdict(Outcome.AGAIN, str(error))
        except TargetRefused as error:
            return Verdict(Outcome.NEVER, str(error))


@pytest.fixture(params=channel_kinds())
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def sending(kind: str, tmp_path: Path) -> Iterator[Sending]:
    with sending_of(kind, tmp_path / "firm") as found:
        yield found


@contextmanager
def sending_of(kind: str, folder: Path) -> Iterator[Sending]:
    example, place = EXAMPLES[kind], create_workspace(folder)
    with example.receiving() as found:
        for name, secret in example.secrets.items():
            (folder / name).write_text(secret.replace(HERE, found.url))
        host = found.url.rpartition("//")[2]
        lines = [f"[delivery]\ninternal_hosts = {json.dumps([host])}\n[channels.there]\nkind = {json.dumps(kind)}"]
        lines += [f"{name} = {in_toml(value)}" for name, value in example.table(found.url).items()]
        place.settings_file.write_text("\n".join(lines))
        yield Sending(configured_channels(place).one("there"), found, place)


def in_toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {in_toml(each)}" for name, each in value.items()) + "}"
    return json.dumps(value)


def test_every_kind_has_an_example():
    assert sorted(EXAMPLES) == channel_kinds()


def test_it_says_what_it_is(kind: str):
    assert channel_kind(kind).title
    assert channel_kind(kind).settings_model.model_config["extra"] == "forbid"


def test_what_a_receiver_takes_is_delivered(sending: Sending):
    verdict = sending.deliver()
    assert verdict.outcome is Outcome.DELIVERED, verdict
    assert sending.receiver.requests


def test_what_passes_is_tried_again(sending: Sending, kind: str):
    for reply in EXAMPLES[kind].temporary:
        verdict = sending.deliver(reply)
        assert (verdict.outcome, bool(verdict.words)) == (Outcome.AGAIN, True), (reply, verdict)
        if "retry-after" in reply.headers:
            assert verdict.wait == timedelta(seconds=int(reply.headers["retry-after"]))
            assert verdict.throttle


def test_what_does_not_pass_is_given_up(sending: Sending, kind: str):
    for outcome, replies in ((Outcome.NEVER, EXAMPLES[kind].permanent), (Outcome.GONE, EXAMPLES[kind].gone)):
        for reply in replies:
            verdict = sending.deliver(reply)
            assert (verdict.outcome, verdict.status) == (outcome, reply.status), (reply, verdict)


def test_a_redirect_is_not_followed(sending: Sending):
    location = f"{sending.receiver.url}/elsewhere"
    assert sending.deliver(Reply(307, {"location": location})).outcome is not Outcome.DELIVERED
    assert [each for each in sending.receiver.requests if each.path == "/elsewhere"] == []


def test_the_same_message_gives_the_same_bytes(sending: Sending):
    assert sending.content() == sending.content()


def test_no_secret_is_stored_or_told(sending: Sending, kind: str, caplog: pytest.LogCaptureFixture):
    """Not even by a receiver that says back everything it was sent."""
    caplog.set_level(logging.DEBUG)
    secrets = [word for secret in EXAMPLES[kind].secrets.values() for word in secret.replace(HERE, "").split()]

    def echo(request: Any) -> Reply:
        said = f"{request.path} {request.headers}".encode() + request.body
        return Reply(500, body=said[:30_000])

    sending.receiver.answer = echo
    told = [concealed(sending.deliver().words)]
    sending.receiver.answer = lambda _: Reply(closes=True)
    told += [sending.deliver().words, sending.content().body.decode(), repr(sending.channel), caplog.text]
    assert [(secret, text) for secret in secrets for text in told if secret in text] == []


def test_a_missing_secret_is_told_by_its_place(sending: Sending, kind: str):
    for name in EXAMPLES[kind].secrets:
        (sending.workspace.root / name).unlink()
    if EXAMPLES[kind].secrets:
        with pytest.raises(TraceworkError, match=r"cannot be read"):
            sending.deliver()


def test_the_payload_is_as_it_was(sending: Sending, kind: str):
    """What is sent is a contract with whoever receives it: a change of it shows here."""
    sending.deliver()
    host = sending.receiver.url.rpartition("//")[2]
    text = "\n\n".join(
        f"{each.method} {each.path}\ncontent-type: {each.headers.get('content-type')}\n{pretty(each.body)}"
        for each in sending.receiver.requests
    )
    for secret in EXAMPLES[kind].secrets.values():
        text = text.replace(secret.replace(HERE, ""), "(secret)")
    kept = SNAPSHOTS / f"{kind}.txt"
    assert text.replace(host, "receiver") + "\n" == kept.read_text(encoding="utf-8")


def pretty(body: bytes) -> str:
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        return body.decode().replace("\r\n", "\n")
