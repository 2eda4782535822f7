"""The pretend firm's systems: the vendors' interfaces while a demo runs, and the settings that point at them."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType

from actions.policies.catalogue import FOLDER, files_in
from actions.signatures import new_key
from core.data_files import data_file
from core.secret import Secret
from core.workspace import Workspace, write_durably
from ingest.connectors import connector
from simulator.interfaces.orchestration import Orchestration, taking_messages
from simulator.interfaces.serving import Served, serve
from simulator.interfaces.vendors import ACQUIRED, vendors_of
from simulator.state import State

FIRST_PORT, ACTIONS_PORT = 18_200, 18_220
KEYS = "orchestration_keys"
CONNECTORS = {ACQUIRED: "netsuite"}
ZONES = {"netsuite": "America/Los_Angeles"}
# The library's files lie at another port of this machine, which is not asked without leave.
CONTRACT_FILES = """[sources.graph.contract_files]
folders = ["/"]
kinds = ["signed_contract"]
internal_hosts = ["127.0.0.1"]
"""
# Signing in by secret is shown; Salesforce also takes a key.
NOT_SAID = {"salesforce": {"username", "private_key"}}


@dataclass(frozen=True)
class Systems:
    """The interfaces that answer now, by the name of their source."""

    served: Mapping[str, Served]

    def set_clock(self, moment: datetime) -> None:
        """Put the clock of every system to a moment: what happened later is not in its records yet."""
        for each in self.served.values():
            each.shown.set_clock(moment)


@contextmanager
def running(state: State) -> Iterator[Systems]:
    """The firm's systems, each on a port of its own, until the `with` ends."""
    with ExitStack() as open_ones:
        served = {
            name: open_ones.enter_context(_served(vendor, state, FIRST_PORT + number))
            for number, (name, vendor) in enumerate(vendors_of(state).items())
        }
        yield Systems(served)


@contextmanager
def acting(workspace: Workspace) -> Iterator[Orchestration]:
    """The firm's orchestration layer, until the `with` ends: a channel with a key of its own, and policies that send to
    it; one that somebody has changed stays as it is."""
    with taking_messages(ACTIONS_PORT) as orchestration:
        _name_channel(workspace, orchestration.url)
        (workspace.root / FOLDER).mkdir(exist_ok=True)
        for name, file in files_in(data_file("pretend_firm", FOLDER)):
            path = workspace.root / FOLDER / f"{name}.toml"
            if not path.exists():
                write_durably(path, file.read_text(encoding="utf-8"))
        yield orchestration


def point_at(
    workspace: Workspace, systems: Systems, vendors: Mapping[str, ModuleType], firm: str, *, documents: bool = False
) -> None:
    """Write the settings of a workspace that reads these systems, with `documents` their signed contracts too; secrets
    into files that only the owner reads.

    The acquired company brings its calendar, which keeps London's days.
    """
    folder = workspace.root / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    tables = [_table(workspace, name, served.url, vendors[name]) for name, served in systems.served.items()]
    if documents:
        tables.append(CONTRACT_FILES)
    opening = f'# What Tracework should know of your firm.\nname = "{firm}"\n'
    write_durably(workspace.settings_file, "\n".join([opening, *tables]))
    if ACQUIRED in systems.served:
        workspace.calendars.mkdir(exist_ok=True)
        london = data_file("calendars", "london.toml").read_text(encoding="utf-8")
        write_durably(workspace.calendars / "leeds.toml", london.replace('title = "London"', 'title = "Leeds"'))


def _name_channel(workspace: Workspace, url: str) -> None:
    keys = workspace.root / "secrets" / KEYS
    reference = f'{{ file = "secrets/{KEYS}" }}' if keys.exists() else _kept(workspace, KEYS, new_key())
    host = url.partition("//")[2].partition("/")[0]
    told = workspace.settings_file.read_text(encoding="utf-8")
    delivery = f'[delivery]\ninternal_hosts = ["{host}"]\n'
    channel = f'[channels.orchestration]\nkind = "webhook"\nurl = "{url}"\nkeys = {reference}\n'
    write_durably(workspace.settings_file, "\n".join([told, delivery, channel]))


def _table(workspace: Workspace, name: str, url: str, vendor: ModuleType) -> str:
    kind = CONNECTORS.get(name, name)
    fields = connector(kind).settings_model.model_fields
    lines = [f"[sources.{name}]", f'connector = "{kind}"', f'url = "{url}"']
    if "login_url" in fields:
        lines.append(f'login_url = "{url}"')
    if kind in ZONES:
        lines.append(f'zone = "{ZONES[kind]}"')
    for key, value in vendor.SECRETS.items():
        if key in fields and key not in NOT_SAID.get(kind, ()):
            said = (
                _kept(workspace, f"{name}_{key}", value) if Secret in _types(fields[key].annotation) else f'"{value}"'
            )
            lines.append(f"{key} = {said}")
    return "\n".join(lines) + "\n"


def _kept(workspace: Workspace, name: str, value: str) -> str:
    path = workspace.root / "secrets" / name
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(value)
    return f'{{ file = "secrets/{name}" }}'


def _types(annotation: object) -> tuple[object, ...]:
    return (annotation, *getattr(annotation, "__args__", ()))


def _served(vendor: ModuleType, state: State, port: int) -> Served:
    """On the wanted port, so that settings stay the same from demo to demo; on any other where it is taken."""
    try:
        return serve(vendor, state, port=port)
    except OSError:
        return serve(vendor, state)
