"""Posting: kept with the change that causes it or not at all, for each channel that takes it, in bytes that stay."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from actions.channel_settings import configured_channels
from actions.message import Message
from actions.outbox import post
from actions.outbox.reading import body_of, counts, deliveries
from actions.outbox.tables import endpoint_table
from core.errors import BadSettings, NotFound, WrongUse
from core.state import State
from tests.actions.firm_channels import webhook, write_channels

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def message(type: str = "tracework.action.approved", to: tuple[str, ...] = ()) -> Message:
    return Message(type, "F-1", {"action": "A-1"}, title="A contract has no project", to=to, time=NOW)


def test_a_message_is_kept_with_the_change_that_causes_it_or_not_at_all(either_state: State):
    channels = write_channels(either_state.workspace, {"erp": webhook("https://erp.example/in")})

    def to_two(names: tuple[str, str]) -> None:
        with either_state.writing() as connection:
            for name in names:
                post(connection, message(to=(name,)), channels)

    with pytest.raises(NotFound):
        to_two(("erp", "nowhere"))
    with either_state.reading() as connection:
        assert deliveries(connection) == []
    with either_state.writing() as connection:
        (number,) = post(connection, message(), channels, NOW)
    with either_state.reading() as connection:
        (kept,) = deliveries(connection)
        content_type, body = body_of(connection, number)
    assert (kept.id, kept.state, kept.tries, kept.due_at, kept.title) == (
        number, "waiting", 0, NOW, "A contract has no project"
    )  # fmt: skip
    assert content_type.startswith("application/cloudevents+json")
    assert json.loads(body)["id"] == kept.message_id


def test_it_goes_to_each_channel_that_takes_its_type(either_state: State):
    channels = write_channels(
        either_state.workspace,
        {
            "all": webhook("https://a.example"),
            "approved": webhook("https://b.example", types=["tracework.action.approved"]),
            "findings": webhook("https://c.example", types=["tracework.finding.*", "x.y"]),
        },
    )
    with either_state.writing() as connection:
        post(connection, message(), channels)
        assert sorted(each.channel for each in deliveries(connection)) == ["all", "approved"]
        post(connection, message("tracework.finding.raised"), channels)
        assert counts(connection) == {"waiting": 4, "sending": 0, "sent": 0, "dead": 0}


def test_notices_about_channels_go_only_to_those_that_name_them(either_state: State):
    channels = write_channels(
        either_state.workspace,
        {"all": webhook("https://a.example"), "owner": webhook("https://b.example", types=["tracework.channel.*"])},
    )
    with either_state.writing() as connection:
        post(connection, message("tracework.channel.disabled"), channels)
        assert [each.channel for each in deliveries(connection)] == ["owner"]


def test_it_goes_to_the_channels_it_names_and_no_other(either_state: State):
    tables = {"one": webhook("https://a.example"), "two": webhook("https://b.example", types=["x.*"])}
    channels = write_channels(either_state.workspace, tables)
    with either_state.writing() as connection:
        post(connection, message(to=("one", "one")), channels)
        assert [each.channel for each in deliveries(connection)] == ["one"]
    for to, error in (("two", BadSettings), ("three", NotFound)):
        with pytest.raises(error, match=to), either_state.writing() as connection:
            post(connection, message(to=(to,)), channels)


@pytest.mark.parametrize(
    ("address", "link"),
    [("", None), ('address = "https://tw.example/"\n', "https://tw.example/actions?action=1")],
)
def test_a_link_opens_from_outside_or_is_left_out(either_state: State, address: str, link: str | None):
    settings = either_state.workspace.settings_file
    write_channels(either_state.workspace, {"erp": webhook("https://erp.example/in", payload="full")})
    settings.write_text(settings.read_text().replace("[delivery]\n", f"[delivery]\n{address}"))
    told = replace(message(), link="/actions?action=1")
    with either_state.writing() as connection:
        (number,) = post(connection, told, configured_channels(either_state.workspace), NOW)
        assert json.loads(body_of(connection, number)[1])["data"].get("link") == link


def test_for_a_disabled_channel_it_is_a_dead_letter_at_once(either_state: State):
    channels = write_channels(either_state.workspace, {"erp": webhook("https://erp.example")})
    with either_state.writing() as connection:
        row = {"channel": "erp", "disabled": "It is gone.", "failures": 1, "changed_at": NOW}
        connection.execute(endpoint_table.insert().values(row))
        post(connection, message(), channels, NOW)
        (kept,) = deliveries(connection)
    assert (kept.state, kept.reason, kept.finished_at) == ("dead", "It is gone.", NOW)


@pytest.mark.parametrize("wrong", [{"type": "a b"}, {"id": "a.b"}, {"id": ""}, {"subject": ""}, {"subject": "x" * 301}])
def test_what_is_no_message_is_refused(wrong: dict[str, str]):
    with pytest.raises(WrongUse):
        Message(**{"type": "a.b", "subject": "F-1", "data": {}, "title": "T", **wrong})
