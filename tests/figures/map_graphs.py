"""Graphs for the tests of the process map, worked out here anew from cases: seeded random ones and those of XES."""

from __future__ import annotations

import gzip
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from statistics import mean, median
from typing import Any
from xml.etree.ElementTree import iterparse

from eventlog.activity_order import activity_order

Case = list[tuple[str, float]]
MOST, SHARE, FLOW = 20, 0.02, 0.98


def random_cases(seed: int, activities: int, cases: int) -> list[Case]:
    """Cases that mostly walk down a list of activities, skip some, and now and then return or repeat."""
    chance = random.Random(seed)
    names = [
        f"{chance.choice(['Check', 'Approve', 'Send', 'Write up'])} step {number:02d}" for number in range(activities)
    ]
    made = []
    for _ in range(cases):
        at, now, case = 0, chance.uniform(0, 3e7), []
        while at < activities and len(case) < 60:
            case.append((names[at], now))
            now += chance.expovariate(1 / (3600 * (1 + 40 * (at % 5))))
            at += chance.choices([1, 2, 0, -min(at, 3)], [80, 12, 4, 4])[0]
        made.append(case)
    return made


def read_cases(path: Path) -> list[Case]:
    """The cases of a gzipped XES file: activity and time of each event, in order of time."""
    made = []
    with gzip.open(path) as stream:
        for _, node in iterparse(stream):
            if node.tag.rsplit("}", 1)[-1] != "trace":
                continue
            case = []
            for event in node:
                values = {child.get("key"): child.get("value") for child in event}
                if values.get("concept:name"):
                    case.append((values["concept:name"], datetime.fromisoformat(values["time:timestamp"]).timestamp()))
            made.append(sorted(case, key=lambda event: event[1]))
            node.clear()
    return made


def graph_of(cases: Sequence[Case], title: str = "Cases", most: int = MOST) -> dict[str, Any]:
    """The map's graph of these cases, by the default filter: common activities, backbone first, then by frequency."""
    cases = [case for case in cases if case]
    names = sorted({name for case in cases for name, _ in case})
    in_cases = Counter(name for case in cases for name in {name for name, _ in case})
    number = {name: at for at, name in enumerate(names)}
    variants = Counter(tuple(number[name] for name, _ in case) for case in cases)
    places = activity_order(names, list(variants.items()))
    common = sorted(names, key=lambda name: (-in_cases[name], name))[:most]
    kept = {name for name in common if in_cases[name] >= SHARE * len(cases)}
    moves = _moves(cases, kept)
    nodes = [_node(name, cases, kept, moves, (number[name], places[number[name]])) for name in names if name in kept]
    edges = [_edge(number[a], number[b], waits, passed) for (a, b), (waits, passed) in moves.items() if a != b]
    backbone = _backbone(nodes, edges)
    order = sorted(edges, key=lambda edge: (edge["id"] not in backbone, -edge["count"], edge["id"]))
    return {
        "title": title,
        "cases": len(cases),
        "events": sum(map(len, cases)),
        "activities_total": len(names),
        "paths_total": len(edges),
        "moves_total": sum(edge["count"] for edge in edges),
        "nodes": nodes,
        "edges": edges,
        "edge_order": [edge["id"] for edge in order],
        "backbone": len(backbone),
        "shown": _shown(order, nodes, backbone),
        "hidden": {"activities": len(names) - len(kept), "events_share": 0.0, "cases_share": 0.0},
        "replay_by_paths": [],
    }


def _moves(cases: Sequence[Case], kept: set[str]) -> dict[tuple[str, str], tuple[list[float], list[bool]]]:
    moves: dict[tuple[str, str], tuple[list[float], list[bool]]] = defaultdict(lambda: ([], []))
    for case in cases:
        last = None
        for at, (name, when) in enumerate(case):
            if name not in kept:
                continue
            if last is not None:
                waits, passed = moves[last[1], name]
                waits.append(when - last[2])
                passed.append(at - last[0] > 1)
            last = (at, name, when)
    return moves


def _times(waits: list[float]) -> dict[str, Any]:
    ordered = sorted(waits)
    elapsed = {
        "mean": mean(waits),
        "median": median(waits),
        "p95": ordered[int(0.95 * (len(ordered) - 1))],
        "total": sum(waits),
    }
    return {"elapsed": elapsed, "business": {key: value * 0.24 for key, value in elapsed.items()}}


def _edge(a: int, b: int, waits: list[float], passed: list[bool]) -> dict[str, Any]:
    known = {"id": f"{a}>{b}", "from": a, "to": b, "count": len(waits), "jumps": sum(passed)}
    return {**known, "system_change": False, **_times(waits)}


def _node(name: str, cases: Sequence[Case], kept: set[str], moves: Any, placing: tuple[int, int]) -> dict[str, Any]:
    shown = [[event for event, _ in case if event in kept] for case in cases]
    loops = moves.get((name, name), ([], []))[0]
    times = _times(loops) if loops else {"elapsed": None, "business": None}
    return {
        "id": placing[0],
        "name": name,
        "place": placing[1],
        "events": sum(case.count(name) for case in shown),
        "cases": sum(name in case for case in shown),
        "starts": sum(case[:1] == [name] for case in shown),
        "ends": sum(case[-1:] == [name] for case in shown),
        "self_count": len(loops),
        "self": times["elapsed"],
        "self_business": times["business"],
        "waiting": None,
        "system": None,
    }


def _backbone(nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> set[str]:
    """For each activity the path from the start, and the one to the end, whose weakest link is strongest."""
    ahead, back = defaultdict(list), defaultdict(list)
    for edge in edges:
        ahead[edge["from"]].append((edge["to"], edge))
        back[edge["to"]].append((edge["from"], edge))
    found = set(_widest({node["id"]: node["starts"] for node in nodes}, ahead))
    return found | set(_widest({node["id"]: node["ends"] for node in nodes}, back))


def _widest(sources: dict[int, int], links: Any) -> Iterator[str]:
    width, by, open_ = dict(sources), {}, set(sources)
    while open_:
        at = max(open_, key=lambda number: (width[number], -number))
        open_.remove(at)
        if at in by:
            yield by[at]
        for to, edge in links[at]:
            through = min(width[at], edge["count"])
            if to in open_ and through > width[to]:
                width[to], by[to] = through, edge["id"]


def _shown(order: list[dict[str, Any]], nodes: list[dict[str, Any]], backbone: set[str]) -> int:
    """Paths until 98% of the flow or 1.8 for each activity and 2 more; links to start and end count as paths too."""
    links = [(node[kind], "") for node in nodes for kind in ("starts", "ends") if node[kind]]
    links += [(edge["count"], edge["id"]) for edge in order]
    links.sort(key=lambda link: (link[1] not in backbone, -link[0]))
    whole, ceiling, flow, shown = sum(count for count, _ in links), int(1.8 * len(nodes) + 2), 0, 0
    for at, (count, identity) in enumerate(links):
        if identity not in backbone and (flow >= FLOW * whole or at >= ceiling):
            break
        flow += count
        shown += bool(identity)
    return shown
