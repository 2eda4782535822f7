"""The sender is killed again and again while receivers fail, stall, redirect, throttle and close early: each subject's
messages arrive in order, none is lost, none counts twice, and each ends as sent or given up with a reason."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from actions.channel_settings import Channels
from actions.delivery.claiming import LEASE
from actions.delivery.sender import Sender
from actions.message import Message
from actions.outbox import post
from actions.outbox.reading import Delivery, counts, deliveries
from core.state import State
from tests.actions.firm_channels import webhook, write_channels
from tests.actions.receiver import Reply, Request, receiver

PATIENCE_S = 240
ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Unreliable:
    """A receiver of moods. What it takes has its effect once: it knows ids that it has seen."""

    chance: random.Random
    poison: set[str]
    gone_after: int | None = None
    effects: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    seen: set[str] = field(default_factory=set)
    twice: int = 0
    _one: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, request: Request) -> Reply:
        with self._one:
            return self._answer(request)

    def _answer(self, request: Request) -> Reply:
        event = json.loads(request.body)
        if self.gone_after is not None and len(self.seen) >= self.gone_after:
            return Reply(410)
        if event["data"]["name"] in self.poison:
            return Reply(500)
        mood = self.chance.random()
        if mood < 0.15:
            moods = (Reply(500), Reply(400), Reply(404), Reply(302, {"location": "/elsewhere"}), Reply(closes=True))
            return self.chance.choice(moods)
        if mood < 0.18:
            return Reply(self.chance.choice((429, 502, 504)), {"retry-after": "30"})
        self._take(event)
        # it has taken it, and nobody hears of that
        return Reply(closes=mood < 0.24, stall_s=1.3 if mood > 0.997 else 0)

    def _take(self, event: dict[str, str]) -> None:
        if event["id"] in self.seen:
            self.twice += 1
            return
        self.seen.add(event["id"])
        self.effects[event["subject"]].append(event["id"])


def test_nothing_is_lost_or_out_of_order_however_often_the_sender_is_killed(either_state: State, scale: int):
    chance = random.Random(5)
    many = (500 if either_state.engine.dialect.name == "sqlite" else 80) * scale
    erp, gone = Unreliable(chance, poison={"7", "60"}), Unreliable(chance, set(), gone_after=many // 40)
    with receiver(erp) as there, receiver(gone) as other:
        tables = {"erp": webhook(there.url, timeout=1), "gone": webhook(other.url, timeout=1, types=["to.gone"])}
        channels = write_channels(either_state.workspace, tables)
        posted = [_posted(either_state, channels, number) for number in range(many)]
        kills = _send_all(either_state, chance, PATIENCE_S * scale)
        assert "/elsewhere" not in [request.path for request in there.requests]
    _check(either_state, posted, erp, gone)
    assert kills > 5
    assert erp.twice > 0


def _posted(state: State, channels: Channels, number: int) -> Message:
    kind, name = ("to.gone", "gone") if number % 10 == 9 else ("to.erp", "erp")
    message = Message(kind, f"{name}-{number % 23}", {"name": str(number)}, title="T", to=(name,))
    with state.writing() as connection:
        post(connection, message, channels)
    return message


def _send_all(state: State, chance: random.Random, patience_s: int) -> int:
    """Start senders and kill most of them, with the clock moved on between, until nothing is on its way."""
    clock, kills, give_up = state.workspace.root / "tmp" / "clock", 0, monotonic() + patience_s
    ahead = timedelta()
    url = [] if state.engine.dialect.name == "sqlite" else [state.engine.url.render_as_string(hide_password=False)]
    command = [sys.executable, "-m", "tests.actions.delivery.killable_sender", str(state.workspace.root), str(clock)]
    clock.write_text("0")
    with subprocess.Popen(
        [*command, *url], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as senders:
        assert senders.stdin is not None
        assert senders.stdout is not None
        while (wait := _until_due(state, ahead)) is not None:
            assert monotonic() < give_up, _left(state)
            # what failed at much the same time is tried again in one go
            ahead += max(wait, timedelta(seconds=chance.choice((0, 60, 900))))
            clock.write_text(str(ahead.total_seconds()))
            senders.stdin.write("go\n")
            senders.stdin.flush()
            child = int(senders.stdout.readline())
            timer = threading.Timer(chance.uniform(0.05, 0.8), _kill, (child,))
            if chance.random() < 0.7:
                timer.start()
                kills += 1
            assert senders.stdout.readline() == "ended\n"
            timer.cancel()
        senders.stdin.close()
    return kills


def _kill(child: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


def _until_due(state: State, ahead: timedelta) -> timedelta | None:
    sender = Sender(state, lambda: datetime.now(UTC) + ahead)
    when = sender.next_look()
    # what was killed holds its leases for a while
    return None if when is None else min(when - sender.clock() + timedelta(milliseconds=50), LEASE * 2000)


def _left(state: State) -> dict[str, int]:
    with state.reading() as connection:
        return counts(connection)


def _check(state: State, posted: list[Message], erp: Unreliable, gone: Unreliable) -> None:
    with state.reading() as connection:
        ended = {each.message_id: each for each in deliveries(connection, most=len(posted) + 1)}
    assert len(ended) == len(posted)
    by_subject = defaultdict(list)
    for message in posted:
        by_subject[message.subject].append(message.id)
    for message in posted:
        delivery: Delivery = ended[message.id]
        taken = message.id in erp.seen or message.id in gone.seen
        assert delivery.state in ("sent", "dead"), delivery
        assert taken if delivery.state == "sent" else bool(delivery.reason), delivery
    for subject, ids in by_subject.items():
        came = erp.effects[subject] + gone.effects[subject]
        assert came == [each for each in ids if each in set(came)], subject
    lost = [each for each in ended.values() if each.state == "dead" and each.channel == "erp"]
    names = {message.id: message.data["name"] for message in posted}
    assert {"7", "60"} <= {names[each.message_id] for each in lost}
    assert all("Given up" in each.reason for each in lost)
    assert all("410" in each.reason for each in ended.values() if each.state == "dead" and each.channel == "gone")
    assert [each for each in ended.values() if each.channel == "gone" and each.state == "dead"]
