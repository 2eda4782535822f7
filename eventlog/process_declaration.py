"""What a process says of itself: its leading object, event types, paths, service levels, owner, from a TOML file."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from core.settings import checked, read_toml
from core.words import event_label, slice_label
from core.workspace import Workspace
from eventlog.process_path import Path as ObjectPath
from eventlog.process_path import read_path


class CalendarBy(BaseModel):
    """Which calendar a case follows, by the value of one of its attributes, such as its legal entity."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    attribute: str
    values: dict[str, str]

    @property
    def names(self) -> list[str]:
        """What the attribute may be called: by its slug, or by its label."""
        return [self.attribute, slice_label(self.attribute)]


class ServiceLevel(BaseModel):
    """How long it may take from one event to another, in hours of the case's calendar; for some entities or all."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    name: str
    since: str = Field(alias="from")
    until: str = Field(alias="to")
    hours: float = Field(gt=0)
    entities: tuple[str, ...] = ()


class ProcessDeclaration(BaseModel):
    """One perspective on the event log. `event_types` in their order rank events of the same time; empty takes all.

    `via` are paths by which events of related objects join a case (`eventlog/process_path.py`). `attributes_of` names
    what also describes a case: a type (of objects related to it, or that share events with it), or a path.
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
    via: tuple[str, ...] = ()
    attributes_of: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()
    service_levels: tuple[ServiceLevel, ...] = ()
    calendar: str | None = None
    calendar_by: CalendarBy | None = None
    pair_lifecycle: bool = False

    @field_validator("event_types")
    @classmethod
    def _each_once(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"named twice: {', '.join(twice)}")
        return names

    @field_validator("via", "attributes_of")
    @classmethod
    def _paths_that_start_here(cls, texts: tuple[str, ...], known: ValidationInfo) -> tuple[str, ...]:
        wrong = []
        for text in texts:
            try:
                if known.field_name == "via" or ">" in text:
                    _checked_path(text, known.data)
            except ValueError as error:
                wrong.append(str(error))
        if wrong:
            raise ValueError("; ".join(wrong))
        return texts

    @field_validator("milestones")
    @classmethod
    def _in_the_order_of_work(cls, names: tuple[str, ...], known: ValidationInfo) -> tuple[str, ...]:
        order = known.data.get("event_types", ())
        _known_to(order, names)
        if order and list(names) != sorted(set(names), key=order.index):
            raise ValueError("milestones stand once each, in the order that event_types has")
        return names

    @field_validator("service_levels")
    @classmethod
    def _between_known_events(cls, levels: tuple[ServiceLevel, ...], known: ValidationInfo) -> tuple[ServiceLevel, ...]:
        _known_to(known.data.get("event_types", ()), [name for each in levels for name in (each.since, each.until)])
        return levels

    @property
    def labels(self) -> list[str]:
        """Its event types as people read them: a log that carries the labels is taken like one with the slugs."""
        return list(dict.fromkeys(event_label(name) for name in self.event_types))

    @property
    def paths(self) -> list[ObjectPath]:
        """The paths of `via`."""
        return [read_path(text) for text in self.via]

    @property
    def described_by(self) -> list[ObjectPath | str]:
        """What `attributes_of` names: paths, and types of objects related at once or by shared events."""
        return [read_path(text) if ">" in text else text for text in self.attributes_of]

    @property
    def calendars(self) -> list[str]:
        """The names of all calendars its cases may follow; the first is that of a case nothing is known of."""
        by = self.calendar_by.values.values() if self.calendar_by else ()
        first = self.calendar or next(iter(by), None)
        return list(dict.fromkeys([first, *by])) if first else []


def _checked_path(text: str, known: dict[str, Any]) -> None:
    path = read_path(text)
    leading = known.get("object_type")
    if leading and path.start != leading:
        raise ValueError(f"{text!r} starts at {path.start}, and this process is led by {leading}")
    _known_to(known.get("event_types", ()), (*path.event_types, *filter(None, [path.since])))


def _known_to(event_types: tuple[str, ...], names: Iterable[str]) -> None:
    """A process that names its event types must have these among them."""
    unknown = [name for name in names if event_types and name not in event_types]
    if unknown:
        raise ValueError(f"not among its event_types: {', '.join(dict.fromkeys(unknown))}")


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
