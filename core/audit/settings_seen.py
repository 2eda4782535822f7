"""Settings, targets, rules and processes are files that people edit: what changed in them since they were last looked
at is written down, each part with what it said before and says now. What looks like a secret is concealed."""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, String, Table, delete, insert, select

from core.audit.entry import canonical
from core.audit.writing import audited
from core.secret import CONCEALED
from core.state import State
from core.state.tables import metadata
from core.workspace import Workspace

FOLDERS = ("processes", "calendars", "indicators", "targets", "rules", "detectors", "policies")
SUFFIXES = (".toml", ".sql")
SECRET = re.compile(
    r"pass(word|phrase)?|secret|token|credential|(private|api|routing)_?key|^(receipt_)?keys$", re.IGNORECASE
)
REFERENCES = ({"env"}, {"file"})

seen_table = Table(
    "setting_seen",
    metadata,
    Column("part", String, primary_key=True),
    Column("hash", String(64), nullable=False),
    Column("content", JSON, nullable=False),
)


@dataclass(frozen=True)
class Part:
    """One part of the settings, such as `firm.toml: targets`, as it may be shown; the hash is of what it says."""

    name: str
    hash: str
    content: Any


def note_changes(state: State, who: str) -> int:
    """Write down every part that differs from what was seen last; returns how many did."""
    now = {part.name: part for part in parts_of(state.workspace)}
    with state.reading() as connection:
        known = {row.part: row.hash for row in connection.execute(select(seen_table))}
    if known == {name: part.hash for name, part in now.items()}:
        return 0
    with audited(state, who) as work:
        before = {row.part: row for row in work.connection.execute(select(seen_table))}
        for name in sorted({*before, *now}):
            was, part = before.get(name), now.get(name)
            if was and part and was.hash == part.hash:
                continue
            act = "settings changed" if was and part else "settings first seen" if part else "settings removed"
            work.connection.execute(delete(seen_table).where(seen_table.c.part == name))
            if part:
                work.connection.execute(insert(seen_table).values(part=name, hash=part.hash, content=part.content))
            told_before, told_after = _difference(was.content if was else None, part.content if part else None)
            work.tell(act, ("settings", name), told_before, told_after)
        return len(work.entries)


def parts_of(workspace: Workspace) -> list[Part]:
    """Each section of firm.toml, each source of it, and each file of the folders of definitions."""
    found = []
    for name, content in _sections(workspace.settings_file).items():
        if name == "sources" and isinstance(content, dict):
            found += [_part(f"firm.toml: sources.{source}", each) for source, each in content.items()]
        else:
            found.append(_part(f"firm.toml: {name}", content))
    for folder in FOLDERS:
        for path in sorted((workspace.root / folder).rglob("*")):
            if path.is_file() and path.suffix in SUFFIXES:
                found.append(_part(path.relative_to(workspace.root).as_posix(), _content(path)))
    return found


def _sections(path: Path) -> dict[str, Any]:
    """A broken file is one part with its text: its mistakes are told by whoever reads the settings."""
    content = _content(path) if path.exists() else {}
    return content if isinstance(content, dict) else {"(cannot be read)": content}


def _content(path: Path) -> Any:
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix != ".toml":
        return text
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return "not valid TOML, " + hashlib.sha256(text.encode()).hexdigest()[:12]


def _part(name: str, content: Any) -> Part:
    plain = canonical(content)
    return Part(name, hashlib.sha256(plain.encode()).hexdigest(), _shown(content))


def _shown(content: Any) -> Any:
    """The content with whatever is named like a secret concealed; where a secret is kept may be told."""
    if isinstance(content, dict):
        return {
            name: CONCEALED if SECRET.search(name) and not _is_reference(value) else _shown(value)
            for name, value in content.items()
        }
    if isinstance(content, list):
        return [_shown(each) for each in content]
    return content if isinstance(content, bool | int | float | str) else str(content)


def _is_reference(value: Any) -> bool:
    return isinstance(value, dict) and set(value) in REFERENCES


def _difference(before: Any, after: Any) -> tuple[Any, Any]:
    """Of two tables only the keys that differ; anything else whole."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return before, after
    differing = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    # only a concealed value changed
    differing = differing or [name for name in after if CONCEALED in canonical(after[name])]
    return ({n: before[n] for n in differing if n in before}, {n: after[n] for n in differing if n in after})
