"""Acts on the workspace's files, which no transaction ties to the audit: each is noted in a file before it begins.

Where one ended without an entry and files have changed, that is written down: at once, or after a kill by whoever acts
next.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from core.audit.entry import Told
from core.audit.reading import Wanted, entries
from core.audit.writing import write_down
from core.errors import WorkspaceBusy
from core.state import State
from core.workspace import Workspace, sync_folder, telling_of_full_disk

BROKEN_OFF = "broken off: "
"""What stands before the name of an act that nobody could write down when it was done."""


@dataclass(frozen=True)
class Note:
    """Who began what and when, and which loads and generation there were."""

    who: str
    act: str
    about: str
    at: str
    loads: list[str]
    withdrawn: list[str]
    generation: int | None


@contextmanager
def noted(state: State, who: str, act: str, about: str) -> Iterator[None]:
    """An act on files, which its block writes down when it is done."""
    folder = _folder(state.workspace)
    folder.mkdir(parents=True, exist_ok=True)
    note = Note(who, act, about, datetime.now(UTC).isoformat(), *_there(state.workspace))
    path = folder / f"{uuid4().hex}.json"
    # held as long as this process lives, so that nobody takes the act for broken off
    with path.with_suffix(".part").open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with telling_of_full_disk(path):
            file.write(json.dumps(asdict(note)))
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
        sync_folder(folder)
        held = True
        try:
            yield
        except WorkspaceBusy:
            held = False
            raise
        finally:
            # what has changed while another held the workspace was done by that one
            if held:
                _settle(state, note)
            path.unlink()


def write_broken_off(state: State) -> None:
    """Write down what processes that are no more have begun and did not write down."""
    for path in sorted(_folder(state.workspace).glob("*")):
        with _taken(path) as file:
            if file is None:
                continue
            if path.suffix == ".json":
                _settle(state, Note(**json.load(file)))
            path.unlink()


def _settle(state: State, note: Note) -> None:
    """An act that has its entry is done; one that changed nothing needs none."""
    wanted = Wanted(since=datetime.fromisoformat(note.at), who=note.who, act=note.act, most=1)
    before, now = _said(note.loads, note.withdrawn, note.generation), _said(*_there(state.workspace))
    if before == now or entries(state, wanted):
        return
    changed = [name for name in before if before[name] != now[name]]
    told = {name: _news(before[name], now[name]) for name in changed}
    write_down(state, note.who, Told(BROKEN_OFF + note.act, "files", note.about, None, {"begun": note.at, **told}))


def _there(workspace: Workspace) -> tuple[list[str], list[str], int | None]:
    """The loads, those that are withdrawn, and the generation."""
    loads = [path for path in sorted(workspace.landing.glob("*/*")) if path.suffix != ".part"]
    names = [path.relative_to(workspace.landing).as_posix() for path in loads]
    withdrawn = [name for name, path in zip(names, loads, strict=True) if (path / "withdrawn").exists()]
    return names, withdrawn, workspace.current_generation()


def _said(loads: list[str], withdrawn: list[str], generation: int | None) -> dict[str, Any]:
    return {"loads": loads, "withdrawn": withdrawn, "generation": generation}


def _news(before: Any, now: Any) -> Any:
    """Of loads those that came and went, not all."""
    if not isinstance(now, list):
        return now
    came, went = sorted(set(now) - set(before)), sorted(set(before) - set(now))
    return {word: names for word, names in (("came", came), ("went", went)) if names}


@contextmanager
def _taken(path: Path) -> Iterator[IO[str] | None]:
    """The file, held; None where another process holds it, or has taken it away meanwhile."""
    try:
        file = path.open(encoding="utf-8")
    except FileNotFoundError:
        yield None
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield file if path.exists() else None


def _folder(workspace: Workspace) -> Path:
    return workspace.history / "begun"
