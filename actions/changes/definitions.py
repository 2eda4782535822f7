"""The definitions under change control: which file is what, who owns it, and whether a text could stand in it."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from actions.policies.catalogue import read_policy
from core.errors import BadSettings, WrongUse
from core.roles import ROLES, Act
from core.settings import FirmSettings, checked, read_toml, refuse_mistakes
from core.workspace import Workspace
from eventlog.process_declaration import ProcessDeclaration
from metrics.declaration import Indicator
from metrics.header import read_declaration
from metrics.rules.declaration import Rule
from metrics.setting_mistakes import target_mistakes

NAME = r"[a-z][a-z0-9_]*"
LONGEST = 200_000
SETTINGS = "firm.toml"


@dataclass(frozen=True)
class Read:
    """What a definition says that change control needs; `entities` empty: it holds everywhere."""

    owner: str
    entities: tuple[str, ...]
    version: int | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of definition: where its files lie in a workspace, and where ours do if there are any."""

    name: str
    pattern: str
    ours: str | None
    read: Callable[[str, str, Workspace], Read]


def kind_of(path: str) -> Kind:
    """What the file at a path below the workspace defines."""
    for kind in KINDS:
        if re.fullmatch(kind.pattern, path):
            return kind
    places = "policies/NAME.toml, processes/NAME.toml, rules/exceptions/NAME.sql, indicators/NAME.sql or firm.toml"
    raise WrongUse(f"{path} is no definition that can be changed this way. Name {places}.")


def text_of(workspace: Workspace, path: str) -> str | None:
    """The definition in the workspace; None where it has none of its own."""
    file = workspace.root / path
    return file.read_text(encoding="utf-8") if file.is_file() else None


def shipped_text(path: str) -> str | None:
    """The definition that comes with Tracework under the same name, which holds where the workspace has none."""
    kind = kind_of(path)
    if kind.ours is None:
        return None
    package, _, folder = kind.ours.partition("/")
    place: Traversable = files(package)
    for part in filter(None, folder.split("/")):
        place = place / part
    if kind.name == "rule":
        place = place / Path(path).parts[1]
    file = place / Path(path).name
    return file.read_text(encoding="utf-8") if file.is_file() else None


def owner_role(owner: str) -> str:
    """The role that answers for a definition: the one it names, or whose title its owner's title ends with; else the
    process owner."""
    able = {name: role.title.lower() for name, role in ROLES.items() if name != "owner" and Act.REVIEW in role.acts}
    if owner in able:
        return owner
    words = owner.lower()
    return next((name for name, title in able.items() if words.endswith(title)), "process_owner")


def _policy(path: str, text: str, workspace: Workspace) -> Read:
    policy = read_policy(Path(path).stem, text, workspace)
    return Read(policy.owner, policy.entities, policy.version)


def _process(path: str, text: str, workspace: Workspace) -> Read:
    content = {"name": Path(path).stem, **read_toml(Path(path), text)}
    found = ProcessDeclaration(**checked(ProcessDeclaration, content, Path(path), text))
    return Read(found.owner, found.entities)


def _rule(path: str, text: str, workspace: Workspace) -> Read:
    rule = read_declaration(Rule, Path(path).stem, text, f"The rule {path}")
    return Read(rule.owner, rule.entities)


def _indicator(path: str, text: str, workspace: Workspace) -> Read:
    return Read(read_declaration(Indicator, Path(path).stem, text, f"The indicator {path}").owner, ())


def _targets(path: str, text: str, workspace: Workspace) -> Read:
    """firm.toml as a whole, of which only the targets may differ: the rest is for whoever has the folder."""
    content = checked(FirmSettings, read_toml(Path(path), text), Path(path), text)
    refuse_mistakes(list(target_mistakes(workspace, content)), Path(path), text)
    if _without_targets(content) != _without_targets(tomllib.loads(text_of(workspace, path) or "")):
        raise BadSettings(
            f"Of {path} only [targets] can be changed this way. Leave the rest as it is, or edit the file."
        )
    return Read("process_owner", ())


def _without_targets(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name != "targets"}


KINDS = (
    Kind("policy", rf"policies/{NAME}\.toml", None, _policy),
    Kind("process", rf"processes/{NAME}\.toml", "eventlog/processes", _process),
    Kind("rule", rf"rules/(exceptions|gaps)/{NAME}\.sql", "metrics/rules", _rule),
    Kind("indicator", rf"indicators/{NAME}\.sql", "metrics/indicators", _indicator),
    Kind("target", re.escape(SETTINGS), None, _targets),
)
