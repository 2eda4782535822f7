"""Filter texts: conditions joined by `and`, each read by the kind whose word opens it. Kinds are found by their folder.

For example: started 2026-01..2026-03 and case.region = EMEA and has "Send reminder" and duration > 5d
"""

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from eventlog.filters import kinds
from eventlog.filters.condition import Condition
from eventlog.filters.tokens import Tokens

Reader = Callable[[Tokens], Condition]


def parse(text: str) -> tuple[Condition, ...]:
    """The conditions of a filter text; none for an empty one."""
    tokens = Tokens(text)
    conditions: list[Condition] = []
    while tokens.peek() is not None:
        if conditions:
            tokens.expect("and")
        conditions.append(_condition(tokens))
    return tuple(conditions)


def to_text(conditions: Sequence[Condition]) -> str:
    """The text that `parse` reads back as these conditions."""
    return " and ".join(condition.to_text() for condition in conditions)


def in_words(conditions: Sequence[Condition]) -> str:
    """The conditions as one would say them."""
    return "; ".join(condition.in_words() for condition in conditions) if conditions else "all cases"


@cache
def readers() -> dict[str, Reader]:
    """By opening word, who reads the condition that it opens."""
    found: dict[str, Reader] = {}
    for module in iter_modules(kinds.__path__):
        kind = import_module(f"{kinds.__name__}.{module.name}")
        found.update(dict.fromkeys(kind.OPENINGS, kind.parse))
    return found


def _condition(tokens: Tokens) -> Condition:
    token = tokens.peek()
    if token is None or token.kind != "word":
        raise tokens.unexpected(_openings())
    opening = token.text.lower().partition(".")
    read = readers().get(opening[0] + opening[1])
    if read is None:
        raise tokens.unexpected(_openings())
    return read(tokens)


def _openings() -> str:
    return "a condition (one opens with " + ", ".join(sorted(readers())) + ")"
