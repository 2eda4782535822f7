"""What a generation was made by: the program and every declaration that decides what records mean."""

import hashlib
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from core.data_files import data_file
from core.workspace import Workspace
from eventlog.records.declared_source import DeclaredSource

CODE = (".py", ".sql", ".toml")


def made_by(workspace: Workspace, sources: Mapping[str, DeclaredSource]) -> str:
    """A hash that differs wherever the same records might give another log."""
    code = hashlib.sha256(version("duckdb").encode())
    for place in (files("core"), files("eventlog"), data_file("calendars"), data_file("words.toml")):
        for name, content in sorted(_contents(place, "")):
            code.update(name.encode() + content)
    for folder in (workspace.processes, workspace.calendars):
        for path in sorted(folder.glob("*.toml")):
            code.update(path.name.encode() + path.read_bytes())
    for name in sorted(sources):
        code.update(repr(sources[name]).encode())
    return code.hexdigest()


def _contents(place: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    if place.is_file():
        if place.name.endswith(CODE):
            yield path, place.read_bytes()
    else:
        for entry in place.iterdir():
            yield from _contents(entry, f"{path}/{entry.name}")
