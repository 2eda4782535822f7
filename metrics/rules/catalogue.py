"""Which rules there are: ours, and a workspace's own (`rules/exceptions`, `rules/gaps`), which replace ours of the same
name; each as the firm has it hold."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from core.settings import firm_settings
from core.workspace import Workspace
from metrics.header import declared_in
from metrics.rules.as_set import as_set
from metrics.rules.declaration import Rule

TABLES: Mapping[str, str] = MappingProxyType({"exceptions": "exception", "gaps": "gap"})
"""The table of schema `fact` that holds what the rules of a folder find."""


class DeclaredRules(NamedTuple):
    """The rules of a folder by name, and why files of the workspace's own give none."""

    rules: Mapping[str, Rule]
    left_out: Mapping[str, str]


def rules(folder: str, workspace: Workspace | None = None) -> Mapping[str, Rule]:
    """The rules of `exceptions` or `gaps` that hold, in alphabetical order, with what firm.toml says of them."""
    declared = declared_rules(folder, workspace).rules
    return MappingProxyType(as_set(declared, firm_settings(workspace).rules)) if workspace else declared


def declared_rules(folder: str, workspace: Workspace | None = None) -> DeclaredRules:
    """The rules as their files declare them. A file with mistakes in its header is left out; one of ours that it was to
    replace is not taken instead."""
    own: dict[str, Rule] = {}
    left_out: dict[str, str] = {}
    if workspace:
        own, left_out = declared_in(workspace.root / "rules" / folder, Rule, "rule")
    found = {name: rule for name, rule in _ours(folder).items() if name not in left_out} | own
    return DeclaredRules(MappingProxyType(dict(sorted(found.items()))), left_out)


def place_of_rule(folder: str, name: str) -> str:
    """How a rule is named where indicators are too: by its file below the workspace, `rules/gaps/hours_differ`."""
    return f"rules/{folder}/{name}"


@cache
def _ours(folder: str) -> Mapping[str, Rule]:
    return declared_in(files("metrics.rules") / folder, Rule, "rule")[0]
