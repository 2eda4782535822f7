"""The words of the domain, from `data/words.toml`: the slug that records and SQL use, the label that people read."""

import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from core.data_files import data_file


def event_types() -> Mapping[str, str]:
    """The label of each event type, by its slug, in the order of the work."""
    return _section("event_types")


def object_types() -> Mapping[str, str]:
    """The label of each object type, by its slug."""
    return _section("object_types")


def slices() -> Mapping[str, str]:
    """The label of each slice, by its slug."""
    return _section("slices")


def finding_kinds() -> Mapping[str, str]:
    """The label of each kind of finding that a detector tells, by its slug."""
    return _section("finding_kinds")


def actions() -> Mapping[str, str]:
    """The label of each thing that can be done about a finding, by its slug."""
    return _section("actions")


def event_label(name: str) -> str:
    """What people read for an event type: its label, or the name itself where the domain has no word for it."""
    return event_types().get(name, name)


def object_label(name: str) -> str:
    """What people read for an object type: its label, or the name itself."""
    return object_types().get(name, name)


def slice_label(name: str) -> str:
    """What people read for a slice: its label, or the name itself."""
    return slices().get(name, name)


def slice_words(value: str) -> str:
    """A value of a slice as people read it: New York for new_york; a name stays as it is."""
    return value.replace("_", " ").title() if value.islower() and " " not in value else value


@cache
def _section(name: str) -> Mapping[str, str]:
    content = tomllib.loads(data_file("words.toml").read_text(encoding="utf-8"))
    return MappingProxyType(content[name])
