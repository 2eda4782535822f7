"""Who reads: a Viewer's roles and the rows they may see; and on whose behalf this request is answered."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

ALL = None
SCOPES = {"entity": "entities", "practice": "practices", "client": "clients", "project": "projects"}
"""By the slug of an attribute, the field of a Viewer that limits it."""


@dataclass(frozen=True)
class Viewer:
    """Somebody who reads. Each scope is a set of names, or ALL (None) for no limit; `entities` are legal entities."""

    name: str
    roles: frozenset[str]
    entities: frozenset[str] | None = ALL
    practices: frozenset[str] | None = ALL
    clients: frozenset[str] | None = ALL
    projects: frozenset[str] | None = ALL
    may_see_names: bool = True

    @staticmethod
    def owner() -> "Viewer":
        """The person at this machine: whoever can read the workspace folder owns it and sees everything."""
        return Viewer(name="owner", roles=frozenset({"owner"}))

    @property
    def sight(self) -> "Viewer":
        """The rows and names alone, whoever it is that sees them: who has the same sight gets the same answers."""
        return replace(self, name="", roles=frozenset())

    def shown(self, who: str) -> str:
        """The name of whoever did something, as this viewer may read it: one's own is no secret."""
        return who if self.may_see_names or who == self.name else "somebody"

    @property
    def scopes(self) -> dict[str, frozenset[str]]:
        """The limits that hold, by the slug of the attribute they are about; empty for one who sees all."""
        limits = {attribute: getattr(self, field) for attribute, field in SCOPES.items()}
        return {attribute: names for attribute, names in limits.items() if names is not None}


_acting: ContextVar[Viewer] = ContextVar("acting")


@contextmanager
def acting_as(viewer: Viewer) -> Iterator[None]:
    """Answer on behalf of `viewer` until the block ends."""
    before = _acting.set(viewer)
    try:
        yield
    finally:
        _acting.reset(before)


def acting() -> Viewer:
    """On whose behalf this is answered. There is no usual one: who is nobody sees nothing."""
    return _acting.get()


def acting_or_nobody() -> Viewer | None:
    """The same where there may be nobody, such as while the pages are made ready."""
    return _acting.get(None)
