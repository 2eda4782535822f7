"""A path from a process's leading object to related ones, such as `contract>project[under]>workspace`."""

import re
from dataclasses import dataclass

STOP = re.compile(r"^(?P<type>[^\[\]>:]+?)(\[(?P<qualifier>[^\[\]>:]*)\])?$")


@dataclass(frozen=True)
class Stop:
    """One step of a path: to related objects of `type`, by relations of any qualifier or of one."""

    type: str
    qualifier: str | None = None


@dataclass(frozen=True)
class Path:
    """The stops after the leading object, and the only event types taken at the last one (none named: all).

    `since` is an event of the case before which nothing is taken along this path: a client may have been known for
    years when a contract begins.
    """

    start: str
    stops: tuple[Stop, ...]
    event_types: tuple[str, ...] = ()
    since: str | None = None

    @property
    def end(self) -> str:
        """The type of the objects it leads to."""
        return self.stops[-1].type


def read_path(text: str) -> Path:
    """The path a declaration writes as `text`; a ValueError says what is wrong with it."""
    way, colon, taken = text.partition(":")
    events, after, since = taken.partition(" since ")
    start, *further = (_stop(word.strip(), text) for word in way.split(">"))
    if not further:
        raise ValueError(f"{text!r} leads nowhere: write the leading type, '>' and the type it leads to")
    if start.qualifier is not None:
        raise ValueError(f"{text!r} has a qualifier at its start: it belongs to the type a relation leads to")
    event_types = tuple(name for word in events.split(",") if (name := word.strip()))
    if colon and not event_types:
        raise ValueError(f"{text!r} names no event type after its colon")
    if after and not since.strip():
        raise ValueError(f"{text!r} names no event type after `since`")
    return Path(start.type, tuple(further), event_types, since.strip() or None)


def _stop(word: str, path: str) -> Stop:
    found = STOP.match(word)
    if not found:
        raise ValueError(f"{path!r} has a part that is no object type: {word!r} (such as project or project[under])")
    return Stop(found["type"].strip(), found["qualifier"])
