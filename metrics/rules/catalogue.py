"""Which rules there are: ours, and a workspace's own (`rules/exceptions`, `rules/gaps`), which replace ours of the same
name."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from core.workspace import Workspace
from metrics.header import read_declaration
from metrics.rules.declaration import Rule

TABLES: Mapping[str, str] = MappingProxyType({"exceptions": "exception", "gaps": "gap"})
"""The table of schema `fact` that holds what the rules of a folder find."""


def rules(folder: str, workspace: Workspace | None = None) -> Mapping[str, Rule]:
    """The rules of `exceptions` or `gaps` by name, in alphabetical order."""
    found = dict(_ours(folder))
    own = workspace.root / "rules" / folder if workspace else None
    if own and own.is_dir():
        found |= {rule.name: rule for rule in _read(own)}
    return MappingProxyType(dict(sorted(found.items())))


@cache
def _ours(folder: str) -> Mapping[str, Rule]:
    return {rule.name: rule for rule in _read(files("metrics.rules") / folder)}


def _read(folder: Traversable) -> Iterator[Rule]:
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".sql"):
            name = file.name.removesuffix(".sql")
            yield read_declaration(Rule, name, file.read_text(encoding="utf-8"), f"The rule {file}")
