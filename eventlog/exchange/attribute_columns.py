"""XES attributes as flat columns: the handlers that expat calls millions of times, so they do as little as they can."""

from collections.abc import Callable, Iterable

import pyarrow as pa

from eventlog.exchange.records import attribute_lists
from eventlog.exchange.utc_times import UtcTimes
from eventlog.exchange.xml_stream import Refused

KINDS = {
    "string": "string",
    "date": "time",
    "int": "integer",
    "float": "float",
    "boolean": "boolean",
    "id": "id",
    "list": "list",
    "container": "container",
}
DEEPEST = 50


def path_part(key: str) -> str:
    """A key as one part of a nested attribute's name."""
    return key.replace("~", "~0").replace("/", "~1") if "/" in key or "~" in key else key


class Targets(dict[str, str | int]):
    """Where a key goes: the number of a slot that is a column of its own, else its name among the attributes."""

    def __missing__(self, key: str) -> str:
        self[key] = name = path_part(key)
        return name


class AttributeColumns:
    """Collects the attributes of the elements of one kind (log, trace or event), and the slots of the open element."""

    def __init__(self, slots: Iterable[str], times: UtcTimes, finished: Callable[[], None]) -> None:
        keys = list(slots)
        self.targets = Targets({key: place for place, key in enumerate(keys)})
        self.nothing: list[str | None] = [None] * len(keys)
        self.slots = self.nothing.copy()
        self.times = times
        self.finished = finished
        self.names: list[str] = []
        self.kinds: list[str] = []
        self.values: list[str | None] = []
        self.ends = [0]
        self.depth = 0
        self.key = ""
        self.path: list[str] = []

    def open(self, tag: str, given: list[str]) -> None:
        """An element starts: an attribute, or one nested in it."""
        if self.depth:
            self.open_nested(tag, given)
            return
        self.depth = 1
        if len(given) == 4 and given[0] == "key":
            key: str = given[1]
            value: str | None = given[3]
        else:
            key, value = key_and_value(tag, given)
        self.key = key
        target = self.targets[key]
        if target.__class__ is int:
            self.slots[target] = value
            return
        if tag == "date":
            value = self.times.canonical(value)
        self.names.append(target)  # type: ignore[arg-type]
        self.kinds.append(KINDS.get(tag, "string"))
        self.values.append(value)

    def open_nested(self, tag: str, given: list[str]) -> None:
        """An attribute inside another starts: its name is the path to it."""
        if self.depth == 1:
            self.path = [path_part(self.key)]
        if self.depth >= DEEPEST:
            raise Refused(f"attributes nested more than {DEEPEST} deep")
        self.depth += 1
        name = self.path[-1]
        if tag != "values":  # only wraps the members of a list
            key, value = key_and_value(tag, given)
            name = f"{name}/{path_part(key)}"
            self.names.append(name)
            self.kinds.append(KINDS.get(tag, "string"))
            self.values.append(self.times.canonical(value) if tag == "date" else value)
        self.path.append(name)

    def close(self, tag: str) -> None:
        """An element ends: an attribute, or the one that all these attributes belong to."""
        if self.depth == 0:
            self.finished()
            return
        if self.depth > 1:
            self.path.pop()
        self.depth -= 1

    def end_row(self) -> None:
        """The element with these attributes is complete."""
        self.ends.append(len(self.names))
        self.slots = self.nothing.copy()

    def last_row(self) -> dict[str, str | None]:
        """The attributes of the open element so far, by name."""
        begin = self.ends[-1]
        return dict(zip(self.names[begin:], self.values[begin:], strict=True))

    def take(self) -> pa.ListArray:
        """The attributes of the complete elements, which are then forgotten."""
        cut = self.ends[-1]
        lists = attribute_lists(self.ends, self.names[:cut], self.kinds[:cut], self.values[:cut])
        del self.names[:cut], self.kinds[:cut], self.values[:cut]
        self.ends = [0]
        return lists


def key_and_value(tag: str, given: list[str]) -> tuple[str, str | None]:
    """The key and value of an attribute whose parts stand in another order or are fewer or more."""
    found = dict(zip(given[::2], given[1::2], strict=True))
    if "key" not in found:
        raise Refused(f"an element <{tag}> without a key, which XES does not know at this place")
    return found["key"], found.get("value")
