"""Which rules there are: ours, and a workspace's own (`rules/exceptions`, `rules/gaps`), which replace ours of the same
name; each as the firm has it hold."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from core.errors import BadSettings
from core.settings import firm_settings
from core.workspace import Workspace
from metrics.header import read_declaration
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
    found, left_out = dict(_ours(folder)), {}
    own = workspace.root / "rules" / folder if workspace else None
    for path in sorted(own.glob("*.sql")) if own else ():
        found.pop(path.stem, None)
        try:
            text = path.read_text(encoding="utf-8")
            found[path.stem] = read_declaration(Rule, path.stem, text, f"The rule {path}")
        except BadSettings as error:
            left_out[path.stem] = str(error)
        except UnicodeDecodeError:
            left_out[path.stem] = f"The rule {path} is not text in UTF-8. Save it as that."
    return DeclaredRules(MappingProxyType(dict(sorted(found.items()))), MappingProxyType(left_out))


def place_of_rule(folder: str, name: str) -> str:
    """How a rule is named where indicators are too: by its file below the workspace, `rules/gaps/hours_differ`."""
    return f"rules/{folder}/{name}"


@cache
def _ours(folder: str) -> Mapping[str, Rule]:
    return {rule.name: rule for rule in _read(folder)}


def _read(folder: str) -> Iterator[Rule]:
    for file in sorted((files("metrics.rules") / folder).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".sql"):
            name = file.name.removesuffix(".sql")
            yield read_declaration(Rule, name, file.read_text(encoding="utf-8"), f"The rule {file}")
