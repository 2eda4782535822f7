"""A workspace's firm.toml with channels to receivers on this machine, for tests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

from actions.channel_settings import Channels, configured_channels
from actions.signatures import new_key
from core.workspace import Workspace

KEY = new_key()


def webhook(url: str, **more: object) -> dict[str, object]:
    """A webhook's table in firm.toml."""
    return {"kind": "webhook", "url": url, "keys": {"file": "keys"}, **more}


def write_channels(workspace: Workspace, tables: Mapping[str, Mapping[str, object]], allow: bool = True) -> Channels:
    """Write them into firm.toml, with hosts on this machine allowed, and read them as the sender does."""
    (workspace.root / "keys").write_text(KEY)
    hosts = sorted({urlsplit(str(table["url"])).netloc for table in tables.values() if "url" in table})
    lines = [f"[delivery]\ninternal_hosts = {json.dumps(hosts if allow else [])}"]
    for name, table in tables.items():
        lines += [f"[channels.{name}]", *(f"{key} = {_in_toml(value)}" for key, value in table.items())]
    workspace.settings_file.write_text("\n".join(lines))
    return configured_channels(workspace)


def _in_toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {_in_toml(each)}" for name, each in value.items()) + "}"
    return json.dumps(value)
