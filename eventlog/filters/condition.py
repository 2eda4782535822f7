"""What every condition is: a text that reads back equal, plain words for a chip, and a predicate on cases in SQL."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Protocol

from core.errors import WrongUse
from eventlog.reading import ProcessLog


class Bindings:
    """The values of one query. They are bound by name, so no text of a user ever becomes SQL."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}

    def bind(self, value: object) -> str:
        """The placeholder under which the query finds `value`."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f"${name}"


class Condition(Protocol):
    """One condition on cases. Conditions of one text hold together: a case is chosen when it meets all of them."""

    def to_text(self) -> str:
        """The condition in the grammar; `parse` of it is equal to the condition."""
        ...

    def in_words(self) -> str:
        """The condition as a chip says it."""
        ...

    def predicate(self, process: ProcessLog, bindings: Bindings) -> str:
        """A condition in SQL on a row of `"case"`, known as `c`."""
        ...


def activity_number(process: ProcessLog, name: str) -> int:
    """The number of the activity `name`, or an error that names the nearest ones."""
    try:
        return process.activities.index(name)
    except ValueError:
        raise unknown("activity", name, process.activities) from None


def unknown(what: str, name: str, known: Sequence[str]) -> WrongUse:
    """The error for a name the log does not have, with the names that come nearest."""
    hint = nearest_in_words(name, known) if known else ""
    return WrongUse(f'The filter names the {what} "{name}", which this process does not have. {hint}'.rstrip())


def nearest_in_words(name: str, known: Sequence[str]) -> str:
    """The nearest: "Goods packed". Where none is near, some of those there are."""
    near = [*get_close_matches(name, known, n=3, cutoff=0.5), *(k for k in known if name.lower() in k.lower())]
    offered = list(dict.fromkeys(near))[:5] or sorted(known)[:8]
    listed = ", ".join(f'"{each}"' for each in offered)
    return f"The nearest: {listed}." if near else f"It has: {listed}{' …' if len(known) > 8 else ''}."
