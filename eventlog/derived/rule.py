"""A rule of `rules`: its statement, and what the comment above it says it yields."""

import re
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from importlib.resources import files

HEADER = re.compile(r"^-- (event|object|of|uses|after|grain): (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Rule:
    """`yields` is the event type its rows become, or the object type where `expects_objects`; `of` is what it is of."""

    name: str
    statement: str
    yields: str
    expects_objects: bool
    of: str
    uses: str
    after: tuple[str, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, each after those it rests on."""
    found = {rule.name: rule for rule in map(_read, _names())}
    order = TopologicalSorter({name: rule.after for name, rule in sorted(found.items())}).static_order()
    return tuple(found[name] for name in order)


def _names() -> list[str]:
    entries = (files("eventlog.derived") / "rules").iterdir()
    return sorted(entry.name.removesuffix(".sql") for entry in entries if entry.name.endswith(".sql"))


def _read(name: str) -> Rule:
    statement = (files("eventlog.derived") / "rules" / f"{name}.sql").read_text(encoding="utf-8")
    told = dict(HEADER.findall(statement))
    return Rule(
        name=name,
        statement=statement,
        yields=told.get("event") or told["object"],
        expects_objects="object" in told,
        of=told.get("of", ""),
        uses=told["uses"],
        after=tuple(told["after"].split(", ")) if "after" in told else (),
    )
