"""`tracework act` for messages and channels: sent, looked at, given up, sent again; keys made and changed over."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from actions.channel_settings import configured_channels
from actions.message import Message
from actions.outbox import post
from actions.outbox.tables import delivery_table
from core.audit.reading import entries
from core.errors import TraceworkError
from core.state import open_state
from core.workspace import Workspace, create_workspace
from tests.actions.firm_channels import webhook, write_channels
from tests.actions.receiver import Receiver, Reply, receiver
from tests.tracework.command_line import Answer, tracework
from tracework.commands.act_command import app


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "firm")


@pytest.fixture
def there():
    with receiver() as found:
        yield found


def posted(place: Workspace, subject: str = "F-1") -> Message:
    message = Message("tracework.action.approved", subject, {"action": "A-1"}, title=f"About {subject}")
    with open_state(place) as state, state.writing() as connection:
        post(connection, message, configured_channels(place))
    return message


def act(place: Workspace, *words: object) -> Answer:
    """Run `tracework act WORDS…` in this process, as its parts take a while to load."""
    done = CliRunner().invoke(app, [*map(str, words), "-w", str(place.root)])
    if isinstance(done.exception, TraceworkError):
        return Answer(done.exception.exit_code, done.stdout, str(done.exception))
    return Answer(done.exit_code, done.stdout, done.stderr)


def audit_of(place: Workspace) -> list[tuple[str, str]]:
    with open_state(place) as state:
        return [(each.act, each.subject_id) for each in entries(state)]


def test_messages_are_sent_given_up_and_sent_again(place: Workspace, there: Receiver):
    write_channels(place, {"erp": webhook(there.url)})
    message = posted(place)
    there.answer = lambda _: Reply(400, {"webhook-delivery": "abort-message"})
    # once as a person runs it
    done = tracework("act", "send", "--json", "-w", place.root).json
    assert (done["round"]["dead"], done["deliveries"]["dead"], done["next"]) == (1, 1, None)
    listed = act(place, "dead")
    assert "About F-1" in listed.out
    assert "asked not to be sent this again (400)" in listed.out
    assert "tracework act replay -w" in listed.err
    there.answer = lambda _: Reply()
    assert act(place, "replay", 1).out == "1 will be sent again.\n"
    assert "1 sent, 0 to be tried again, 0 given up; 0 wait." in act(place, "send").out
    doctor = tracework("doctor", "-w", place.root).out
    assert "Messages: 1 sent, 0 waiting, 0 given up." in doctor
    assert f"State: {place.state_file}." in doctor
    one = act(place, "deliveries", 1, "--json").json
    assert (one["state"], [each["outcome"] for each in one["attempts"]]) == ("sent", ["never", "delivered"])
    assert json.loads(one["body"])["id"] == message.id
    assert act(place, "replay", "--since", "2026-01-01").out == "0 will be sent again.\n"
    assert ("delivery replayed", "1") in audit_of(place)


def test_what_was_sent_long_ago_is_let_go_of(place: Workspace):
    write_channels(place, {"erp": webhook("https://erp.example/in")})
    posted(place)
    long_ago = datetime.now(UTC) - timedelta(days=401)
    with open_state(place) as state, state.writing() as connection:
        connection.execute(update(delivery_table).values(state="sent", finished_at=long_ago))
    assert act(place, "prune", "--dry-run").out == "Messages are kept for 400 d. 1 would be pruned.\n"
    assert act(place, "prune", "--json").json == {"pruned": 1, "dry_run": False, "kept": "400 d"}
    assert "What was sent was let go of at" in act(place, "deliveries", 1).out
    refused = act(place, "replay", 1)
    assert (refused.code, "cannot be sent again" in refused.err) == (2, True)


def test_wrong_use_is_told(place: Workspace):
    for words, told in (
        (("replay", "--since", "yesterday"), "is no time"),
        (("deliveries", "--state", "lost"), 'No delivery is "lost"'),
    ):
        done = act(place, *words)
        assert (done.code, told in done.err) == (2, True), done


def test_channels_are_listed_and_enabled_again(place: Workspace, there: Receiver):
    write_channels(place, {"erp": webhook(there.url)})
    assert "nothing sent yet" in act(place, "channels").out
    posted(place)
    there.answer = lambda _: Reply(410)
    act(place, "send")
    (row,) = act(place, "channels", "--json").json
    assert (row["channel"], row["endpoint"]["failures"]) == ("erp", 1)
    assert row["state"].startswith("disabled: The receiver says it is gone")
    assert act(place, "enable", "erp").out == "Messages go to erp again.\n"
    assert ("channel enabled", "erp") in audit_of(place)


def test_a_channel_is_tried_out(place: Workspace, there: Receiver):
    write_channels(place, {"erp": webhook(there.url)})
    done = act(place, "test", "erp")
    assert (done.code, done.out) == (0, "erp: Taken (200).\n")
    there.answer = lambda _: Reply(401, body=b"who are you")
    told = act(place, "test", "erp", "--json")
    assert (told.code, told.json["outcome"], told.json["status"]) == (1, "again", 401)
    assert f"tracework act test -w {place.root} erp tries again" in told.err
    assert act(place, "deliveries").out == "None.\n"


def test_a_key_is_made(place: Workspace):
    write_channels(place, {"erp": webhook("https://erp.example", keys={"file": "secrets/erp"})})
    made = act(place, "keys", "new", "erp", "--asymmetric")
    assert (made.out, made.err[:9]) == (f"Written: {place.root / 'secrets' / 'erp'}\n", "Give the ")
    assert act(place, "keys", "public", "erp").out.startswith("whpk_")
    assert f"Next: tracework act keys -w {place.root} retire erp" in act(place, "keys", "rotate", "erp").err
