"""Which policies there are: the firm's own in `policies`, and the templates that come with Tracework, which do nothing
until somebody takes one over."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from actions.approvals.content import APPROVED, ASKED
from actions.channel_settings import configured_channels
from actions.policies.declaration import Policy
from core.calendars import calendar_names
from core.data_files import data_file
from core.errors import BadSettings, NotFound
from core.settings import mistakes_in, read_toml, refuse_mistakes
from core.toml_lines import with_line
from core.words import finding_kinds
from core.workspace import Workspace
from metrics.rules.catalogue import rules

FOLDER = "policies"


@dataclass(frozen=True)
class LeftOut:
    """A policy in whose file there are mistakes, each with its line. It does nothing until they are mended; what it
    remembers is kept for then."""

    name: str
    mistakes: tuple[str, ...]

    @property
    def words(self) -> str:
        """What is wrong, and what to do."""
        return (
            f"{FOLDER}/{self.name}.toml is left out, and what it waits for stands still: {'; '.join(self.mistakes)}. "
            "Mend it, or take the file away; the other policies act meanwhile."
        )


@dataclass(frozen=True)
class Own:
    """The firm's policies by name, and those that are left out."""

    policies: tuple[Policy, ...]
    left_out: tuple[LeftOut, ...]


def own_policies(workspace: Workspace) -> Own:
    """The firm's own; one with mistakes leaves the others as they are."""
    found, left_out = [], []
    for name, file in files_in(workspace.root / FOLDER):
        content, mistakes = _read(name, file, workspace)
        if mistakes:
            left_out.append(LeftOut(name, mistakes))
        else:
            found.append(Policy.model_validate({**content, "name": name}))
    return Own(tuple(found), tuple(left_out))


def policy_named(workspace: Workspace, name: str) -> Policy:
    """One of the firm's own."""
    own = own_policies(workspace)
    found = {policy.name: policy for policy in own.policies}
    for each in own.left_out:
        if each.name == name:
            raise BadSettings(each.words)
    if name not in found:
        there = ", ".join(found) or "none yet: take over a template with `tracework act template`"
        raise NotFound(f"There is no policy {name!r}. There are: {there}.")
    return found[name]


def templates() -> dict[str, Policy]:
    """The templates by name."""
    return {name: read_policy(name, file.read_text(encoding="utf-8")) for name, file in files_in(data_file(FOLDER))}


def template_text(name: str) -> str:
    """The file of a template as it stands."""
    for found, file in files_in(data_file(FOLDER)):
        if found == name:
            return file.read_text(encoding="utf-8")
    raise NotFound(f"There is no template {name!r}. There are: {', '.join(templates())}.")


def read_policy(name: str, text: str, workspace: Workspace | None = None) -> Policy:
    """A policy from the text of its file; its mistakes are told together."""
    path = Path(FOLDER) / f"{name}.toml"
    content = read_toml(path, text)
    refuse_mistakes(mistakes_of(name, content, workspace), path, text)
    return Policy.model_validate({**content, "name": name})


def mistakes_of(name: str, content: dict[str, Any], workspace: Workspace | None) -> list[str]:
    """Everything that is wrong with a policy: its form, and what it names that is not there."""
    told = mistakes_in(Policy, {**content, "name": name})
    when = content.get("when")
    kinds = when.get("kinds") if isinstance(when, dict) else None
    known = {*finding_kinds(), *rules("exceptions", workspace)}
    for kind in kinds if isinstance(kinds, list) else []:
        if kind not in known:
            told.append(f'when.kinds: "{kind}" is neither a kind of finding nor a rule')
    told += _unknown_calendar(content, workspace)
    return told + (_unknown_channels(content, workspace) if workspace else [])


def _read(name: str, file: Traversable, workspace: Workspace) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What a file says, and its mistakes with their lines."""
    try:
        text = file.read_text(encoding="utf-8")
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return {}, (f"not valid TOML: {error}",)
    except (OSError, UnicodeDecodeError) as error:
        return {}, (f"it cannot be read as text: {error}",)
    return content, tuple(with_line(text, each) for each in mistakes_of(name, content, workspace))


def _unknown_calendar(content: dict[str, Any], workspace: Workspace | None) -> list[str]:
    """A calendar that is not there would have it quiet by the week of UTC."""
    quiet = content.get("quiet")
    name, known = quiet.get("calendar") if isinstance(quiet, dict) else None, calendar_names(workspace)
    if not isinstance(name, str) or name in known:
        return []
    near = get_close_matches(name, known, n=1)
    others = f"the nearest is {near[0]}" if near else f"there are {', '.join(known)}"
    return [f'quiet.calendar: there is no calendar "{name}"; {others}']


def _unknown_channels(content: dict[str, Any], workspace: Workspace) -> list[str]:
    """Channels that firm.toml does not have, or that do not take what the policy sends."""
    told, channels = [], configured_channels(workspace)
    for section, type in (("act", APPROVED), ("approval", ASKED)):
        part = content.get(section)
        name = part.get("channel") if isinstance(part, dict) else None
        if not isinstance(name, str) or not name:
            continue
        known = channels.named.get(name)
        if known is None:
            told.append(
                f'{section}.channel: firm.toml has no channel "{name}"; it has {", ".join(channels.named) or "none"}'
            )
        elif not known.takes(type):
            told.append(f'{section}.channel: the channel "{name}" does not take {type}; see its types in firm.toml')
    return told


def files_in(folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    """The files of a folder of policies, by name."""
    if folder.is_dir():
        for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".toml"):
                yield file.name.removesuffix(".toml"), file
