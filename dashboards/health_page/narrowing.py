"""Data health of one source, legal entity or load: the chips that choose it, and what the page then leaves out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboards import chips
from dashboards.health_page.chosen import NO_ENTITY, Chosen
from dashboards.health_page.facts import Feed, Health
from dashboards.health_page.last_pulls import LastPull
from dashboards.indicator_page.words import slice_words
from dashboards.loads import Load
from dashboards.parts import Part
from figures.words import moment

LOADS_OFFERED = 12


@dataclass(frozen=True)
class Narrowed:
    """What the page shows: all of it, or what is chosen."""

    found: Health
    loads: Sequence[Load]
    pulls: Sequence[LastPull]


def narrowed(whole: Narrowed, part: Health, chosen: Chosen) -> Narrowed:
    """All that is known, with `part` of what the log says. How fresh a feed is, all of them tell together."""
    fresh = {feed.source: feed for feed in whole.found.feeds}
    feeds = [replace(fresh[feed.source], set_apart=feed.set_apart) for feed in part.feeds]
    shown = {feed.source for feed in feeds}
    if not chosen.source:
        # of what was never loaded nothing tells the entity
        shown |= {pull.source for pull in whole.pulls if pull.source not in fresh}
    loads = [load for load in whole.loads if load.source in shown and chosen.load in ("", name_of(load))]
    pulls = [pull for pull in whole.pulls if pull.source in shown | {chosen.source}]
    return Narrowed(replace(part, feeds=feeds), loads, pulls)


def understood(wanted: Chosen, whole: Narrowed) -> Chosen:
    """What an address chooses of what there is; what is not there narrows nothing."""
    sources = {feed.source for feed in whole.found.feeds} | {pull.source for pull in whole.pulls}
    load = wanted.load if wanted.load in map(name_of, whole.loads) else ""
    entity = wanted.entity if wanted.entity in {NO_ENTITY, *entities(whole.found.feeds)} else ""
    return replace(wanted, source=wanted.source if wanted.source in sources else "", entity=entity, load=load)


def entities(feeds: Sequence[Feed]) -> list[str]:
    return sorted({entity for feed in feeds for entity in feed.entities})


def name_of(load: Load) -> str:
    return f"{load.source}/{load.run}"


def source_chip(path: str, chosen: Chosen, named: Sequence[Feed | LastPull]) -> Part | None:
    """Every feed by its name, and all of them; nothing where there is one."""
    names = {each.source: each.system for each in named}
    if len(names) < 2:
        return None
    offered = [("all", ""), *((names[name], name) for name in sorted(names, key=names.__getitem__))]
    return chips.choice(
        "Source",
        [chips.Option(words, chosen.link(path, source=name), name == chosen.source) for words, name in offered],
    )


def entity_chip(path: str, chosen: Chosen, feeds: Sequence[Feed]) -> Part | None:
    """Every legal entity that records name, and what is of none; nothing where there is one."""
    names = entities(feeds)
    if len(names) < 2:
        return None
    offered = [("all", ""), *((slice_words(name), name) for name in names), ("of none", NO_ENTITY)]
    return chips.choice(
        "Entity",
        [chips.Option(words, chosen.link(path, entity=name), name == chosen.entity) for words, name in offered],
    )


def load_chip(path: str, chosen: Chosen, loads: Sequence[Load]) -> Part | None:
    """The newest loads, of the chosen source if there is one, and the chosen load."""
    newest = sorted(loads, key=lambda load: load.landed_at, reverse=True)
    near = [load for load in newest if chosen.source in ("", load.source)]
    offered = [*near[:LOADS_OFFERED], *(load for load in near[LOADS_OFFERED:] if name_of(load) == chosen.load)]
    if len(loads) < 2:
        return None
    options = [chips.Option("all", chosen.link(path, load=""), not chosen.load)]
    for load in offered:
        words = f"{name_of(load)}, {moment(load.landed_at)}"
        options.append(chips.Option(words, chosen.link(path, load=name_of(load)), name_of(load) == chosen.load))
    return chips.choice("Load", options)
