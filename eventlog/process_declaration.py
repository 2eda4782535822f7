"""What a process says of itself: its leading object, event types, calendar, owner and version, from a TOML file."""

import re
import unicodedata
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from core.settings import checked, read_toml
from core.workspace import Workspace


class CalendarBy(BaseModel):
    """Which calendar a case follows, by the value of one of its attributes, such as its legal entity."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    attribute: str
    values: dict[str, str]


class ProcessDeclaration(BaseModel):
    """One perspective on the event log. `event_types` in their order rank events of the same time; empty takes all.

    `attributes_of` names object types that also describe a case sharing events with them, such as the project of a
    billing event.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    title: str
    object_type: str
    owner: str = ""
    version: str = "1"
    since: date | None = None
    entities: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    attributes_of: tuple[str, ...] = ()
    calendar: str | None = None
    calendar_by: CalendarBy | None = None
    pair_lifecycle: bool = False

    @property
    def calendars(self) -> list[str]:
        """The names of all calendars its cases may follow; the first is that of a case nothing is known of."""
        by = self.calendar_by.values.values() if self.calendar_by else ()
        first = self.calendar or next(iter(by), None)
        return list(dict.fromkeys([first, *by])) if first else []


def declared_processes(workspace: Workspace | None = None) -> dict[str, ProcessDeclaration]:
    """All declarations by name: the product's own, and the workspace's, which come first where both have one."""
    shipped = [(Path(entry.name).stem, entry.read_text(encoding="utf-8"), Path(entry.name)) for entry in _shipped()]
    own = [(path.stem, path.read_text(encoding="utf-8"), path) for path in _own(workspace)]
    return {name: _read(name, text, path) for name, text, path in [*shipped, *own]}


def slug(title: str) -> str:
    """A name that can stand in a file name, URL and command: 'Travel permits (2020)' gives 'travel_permits_2020'."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", plain).lower()).strip("_")
    return words or "process"


def titled(name: str) -> str:
    """A process's title where nobody gave one: 'travel_permits' gives 'Travel permits'."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _shipped() -> list[Any]:
    folder = files("eventlog") / "processes"
    return sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)


def _own(workspace: Workspace | None) -> list[Path]:
    return sorted(workspace.processes.glob("*.toml")) if workspace else []


def _read(name: str, text: str, path: Path) -> ProcessDeclaration:
    content = {"name": name, **read_toml(path, text)}
    return ProcessDeclaration(**checked(ProcessDeclaration, content, path))
