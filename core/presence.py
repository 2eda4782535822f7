"""Who is here as the pages show it: by which role they look now, and what else they may look as."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from core.access import Viewer, acting_as


@dataclass(frozen=True)
class Choice:
    """Something one may look as: its key for the form and its words."""

    key: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Presence:
    """A viewer, in words. `switch` is the address to which the choice among several goes; `signed_in` by an account, so
    that they can sign out."""

    viewer: Viewer
    name: str
    role: str
    switch: str = ""
    choices: tuple[Choice, ...] = ()
    signed_in: bool = False


_present: ContextVar[Presence | None] = ContextVar("present", default=None)


@contextmanager
def present(presence: Presence) -> Iterator[None]:
    """Answer on behalf of somebody until the block ends."""
    before = _present.set(presence)
    try:
        with acting_as(presence.viewer):
            yield
    finally:
        _present.reset(before)


def who_is_present() -> Presence | None:
    """Who is here; None where nobody is, such as while the pages are made ready."""
    return _present.get()
