"""Data health of one feed: the chip that chooses it, which stands in the address, and what the page then leaves out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from dashboards import chips
from dashboards.health_page.facts import Feed, Health
from dashboards.health_page.last_pulls import LastPull
from dashboards.loads import Load
from dashboards.parts import Part


@dataclass(frozen=True)
class Narrowed:
    """What the page shows: all of it, or what is of one source."""

    found: Health
    loads: Sequence[Load]
    pulls: Sequence[LastPull]


def of_source(whole: Narrowed, source: str) -> Narrowed:
    """What is of the source alone; conflicts are asked for by its system (`facts.conflicts`). All without a source."""
    if not source:
        return whole
    found = whole.found
    pairs = [each for each in found.pairs if source in map(_source_of, (each.left.object_id, each.right.object_id))]
    decided = [each for each in found.decided if source in map(_source_of, (each.said.left, each.said.right))]
    shown = replace(
        found,
        feeds=[feed for feed in found.feeds if feed.source == source],
        set_apart=[group for group in found.set_apart if group.source == source],
        pairs=pairs,
        decided=decided,
    )
    loads = [load for load in whole.loads if load.source == source]
    return Narrowed(shown, loads, [pull for pull in whole.pulls if pull.source == source])


def chosen(wanted: str, feeds: Sequence[Feed], pulls: Sequence[LastPull]) -> str:
    """The source that an address names, if there is one; else all."""
    known = {feed.source for feed in feeds} | {pull.source for pull in pulls}
    return wanted if wanted in known else ""


def chip(path: str, source: str, record: str, named: Sequence[Feed | LastPull]) -> Part | None:
    """Every feed by its name, and all of them; nothing where there is one."""
    names = {each.source: each.system for each in named}
    if len(names) < 2:
        return None
    kept = {"record": record} if record else {}

    def option(words: str, name: str) -> chips.Option:
        said = {**({"source": name} if name else {}), **kept}
        return chips.Option(words, f"{path}?{urlencode(said)}" if said else path, name == source)

    options = [option("all", ""), *(option(names[name], name) for name in sorted(names, key=names.__getitem__))]
    return chips.choice("Source", options)


def _source_of(object_id: str) -> str:
    return object_id.partition(":")[0]
