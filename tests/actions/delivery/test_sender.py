"""The sender: what is sent and how it is tried again, in order for each subject; who is left alone and who is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from actions.channel import Content, Outgoing, Verdict
from actions.channel_settings import Channels, ConfiguredChannel
from actions.channels.webhook import CHANNEL, Settings
from actions.delivery import sender as sender_module
from actions.delivery.claiming import LEASE, claim
from actions.delivery.sender import Round
from actions.egress.web import Web
from actions.message import Message
from actions.outbox.reading import body_of, endpoints
from actions.outbox.replaying import enable, replay, replay_range
from actions.signatures import keys_in, signed_bytes
from core.audit.reading import entries, verified
from core.audit.writing import audited
from core.errors import NotFound, WrongUse
from core.secret import Secret
from core.state import State
from tests.actions.delivery.sent_messages import Desk, erp_desk
from tests.actions.firm_channels import KEY, webhook, write_channels
from tests.actions.hands import START
from tests.actions.receiver import Receiver, Reply, Request


def subject(request: Request) -> str:
    return str(json.loads(request.body)["subject"])


def written_down(state: State) -> list[tuple[str, str, dict[str, Any]]]:
    """What the sender wrote into the audit, the first first: the act, what it is about, and what is told of it."""
    told = sorted((each for each in entries(state) if each.who == "delivery"), key=lambda each: each.number)
    return [(each.act, each.subject_id, json.loads(each.after or "{}")) for each in told]


def refusing(*subjects: str) -> Callable[[Request], Reply]:
    return lambda request: Reply(500 if subject(request) in subjects else 200)


def test_the_stored_bytes_are_sent_signed_anew_at_each_try(either_state: State, there: Receiver):
    desk = erp_desk(either_state, there.url)
    message = desk.post()
    there.answer = lambda _: Reply(500, body=b"not today")
    assert desk.round() == Round(waiting=1)
    there.answer = lambda _: Reply(204)
    desk.pass_until_due()
    assert desk.round() == Round(sent=1)
    with either_state.reading() as connection:
        _, stored = body_of(connection, desk.of(message).id)
    first, second = there.requests
    assert (first.body, second.body) == (stored, stored)
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == message.id
    assert [int(each.headers["webhook-timestamp"]) for each in there.requests] == [
        int(START.timestamp()), int(START.timestamp()) + 5
    ]  # fmt: skip
    (key,) = keys_in(Secret.of(KEY), "The keys")
    for each in there.requests:
        assert key.matches(signed_bytes(each.headers, each.body), each.headers["webhook-signature"])
    assert [(each.outcome, each.status) for each in desk.tries(message)] == [("again", 500), ("delivered", 204)]
    assert "not today" in desk.tries(message)[0].words


def test_it_is_tried_as_the_standard_says_and_then_given_up_and_told(either_state: State, there: Receiver):
    tables = {"erp": webhook(there.url, types=["x"]), "owner": webhook(there.url, types=["tracework.channel.*"])}
    desk = Desk(either_state, tables)
    there.answer = lambda request: Reply(400 if json.loads(request.body)["type"] == "x" else 200)
    message = desk.post(type="x")
    waits = []
    while desk.of(message).state != "dead":
        desk.round()
        if desk.of(message).state == "waiting":
            waits.append(desk.pass_until_due())
    assert [int(each.total_seconds()) for each in waits] == [
        5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400
    ]  # fmt: skip
    assert desk.hands() - START == timedelta(hours=75, minutes=35, seconds=5)
    assert desk.of(message).tries == 10
    assert desk.of(message).reason.startswith("Given up after 10 tries. It answered 400")
    desk.round()
    told = json.loads(there.requests[-1].body)
    assert (told["type"], told["data"]["message"]) == ("tracework.channel.dead_letter", message.id)
    (given_up,) = written_down(either_state)
    assert given_up[:2] == ("message given up", str(desk.of(message).id))
    assert given_up[2]["message"] == message.id
    assert given_up[2]["reason"].startswith("Given up after 10 tries")


def test_a_lost_notice_is_not_told_of(either_state: State, there: Receiver):
    takes_all = ["*", "tracework.channel.*"]
    desk = Desk(either_state, {name: webhook(there.url, types=takes_all) for name in ("erp", "owner")})
    there.answer = lambda _: Reply(500, {"webhook-delivery": "abort-message"})
    desk.post(to=("erp",))
    for _ in range(3):
        desk.round()
    assert [(each.channel, each.state) for each in desk.all()] == [("erp", "dead"), ("owner", "dead")]


def test_a_receiver_may_ask_to_wait(either_state: State, there: Receiver):
    desk = erp_desk(either_state, there.url)
    there.answer = lambda _: Reply(500, {"retry-after": "7200"})
    desk.post()
    desk.round()
    assert desk.pass_until_due() == timedelta(hours=2)
    there.answer = lambda _: Reply(500, {"retry-after": "99999999"})
    desk.round()
    assert desk.pass_until_due() == timedelta(days=3)


@pytest.mark.parametrize("status", [429, 502, 504])
def test_an_overloaded_receiver_gets_nothing_else_meanwhile(either_state: State, there: Receiver, status: int):
    desk = erp_desk(either_state, there.url)
    desk.post("F-1")
    there.answer = lambda _: Reply(status, {"retry-after": "60"})
    desk.round()
    there.answer = lambda _: Reply()
    desk.post("F-2")
    assert desk.round() == Round()
    assert desk.pass_until_due() == timedelta(seconds=60)
    assert desk.round() == Round(sent=2)


def test_a_receiver_that_is_gone_gets_nothing_any_more_until_enabled(either_state: State, there: Receiver):
    tables = {"erp": webhook(there.url), "owner": webhook(there.url, types=["tracework.channel.*"])}
    desk = Desk(either_state, tables)
    messages = [desk.post(name) for name in ("F-1", "F-2")]
    there.answer = lambda request: Reply(410 if "action" in json.loads(request.body)["type"] else 200)
    assert desk.round() == Round(dead=1, sent=1)
    messages.append(desk.post("F-3"))
    assert desk.round() == Round()
    assert [(desk.of(each).state, "410" in desk.of(each).reason) for each in messages] == [("dead", True)] * 3
    assert [json.loads(each.body)["type"] for each in there.requests[1:]] == ["tracework.channel.disabled"]
    assert [(act, about) for act, about, _ in written_down(either_state)] == [
        ("message given up", str(desk.of(messages[0]).id)), ("channel disabled", "erp"),
    ]  # fmt: skip
    assert written_down(either_state)[1][2]["given_up_with_it"] == 1
    with pytest.raises(WrongUse, match="act enable erp"), audited(either_state, "anna") as work:
        replay_range(work, (START, START + timedelta(days=1)), desk.hands())
    with audited(either_state, "anna") as work:
        enable(work, "erp")
        numbers = replay_range(work, (START, START + timedelta(days=1)), desk.hands())
    there.answer = lambda _: Reply()
    assert numbers == [desk.of(each).id for each in messages]
    assert desk.round() == Round(sent=3)
    with pytest.raises(NotFound), audited(either_state, "anna") as work:
        enable(work, "nowhere")


def test_a_receiver_that_took_nothing_for_days_is_disabled(either_state: State, there: Receiver):
    desk = erp_desk(either_state, there.url)
    there.answer = lambda _: Reply(500)
    for number in range(6):
        desk.post(f"F-{number}")
        desk.round()
        desk.hands.move(timedelta(hours=30))
    desk.round()
    with either_state.reading() as connection:
        (found,) = endpoints(connection)
    assert found.disabled.startswith("Nothing was taken since 2026-03-02 09:00 UTC")
    assert {each.state for each in desk.all()} == {"dead"}


def test_a_receiver_may_refuse_a_message_for_good(either_state: State, there: Receiver):
    desk = erp_desk(either_state, there.url)
    there.answer = lambda _: Reply(400, {"webhook-delivery": "abort-message"})
    message = desk.post()
    assert desk.round() == Round(dead=1)
    assert (desk.of(message).tries, "asked not to be sent this again" in desk.of(message).reason) == (1, True)


def test_messages_about_a_subject_stay_in_order_and_others_pass(either_state: State, there: Receiver):
    desk = erp_desk(either_state, there.url)
    there.answer = refusing("F-1")
    for name in ("F-1", "F-2", "F-1", "F-3", "F-1"):
        desk.post(name)
    assert desk.round() == Round(waiting=1, sent=2)
    assert desk.round() == Round()
    there.answer = lambda _: Reply()
    desk.pass_until_due()
    assert desk.round() == Round(sent=3)
    ids = [each.headers["webhook-id"] for each in there.requests if subject(each) == "F-1"]
    assert ids[1:] == [each.message_id for each in desk.all() if each.subject == "F-1"]


def test_a_message_that_never_passes_blocks_its_subject_until_it_is_given_up(either_state: State, there: Receiver):
    desk = erp_desk(either_state, there.url)
    poison, after = desk.post("F-1"), desk.post("F-1")
    there.answer = lambda request: Reply(500 if request.headers["webhook-id"] == poison.id else 200)
    while desk.of(poison).state != "dead":
        assert desk.of(after).tries == 0
        desk.post("F-2")
        desk.round()
        assert {each.state for each in desk.all() if each.subject == "F-2"} == {"sent"}
        if desk.of(poison).state == "waiting":
            desk.pass_until_due()
    desk.round()
    assert desk.of(after).state == "sent"


def test_a_receiver_that_fails_for_all_is_left_alone_then_tried_with_one(either_state: State, there: Receiver):
    desk = erp_desk(either_state, there.url)
    there.answer = lambda _: Reply(500)
    for number in range(20):
        desk.post(f"F-{number}")
    desk.round()
    assert len(there.requests) == 5
    desk.hands.move(timedelta(seconds=59))
    assert desk.round() == Round()
    desk.hands.move(timedelta(seconds=1))
    assert desk.round() == Round(waiting=1)
    desk.hands.move(timedelta(minutes=2))
    assert [(act, about) for act, about, _ in written_down(either_state)] == [("channel left alone", "erp")]
    assert written_down(either_state)[0][2]["until"] == "2026-03-02 09:01:00+00:00"
    there.answer = lambda _: Reply()
    assert desk.round().sent >= 14
    assert [act for act, *_ in written_down(either_state)] == ["channel left alone", "channel sent to again"]
    assert not verified(either_state).fault


def test_a_sender_that_was_killed_loses_nothing(either_state: State, there: Receiver):
    desk = erp_desk(either_state, there.url)
    message, later = desk.post(), desk.post()
    with either_state.writing() as connection:
        claimed = claim(connection, desk.hands())
    assert claimed is not None
    assert claimed.message_id == message.id
    assert desk.round() == Round()
    assert desk.pass_until_due() == LEASE
    assert desk.round() == Round(sent=2)
    assert [each.headers["webhook-id"] for each in there.requests] == [message.id, later.id]
    assert [each.outcome for each in desk.tries(message)] == ["unknown", "delivered"]


def test_whoever_lost_the_lease_changes_nothing(either_state: State, there: Receiver):
    desk = erp_desk(either_state, there.url)
    message = desk.post()

    def slow(_: Request) -> Reply:
        there.answer = lambda _: Reply()
        desk.hands.move(LEASE)
        assert desk.round() == Round(sent=1)
        return Reply(500)

    there.answer = slow
    assert desk.round() == Round(lost=1)
    assert (desk.of(message).state, len(there.requests)) == ("sent", 2)


def test_a_message_amid_which_the_sender_always_ends_is_given_up(either_state: State, there: Receiver):
    desk = erp_desk(either_state, there.url)
    message = desk.post()
    for _ in range(10):
        with either_state.writing() as connection:
            claim(connection, desk.hands())
        desk.hands.move(LEASE)
    assert desk.round() == Round(dead=1)
    assert "the sender was ended amid the last" in desk.of(message).reason
    assert there.requests == []


def test_several_senders_send_each_message_once_and_in_order(either_state: State, there: Receiver):
    desk = erp_desk(either_state, there.url)
    desk.workers = 3
    for number in range(30):
        desk.post(f"F-{number % 5}")
    threads = [threading.Thread(target=desk.round) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {each.state for each in desk.all()} == {"sent"}
    for name in {each.subject for each in desk.all()}:
        came = [each.headers["webhook-id"] for each in there.requests if subject(each) == name]
        assert came == [each.message_id for each in desk.all() if each.subject == name]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_what_leads_inside_is_given_up_and_never_asked(either_state: State, there: Receiver, scheme: str):
    desk = erp_desk(either_state, there.url.replace("http", scheme).replace("127.0.0.1", "localhost"))
    write_channels(either_state.workspace, desk.tables, allow=False)
    message = desk.post()
    assert desk.round() == Round(dead=1)
    assert "name the host under internal_hosts of [delivery]" in desk.of(message).reason
    assert there.requests == []


def test_what_is_missing_in_the_settings_is_told_and_tried_again(either_state: State, there: Receiver):
    desk = erp_desk(either_state, there.url)
    message = desk.post()
    (either_state.workspace.root / "keys").unlink()
    assert desk.round() == Round(waiting=1)
    assert "cannot be read" in desk.of(message).reason
    desk.pass_until_due()
    either_state.workspace.settings_file.write_text("")
    assert desk.round() == Round(dead=1)
    assert "has no channel erp any more" in desk.of(message).reason


@dataclass(frozen=True)
class Broken:
    """A webhook that breaks on one subject when it is delivered, and on another when it is put into words."""

    delivering: str = ""
    wording: str = ""
    title, settings_model, must_sign, keeps_alerts = "Broken", Settings, True, False

    def content(self, message: Message, settings: Settings) -> Content:
        if message.subject == self.wording:
            raise KeyError("no word")
        return CHANNEL.content(message, settings)

    def deliver(self, outgoing: Outgoing, settings: Settings, web: Web) -> Verdict:
        if outgoing.subject == self.delivering:
            raise KeyError("surprise")
        return CHANNEL.deliver(outgoing, settings, web)


def breaking(desk: Desk, name: str, broken: Broken, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = desk.channels.one(name)
    others = {**desk.channels.named, name: ConfiguredChannel(name, whole.common, whole.own, broken)}
    monkeypatch.setattr(sender_module, "configured_channels", lambda _: Channels(others, desk.channels.delivery))


def test_a_channel_that_breaks_on_a_message_stops_no_other(
    either_state: State, there: Receiver, monkeypatch: pytest.MonkeyPatch
):
    desk = erp_desk(either_state, there.url)
    breaking(desk, "erp", Broken(delivering="F-1"), monkeypatch)
    first, second = desk.post("F-1"), desk.post("F-2")
    assert desk.round() == Round(waiting=1, sent=1)
    assert "KeyError: 'surprise'" in desk.of(first).reason
    assert desk.of(second).state == "sent"


def test_a_channel_that_breaks_on_a_notice_keeps_nothing_from_ending(
    either_state: State, there: Receiver, monkeypatch: pytest.MonkeyPatch
):
    desk = Desk(
        either_state,
        {
            "erp": webhook(there.url),
            "chat": webhook(there.url, types=["tracework.channel.*"]),
            "owner": webhook(there.url, types=["tracework.channel.*"]),
        },
    )
    breaking(desk, "owner", Broken(wording="channel:erp"), monkeypatch)
    there.answer = lambda _: Reply(500, {"webhook-delivery": "abort-message"})
    message = desk.post("F-1")
    assert desk.round().dead == 1
    assert desk.of(message).state == "dead"
    assert [each.channel for each in desk.all()] == ["erp"]


def test_one_delivery_is_replayed_under_its_id(either_state: State, there: Receiver):
    desk = erp_desk(either_state, there.url)
    message = desk.post()
    desk.round()
    with audited(either_state, "anna") as work:
        replay(work, desk.of(message).id, desk.hands())
    with pytest.raises(WrongUse, match="still on its way"), audited(either_state, "anna") as work:
        replay(work, desk.of(message).id, desk.hands())
    assert desk.round() == Round(sent=1)
    assert [each.headers["webhook-id"] for each in there.requests] == [message.id] * 2
    assert (desk.of(message).replays, len(desk.tries(message))) == (1, 2)
    with pytest.raises(NotFound), audited(either_state, "anna") as work:
        replay(work, 99, desk.hands())


def test_a_range_is_replayed_by_when_it_was_posted_and_by_channel(either_state: State, there: Receiver):
    desk = Desk(either_state, {"erp": webhook(there.url), "crm": webhook(there.url)})
    there.answer = lambda _: Reply(400, {"webhook-delivery": "abort-message"})
    for number in range(3):
        desk.post(f"F-{number}")
        desk.round()
        desk.hands.move(timedelta(days=1))
    with audited(either_state, "anna") as work:
        days = (START + timedelta(days=1), START + timedelta(days=2))
        numbers = replay_range(work, days, desk.hands(), "erp")
    assert [(desk.again(each).subject, desk.again(each).channel) for each in numbers] == [("F-1", "erp")]


def test_nobody_looks_before_something_is_due(either_state: State, there: Receiver):
    desk = erp_desk(either_state, there.url)
    assert desk.sender.next_look() is None
    there.answer = lambda _: Reply(500)
    for _ in range(2):
        desk.post("F-1")
    assert desk.sender.next_look() == START
    desk.round()
    assert desk.sender.next_look() == START + timedelta(seconds=5)
    there.answer = lambda _: Reply()
    desk.pass_until_due()
    desk.round()
    assert desk.sender.next_look() is None
