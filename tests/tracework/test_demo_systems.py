"""The demo's orchestration layer: a channel that takes what is sent, and policies that nobody's changes are lost of."""

from __future__ import annotations

import json
from pathlib import Path

from actions.channel_settings import configured_channels
from actions.delivery.sender import Sender
from actions.message import Message
from actions.outbox.posting import post
from actions.policies.catalogue import own_policies
from core.state import open_state
from core.workspace import create_workspace
from tracework.demo_systems import KEYS, acting


def test_what_is_approved_in_the_demo_arrives(tmp_path: Path):
    workspace = create_workspace(tmp_path / "firm")
    (workspace.root / "secrets").mkdir()
    workspace.settings_file.write_text('name = "A firm"\n')
    with acting(workspace) as orchestration, open_state(workspace) as state:
        message = Message("tracework.action.approved", "F-1", {"finding": "F-1"}, "No project")
        with state.writing() as connection:
            post(connection, message, configured_channels(workspace))
        assert Sender(state).send_due().sent == 1
        assert [json.loads(body)["id"] for body in orchestration.bodies] == [message.id]


def test_a_second_demo_keeps_the_key_and_what_somebody_changed(tmp_path: Path):
    workspace = create_workspace(tmp_path / "firm")
    (workspace.root / "secrets").mkdir()
    workspace.settings_file.write_text('name = "A firm"\n')
    with acting(workspace):
        key = (workspace.root / "secrets" / KEYS).read_text()
        names = {policy.name for policy in own_policies(workspace).policies}
        assert names == {"ask_for_receipts", "confirm_terms", "start_handoff"}
    changed = workspace.root / "policies" / "start_handoff.toml"
    changed.write_text(changed.read_text().replace("most = 5", "most = 6"))
    workspace.settings_file.write_text('name = "A firm"\n')
    with acting(workspace):
        assert (workspace.root / "secrets" / KEYS).read_text() == key
        assert "most = 6" in changed.read_text()
        assert [
            channel.takes("tracework.action.approved") for channel in configured_channels(workspace).named.values()
        ] == [True]
