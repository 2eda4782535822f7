"""Pruning: the bytes of what ended long ago go, the facts and their hash stay, and what is on its way is left alone."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from actions.channel_settings import configured_channels
from actions.message import Message
from actions.outbox import post
from actions.outbox.pruning import AT_ONCE, prunable, prune
from actions.outbox.reading import body_of, deliveries, delivery
from actions.outbox.replaying import replay, replay_range
from actions.outbox.tables import delivery_table
from core.audit.reading import entries
from core.audit.writing import audited
from core.errors import BadSettings, WrongUse
from core.state import State
from core.workspace import create_workspace
from tests.actions.firm_channels import webhook, write_channels

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
KEEP, DAY = timedelta(days=400), timedelta(days=1)


def posted(state: State, ended: dict[int, str], long_ago: datetime, many: int = 0) -> list[int]:
    """Five messages, some of them ended as told."""
    channels = write_channels(state.workspace, {"erp": webhook("https://erp.example/in")})
    with state.writing() as connection:
        numbers = [
            post(connection, Message("tracework.x", f"F-{number}", {}, title="x", time=long_ago), channels, long_ago)[0]
            for number in range(5 + many)
        ]
        for place, how in ended.items():
            this = delivery_table.c.id == numbers[place]
            connection.execute(update(delivery_table).where(this).values(state=how, finished_at=long_ago))
    return numbers


def test_bytes_go_and_facts_stay(either_state: State):
    numbers = posted(either_state, {0: "sent", 1: "dead", 2: "sending"}, NOW - 401 * DAY)
    with either_state.reading() as connection:
        bodies = [body_of(connection, number)[1] for number in numbers]
    assert prune(either_state, None, NOW) == 0
    assert prune(either_state, timedelta(days=402), NOW) == 0
    assert prunable(either_state, KEEP, NOW) == 2
    assert prune(either_state, KEEP, NOW) == 2
    with either_state.reading() as connection:
        first, second, *rest = (delivery(connection, number) for number in numbers)
        assert [body_of(connection, number)[1] for number in numbers] == [b"", b"", *bodies[2:]]
    assert [each.pruned_at for each in rest] == [None] * 3
    assert (first.state, first.finished_at, first.pruned_at) == ("sent", NOW - 401 * DAY, NOW)
    assert [each.body_sha256 for each in (first, second)] == [hashlib.sha256(each).hexdigest() for each in bodies[:2]]
    (told,) = [each for each in entries(either_state) if each.act == "messages pruned"]
    assert (told.who, json.loads(told.after or "")["deliveries"]) == ("retention", numbers[:2])
    assert prune(either_state, KEEP, NOW) == 0


def test_what_was_pruned_cannot_be_sent_again(either_state: State):
    numbers = posted(either_state, {0: "sent", 1: "dead"}, NOW - 401 * DAY)
    prune(either_state, KEEP, NOW)
    with audited(either_state, "anna") as work:
        for number in numbers[:2]:
            with pytest.raises(WrongUse, match="was let go of on 2026-03-02"):
                replay(work, number, NOW)
        assert replay_range(work, (NOW - 500 * DAY, NOW), NOW) == []


def test_many_go_a_few_at_a_time(either_state: State):
    many = AT_ONCE + 3
    posted(either_state, dict.fromkeys(range(many), "sent"), NOW - 401 * DAY, many)
    assert prune(either_state, KEEP, NOW) == many
    assert [each.act for each in entries(either_state)].count("messages pruned") == 2
    with either_state.reading() as connection:
        assert sum(each.pruned_at is not None for each in deliveries(connection, most=1000)) == many


@pytest.mark.parametrize(("said", "kept"), [("", KEEP), ('"60 d"', 60 * DAY), ('"forever"', None)])
def test_the_firm_says_how_long(tmp_path: Path, said: str, kept: timedelta | None):
    place = create_workspace(tmp_path / "firm")
    place.settings_file.write_text(f"[delivery]\nkeep_messages = {said}\n" if said else "")
    assert configured_channels(place).delivery.keep_messages == kept


@pytest.mark.parametrize("said", ["3 d", "for ever"])
def test_too_short_or_no_time_at_all_is_refused(tmp_path: Path, said: str):
    place = create_workspace(tmp_path / "firm")
    place.settings_file.write_text(f'[delivery]\nkeep_messages = "{said}"\n')
    with pytest.raises(BadSettings, match=r"delivery\.keep_messages"):
        configured_channels(place)
