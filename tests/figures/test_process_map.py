"""The process map's drawing: what it shows, that it holds still, that every name is safe, how good its layouts are."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from core.errors import BadInput
from figures.process_map import engine, process_map_svg
from tests.figures.map_graphs import graph_of, random_cases, read_cases

SVG = "{http://www.w3.org/2000/svg}"
SEEDS = range(4)


def generated(seed: int, activities: int = 12) -> dict[str, Any]:
    return graph_of(random_cases(seed, activities, 300), f"Seed {seed}")


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def groups(root: ElementTree.Element, kind: str) -> dict[str, ElementTree.Element]:
    return {group.get("data-id", ""): group for group in root.iter(f"{SVG}g") if group.get("data-kind") == kind}


def places(svg: str) -> dict[str, tuple[str | None, ...]]:
    """Where each step's card stands."""
    return {
        number: tuple(card.get(side) for side in ("x", "y", "width", "height"))
        for number, group in groups(parsed(svg), "node").items()
        for card in group.iter(f"{SVG}rect")
        if card.get("class") == "card"
    }


def laid_out(graph: dict[str, Any], **options: Any) -> dict[str, Any]:
    return dict(engine().call("layOutMap", graph, options))


def small(names: list[str], **changed: Any) -> dict[str, Any]:
    """A straight walk of 100 cases through the names, one path from each to the next."""
    times = {"mean": 7200.0, "median": 5400.0, "p95": 90000.0, "total": 7.2e5}
    node = {"events": 100, "cases": 100, "starts": 0, "ends": 0, "self_count": 0, "self": None, "self_business": None}
    nodes = [
        {"id": at, "name": name, "place": at, "waiting": None, "system": None, **node} for at, name in enumerate(names)
    ]
    nodes[0]["starts"] = nodes[-1]["ends"] = 100
    edge = {"count": 100, "jumps": 0, "system_change": False, "elapsed": times, "business": None}
    edges = [{"id": f"{at}>{at + 1}", "from": at, "to": at + 1, **edge} for at in range(len(names) - 1)]
    order = [path["id"] for path in edges]
    totals = {"cases": 100, "events": 100 * len(names), "activities_total": len(names), "paths_total": len(edges)}
    shown = {"edge_order": order, "backbone": len(order), "shown": len(order), "hidden": {}, "replay_by_paths": []}
    return {
        "title": "Walk",
        **totals,
        "moves_total": 100 * len(edges),
        "nodes": nodes,
        "edges": edges,
        **shown,
        **changed,
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_every_step_and_every_shown_path_is_there_once_and_nothing_else(seed: int):
    graph = generated(seed)
    for paths in (graph["backbone"], graph["shown"], len(graph["edge_order"])):
        root = parsed(process_map_svg(graph, paths=paths))
        assert set(groups(root, "node")) == {str(node["id"]) for node in graph["nodes"]}
        assert set(groups(root, "edge")) == set(graph["edge_order"][:paths])
        assert len(list(root.iter(f"{SVG}title"))) >= paths


@pytest.mark.parametrize("seed", SEEDS)
def test_steps_stay_where_they_are_while_paths_come_and_go(seed: int):
    graph = generated(seed)
    ceiling = laid_out(graph)["laid"]
    assert ceiling >= graph["shown"]
    assert len({tuple(places(process_map_svg(graph, paths=paths)).items()) for paths in range(0, ceiling + 1, 3)}) == 1


def test_measure_clock_and_theme_move_no_step():
    graph = generated(1)
    usual = places(process_map_svg(graph))
    for measure in ("mean", "p95", "total", "count"):
        for clock in ("elapsed", "business"):
            assert places(process_map_svg(graph, measure=measure, clock=clock, theme="dark")) == usual


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_map_whatever_the_order_or_the_numbers_of_its_input(seed: int):
    graph = generated(seed)
    usual = process_map_svg(graph)
    chance = random.Random(seed)
    mixed = {**graph, "nodes": chance.sample(graph["nodes"], len(graph["nodes"]))}
    mixed["edges"] = chance.sample(graph["edges"], len(graph["edges"]))
    assert process_map_svg(mixed) == usual
    other = {node["id"]: 500 + at for at, node in enumerate(mixed["nodes"])}
    renamed = {f"{edge['from']}>{edge['to']}": f"{other[edge['from']]}>{other[edge['to']]}" for edge in graph["edges"]}
    numbered = {
        **graph,
        "nodes": [{**node, "id": other[node["id"]]} for node in graph["nodes"]],
        "edges": [
            {**edge, "id": renamed[edge["id"]], "from": other[edge["from"]], "to": other[edge["to"]]}
            for edge in graph["edges"]
        ],
        "edge_order": [renamed[identity] for identity in graph["edge_order"]],
    }
    assert sorted(places(process_map_svg(numbered)).values()) == sorted(places(usual).values())


@pytest.mark.parametrize("seed", SEEDS)
def test_down_share_is_the_share_of_moves_that_follow_the_order(seed: int):
    graph = generated(seed, 16)
    place = {node["id"]: node["place"] for node in graph["nodes"]}
    paths = {edge["id"]: edge for edge in graph["edges"]}
    shown = [paths[identity] for identity in graph["edge_order"][: graph["shown"]]]
    forward = sum(path["count"] for path in shown if place[path["from"]] < place[path["to"]])
    found = engine().call("processMap.downShare", laid_out(graph), graph["shown"])
    assert found == pytest.approx(forward / sum(path["count"] for path in shown), abs=1e-9)


def straight(start: tuple[int, int], end: tuple[int, int]) -> list[list[float]]:
    """A straight line as one Bézier curve."""
    return [[start[0] + (end[0] - start[0]) * part / 3, start[1] + (end[1] - start[1]) * part / 3] for part in range(4)]


def lines(*pairs: tuple[int, tuple[int, int], int, tuple[int, int]]) -> dict[str, Any]:
    corners = {number: at for first, a, second, b in pairs for number, at in ((first, a), (second, b))}
    nodes = [{"id": number, "x": at[0], "y": at[1], "w": 20, "h": 20} for number, at in corners.items()]
    edges = [
        {"id": f"{first}>{second}", "from": first, "to": second, "rank": 0, "points": straight(a, b), "tip": list(b)}
        for first, a, second, b in pairs
    ]
    return {"nodes": nodes, "ends": [], "edges": edges, "endLines": []}


def test_the_crossing_counter_counts_what_the_eye_counts():
    def count(geometry: dict[str, Any]) -> int:
        return int(engine().call("processMap.crossings", geometry, 9))

    assert count(lines((1, (0, 0), 2, (300, 310)), (3, (300, 0), 4, (0, 300)))) == 1
    assert count(lines((1, (0, 0), 2, (300, 0)), (3, (0, 90), 4, (300, 90)))) == 0
    assert count(lines((1, (0, 0), 2, (300, 300)), (1, (0, 0), 3, (300, 0)))) == 0
    shared = lines((1, (0, 0), 2, (300, 0)), (1, (0, 0), 3, (300, 200)), (4, (150, -90), 5, (157, 290)))
    assert count(shared) == 2


NASTY = [
    '<script>alert("x")</script>',
    "</text></svg><b onload='x'>",
    'Fish & chips \'n "more"',
    "Überprüfung 审批 承認済み",
    "Family 👩‍👩‍👧‍👦 step 👍🏽",
    "lone \ud83d half",
    "line\nbreak\ttab\x00\x0b\u202e end",
    "&amp;",
    "",
]


def test_any_name_is_text_and_nothing_but_text():
    root = parsed(process_map_svg(small(NASTY, title="<i>&")))
    kinds = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert kinds <= {"svg", "g", "title", "rect", "path", "polygon", "circle", "text", "tspan"}
    written = ["".join(group.itertext()) for group in groups(root, "node").values()]
    for name, words in zip(NASTY, written, strict=True):
        cleaned = re.sub(r"[\x00-\x08\x0b\x0c\u202e]", " ", name).replace("\ud83d", "\ufffd")
        assert cleaned in words
    assert not [key for element in root.iter() for key in element.attrib if key.lower().startswith("on")]


@pytest.mark.parametrize("name", ["x" * 5000, "word " * 1000, "👩‍👩‍👧‍👦" * 700, "FINAL_APPROVED " * 300])
def test_a_very_long_name_is_cut_and_told_in_full_on_hover(name: str):
    group = groups(parsed(process_map_svg(small([name, "Next"]))), "node")["0"]
    visible = [element.text or "" for element in group.iter(f"{SVG}text")]
    card = next(element for element in group.iter(f"{SVG}rect"))
    assert visible[-2].endswith("…")
    assert len(visible) <= 4
    assert float(card.get("width", "0")) <= 240
    assert name.strip() in (group.find(f"{SVG}title").text or "")  # type: ignore[union-attr]


def test_a_label_says_the_time_in_bold_then_the_moves():
    root = parsed(process_map_svg(small(["Draft", "Review", "Send"])))
    label = next(group for group in root.iter(f"{SVG}g") if group.get("data-label") == "0>1")
    assert [(piece.text, piece.get("font-weight")) for piece in label.iter(f"{SVG}text")] == [
        ("1.5 h", "600"),
        ("100", "400"),
    ]
    assert groups(root, "edge")["0>1"].get("aria-label") == "From Draft to Review: 100 moves, 1.5 h half within"
    narrow = parsed(process_map_svg(small(["Draft", "Review", "Send"]), narrow=True))
    label = next(group for group in narrow.iter(f"{SVG}g") if group.get("data-label") == "0>1")
    assert [piece.text for piece in label.iter(f"{SVG}text")] == ["1.5 h"]


def test_a_time_that_is_not_known_is_a_dash_and_no_time_is_counted_when_moves_are():
    assert ">–<" in process_map_svg(small(["Draft", "Send"]), clock="business")
    assert "1.5 h" not in process_map_svg(small(["Draft", "Send"]), measure="count")


def test_backward_paths_are_dashed_and_forward_ones_are_not():
    graph = generated(2)
    place = {node["id"]: node["place"] for node in graph["nodes"]}
    for identity, group in groups(parsed(process_map_svg(graph, paths=30)), "edge").items():
        tail, head = (place[int(number)] for number in identity.split(">"))
        line = next(path for path in group.iter(f"{SVG}path") if path.get("class") == "line")
        hit = next(path for path in group.iter(f"{SVG}path") if path.get("class") == "hit")
        assert (line.get("stroke-dasharray") is not None) == (head < tail)
        assert hit.get("stroke-width") == "14"


def test_the_outermost_starts_and_ends_get_a_line_and_the_others_a_tag():
    graph = small(["A", "B", "C", "D"])
    for node, starts, ends in zip(graph["nodes"], (88, 9, 3, 0), (1, 40, 12, 47), strict=True):
        node.update(starts=starts, ends=ends)
    geometry = laid_out(graph)
    assert {line["id"] for line in geometry["endLines"]} == {"start>0", "1>end", "3>end"}
    assert {(tag["kind"], tag["node"]) for tag in geometry["tags"]} == {("start", 1), ("start", 2), ("end", 2)}


Box = tuple[float, float, float, float]


def box(element: ElementTree.Element) -> Box:
    x, y, width, height = (float(element.get(side, "0")) for side in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def apart(a: Box, b: Box) -> bool:
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_label_covers_a_step_or_another_label(seed: int):
    graph = generated(seed, 16)
    for paths in (graph["shown"], 70):
        root = parsed(process_map_svg(graph, paths=paths))
        cards = [box(rect) for rect in root.iter(f"{SVG}rect") if rect.get("class") == "card"]
        labels = [group for group in root.iter(f"{SVG}g") if group.get("class") == "label"]
        seen = [box(next(group.iter(f"{SVG}rect"))) for group in labels if group.get("visibility") != "hidden"]
        assert len(seen) >= 0.8 * min(paths, len(graph["edge_order"]))
        assert all(apart(label, card) for label in seen for card in cards)
        assert all(apart(first, second) for at, first in enumerate(seen) for second in seen[:at])
        width, height = float(root.get("width", "0")), float(root.get("height", "0"))
        assert all(x >= 0 and y >= 0 and right <= width and bottom <= height for x, y, right, bottom in seen)


def test_systems_get_bands_only_where_they_lie_apart_and_a_pill_where_they_change():
    graph = small(["A", "B", "C", "D"])
    for node, system in zip(graph["nodes"], ("PSA", "PSA", "ERP", "ERP"), strict=True):
        node.update(system=system, waiting=17 if node["name"] == "B" else None)
    graph["edges"][1]["system_change"] = True
    root = parsed(process_map_svg(graph))
    words = [element.text for element in root.iter(f"{SVG}text")]
    assert words.count("PSA") == words.count("ERP") == words.count("PSA → ERP") == words.count("17") == 1
    graph["nodes"][3]["system"] = "PSA"
    assert "PSA" not in [element.text for element in parsed(process_map_svg(graph)).iter(f"{SVG}text")]


def legend_of(graph: dict[str, Any], **options: Any) -> dict[str, Any]:
    legend: dict[str, Any] = engine().call("processMap.legend", graph, options)
    return legend


def test_the_legend_names_the_measure_and_fits_its_limits_to_the_process():
    legend = legend_of(small(["A", "B", "C"]))
    assert legend["color"] == "time between steps, half within"
    assert [one["words"] for one in legend["classes"]] == ["< 1 h", "1 h – 1 d", "1 d – 3 d", "3 d – 7 d", "≥ 7 d"]
    quick, slow = small(["A", "B", "C"]), small(["A", "B", "C"])
    for edge in (*quick["edges"], *slow["edges"]):
        edge["elapsed"] = {"median": 30.0 if edge in quick["edges"] else 9e6}
    quick["edges"][0]["elapsed"] = quick["edges"][1]["elapsed"] = {"median": 30.0}
    assert legend_of(quick)["classes"][0]["words"] == "< 1 min"
    assert legend_of(quick, theme="dark")["classes"][4]["color"] == "#fce497"
    for edge in slow["edges"]:
        edge["elapsed"] = {"median": 9e6}
    assert legend_of(slow)["classes"][4]["words"] == "≥ 182 d"
    assert legend_of(slow, measure="count")["classes"] == []


def test_nothing_to_draw_is_still_a_picture():
    empty = small(["A"], nodes=[], edges=[], edge_order=[], shown=0, cases=0)
    assert groups(parsed(process_map_svg(empty)), "node") == {}
    assert set(groups(parsed(process_map_svg(small(["Only step"]))), "node")) == {"0"}


def test_a_graph_that_contradicts_itself_is_refused_in_words():
    graph = small(["A", "B"])
    graph["edge_order"].append("4>7")
    with pytest.raises(BadInput, match="names 4>7, which is not a path of the map"):
        process_map_svg(graph)
    graph = small(["A", "B"])
    graph["edges"][0]["to"] = 9
    with pytest.raises(BadInput, match="path 0>1 runs between steps that are not on the map"):
        process_map_svg(graph)


REAL = {
    "BPI_2020_PermitLog": (20, 0.95, 1),
    "BPI_2020_DomesticDeclarations": (10, 0.97, 0),
    "BPI_2020_RequestForPayment": (10, 0.975, 0),
    "Receipt": (12, 0.92, 1),
    "Helpdesk": (7, 0.96, 0),
}


@pytest.mark.parametrize("name", REAL)
def test_real_processes_run_down_the_page_with_hardly_a_crossing(name: str, shared_data: Path):
    activities, down, crossings = REAL[name]
    graph = graph_of(read_cases(shared_data / "event_logs" / f"{name}.xes.gz"), name)
    geometry = laid_out(graph)
    assert len(graph["nodes"]) == activities
    assert engine().call("processMap.downShare", geometry, graph["shown"]) >= down
    assert geometry["crossings"] <= crossings
    assert len({tuple(places(process_map_svg(graph, paths=paths)).items()) for paths in (3, 9, geometry["laid"])}) == 1
    assert geometry["width"] * 1.15 <= 1440


def test_the_phone_map_of_a_real_process_fits_a_phone(shared_data: Path):
    cases = read_cases(shared_data / "event_logs" / "BPI_2020_DomesticDeclarations.xes.gz")
    assert laid_out(graph_of(cases, most=8), narrow=True)["width"] <= 390


@pytest.mark.parametrize("seed", SEEDS)
def test_generated_processes_run_down_the_page_too(seed: int):
    graph = generated(seed, 10)
    geometry = laid_out(graph)
    assert engine().call("processMap.downShare", geometry, graph["shown"]) >= 0.9
    assert geometry["crossings"] == engine().call("processMap.crossings", geometry, graph["shown"]) <= 8
