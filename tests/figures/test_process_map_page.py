"""The process map in a browser: the SVG of Python to the byte, widths that fit the font, what a page does with it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from figures.process_map import SCRIPTS, process_map_svg
from tests.figures.map_graphs import graph_of, random_cases, read_cases

ASSETS = Path(__file__).resolve().parents[2] / "figures" / "assets"
IN_WORKER = """async ([graph, options]) => {
  window.drawer = window.drawer || new Worker('/map_worker.js');
  const answer = await new Promise((resolve) => {
    drawer.onmessage = (event) => resolve(event.data);
    drawer.postMessage({ ask: 1, graph, options });
  });
  return answer.svg || answer.error;
}"""
OPTIONS = [
    {},
    {"paths": 4, "theme": "dark", "measure": "p95"},
    {"paths": 60, "measure": "total"},
    {"measure": "mean", "clock": "business"},
    {"narrow": True, "measure": "count"},
]


def generated(seed: int, activities: int = 12) -> dict[str, Any]:
    return graph_of(random_cases(seed, activities, 300), f"Seed {seed}")


def show(page: Page, graph: dict[str, Any] | None, **options: Any) -> Any:
    return page.evaluate("([graph, options]) => traceworkMap.show(map, graph, options)", [graph, options])


def gliding(page: Page, graph: dict[str, Any]) -> Any:
    """How many steps glide when this is shown, counted at once: after a third of a second they have arrived."""
    count = "map.querySelectorAll('[data-kind=\"node\"][transform]').length"
    return page.evaluate(f"async (graph) => {{ await traceworkMap.show(map, graph, {{}}); return {count}; }}", graph)


def heard(page: Page, event: str) -> None:
    page.evaluate("name => { window.heard = []; map.addEventListener(name, e => heard.push(e.detail)); }", event)


def until(page: Page, condition: str) -> None:
    """Waits for a condition; Playwright's own waiting needs eval, which the page's policy forbids."""
    tries = "for (let at = 0; at < 200 && !done(); at += 1) await new Promise(go => setTimeout(go, 25));"
    assert page.evaluate(f"async () => {{ const done = () => {condition}; {tries} return Boolean(done()); }}")


def test_the_picture_of_the_browser_is_the_picture_of_python_to_the_byte(page: Page, scale: int):
    for seed in range(3 * scale):
        graph = generated(seed, 6 + 5 * (seed % 4))
        graph["nodes"][0]["name"] = '<b>"Ärger" & 👩‍👧 審査</b> ' * (1 + seed)
        for options in OPTIONS:
            assert page.evaluate(IN_WORKER, [graph, options]) == process_map_svg(graph, **options)


def test_the_pictures_of_a_real_process_are_equal_too(page: Page, shared_data: Path):
    graph = graph_of(read_cases(shared_data / "event_logs" / "BPI_2020_PermitLog.xes.gz"), "Travel permits")
    for options in OPTIONS:
        assert page.evaluate(IN_WORKER, [graph, options]) == process_map_svg(graph, **options)


def test_the_worker_loads_the_same_scripts_as_python():
    loaded = re.search(r"importScripts\((.*?)\);", (ASSETS / "map_worker.js").read_text(encoding="utf-8"), re.DOTALL)
    assert loaded is not None
    assert re.findall(r'"([^"]+)"', loaded[1]) == ["vendor/viz/viz-global.js", *(f"{name}.js" for name in SCRIPTS)]


def test_the_table_of_widths_is_the_width_of_the_font(page: Page):
    table = json.loads((ASSETS / "inter_widths.json").read_text(encoding="utf-8"))
    known = {chr(first + at) for first, widths in table["weights"]["400"] for at in range(len(widths))}
    letters = [letter for letter in "Wiąż 0123456789 ▶■↻⋯→·≥−<%&ÄéЖλ@…" if letter in known]
    page.evaluate("document.fonts.load('14px Inter')")
    measured = page.evaluate(
        """letters => ['400', '500', '600'].map(weight => letters.map(letter => {
          const span = document.body.appendChild(document.createElement('span'));
          span.style.cssText = `position:absolute;white-space:pre;font:${weight} 14px Inter;font-kerning:none;`
            + 'font-feature-settings:"tnum","calt" 0';
          span.textContent = letter.repeat(100);
          return span.getBoundingClientRect().width / 1400;
        }))""",
        letters,
    )
    for weight, widths in zip(("400", "500", "600"), measured, strict=True):
        own = {first + at: w for first, run in table["weights"][weight] for at, w in enumerate(run)}
        for letter, width in zip(letters, widths, strict=True):
            assert own[ord(letter)] / table["unit"] == pytest.approx(width, abs=0.006), (letter, weight)


def test_showing_answers_with_sizes_and_the_legend(page: Page):
    answer = show(page, generated(1), theme="dark")
    assert answer["width"] > 100
    assert len(answer["legend"]["classes"]) == 5
    assert page.locator("#map svg").count() == 1
    assert page.evaluate("getComputedStyle(map).backgroundColor") == "rgb(18, 23, 30)"


def test_a_click_and_enter_select_a_path_and_a_step(page: Page):
    graph = generated(1)
    heard(page, "map-select")
    show(page, graph)
    step = graph["nodes"][0]
    page.locator(f'#map [data-kind="node"][data-id="{step["id"]}"]').click()
    page.wait_for_selector('#map [aria-pressed="true"]')
    strongest = max(graph["edges"], key=lambda edge: edge["count"])
    page.locator(f'#map [data-label="{strongest["id"]}"]').click()
    page.keyboard.press("Escape")
    assert page.evaluate("heard") == [
        {"kind": "node", "id": step["id"], "from": None, "to": None},
        {"kind": "edge", "id": strongest["id"], "from": strongest["from"], "to": strongest["to"]},
        {"kind": None, "id": None, "from": None, "to": None},
    ]


def test_a_drag_pans_and_selects_nothing(page: Page):
    heard(page, "map-select")
    show(page, generated(1))
    before = page.evaluate("map.querySelector('.process-map-drawing').style.transform")
    box = page.locator('#map [data-kind="node"]').first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 60, steps=4)
    page.mouse.up()
    assert page.evaluate("map.querySelector('.process-map-drawing').style.transform") != before
    assert page.evaluate("heard") == []


def scale_of(page: Page) -> float:
    transform = page.evaluate("map.querySelector('.process-map-drawing').style.transform")
    return float(re.search(r"scale\(([\d.]+)\)", transform)[1])  # type: ignore[index]


def test_keys_zoom_fit_and_walk_along_the_paths(page: Page):
    graph = generated(3, 16)
    show(page, graph)
    page.keyboard.press("Tab")
    fitted = scale_of(page)
    page.keyboard.press("+")
    assert scale_of(page) == pytest.approx(fitted * 1.25)
    page.keyboard.press("0")
    assert scale_of(page) == fitted
    page.keyboard.press("f")
    assert scale_of(page) < fitted
    height = float(page.locator("#map svg").get_attribute("height") or 0)
    assert height * scale_of(page) <= 820.5
    first = min(graph["nodes"], key=lambda node: node["place"])["id"]
    focus = "({...document.activeElement.dataset})"
    assert page.evaluate(focus) == {"kind": "node", "id": str(first)}
    page.keyboard.press("ArrowDown")
    path = page.evaluate(focus)
    shown = {
        edge["id"]: edge["count"] for edge in graph["edges"] if edge["id"] in graph["edge_order"][: graph["shown"]]
    }
    assert path["id"] == max((i for i in shown if i.startswith(f"{first}>")), key=lambda i: shown[i])
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focus) == {"kind": "node", "id": path["to"]}
    page.keyboard.press("ArrowUp")
    assert page.evaluate(focus)["to"] == path["to"]


def test_the_focus_survives_a_new_drawing(page: Page):
    show(page, generated(3))
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    before = page.evaluate("document.activeElement.dataset.id")
    show(page, None, measure="total", theme="dark")
    assert page.evaluate("document.activeElement.dataset.id") == before
    assert page.locator('#map [data-kind][tabindex="0"]').count() == 1


def test_steps_that_must_move_glide_and_arrive(page: Page):
    cases = random_cases(5, 16, 300)
    show(page, graph_of(cases, most=14))
    assert gliding(page, graph_of(cases, most=9)) > 0
    until(page, "!map.querySelector('[data-kind][transform]')")
    assert page.evaluate("map.querySelector('[data-layer=\"paths\"]').getAttribute('opacity')") == "1"


def test_nothing_glides_for_a_reader_who_wants_no_motion(page: Page):
    page.emulate_media(reduced_motion="reduce")
    cases = random_cases(5, 16, 300)
    show(page, graph_of(cases, most=14))
    assert gliding(page, graph_of(cases, most=9)) == 0
    page.evaluate("traceworkMap.tokens(map, [['0>1', 0, 100]], 10); traceworkMap.play(map)")
    heard(page, "map-time")
    page.wait_for_timeout(200)
    assert page.evaluate("heard") == []


def test_at_most_five_thousand_dots_move_and_it_says_of_how_many(page: Page):
    graph = generated(1)
    show(page, graph)
    heard(page, "map-time")
    tokens = [[graph["edge_order"][at % 9], at * 10, 20000] for at in range(12_000)]
    told = page.evaluate("tokens => traceworkMap.tokens(map, tokens, 5)", tokens)
    assert told == {"dots": 4000, "of": 12_000, "every": 3}
    page.evaluate("traceworkMap.play(map)")
    until(page, "heard.length > 5")
    page.evaluate("traceworkMap.pause(map)")
    times = page.evaluate("heard.map(one => one.time)")
    assert times == sorted(times)
    assert times[-1] > times[0]
    page.evaluate("traceworkMap.seek(map, 0.5)")
    painted = (
        "(c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v))(map.querySelector('canvas'))"
    )
    assert page.evaluate(painted)
    page.evaluate("traceworkMap.tokens(map, [['none>none', 0, 100]], 5)")
    assert not page.evaluate(painted)


def test_a_map_that_cannot_be_drawn_says_so_and_the_next_one_works(page: Page):
    broken = generated(1)
    broken["edge_order"] = ["4>99"]
    refused = page.evaluate("graph => traceworkMap.show(map, graph, {}).catch(error => error.message)", broken)
    assert refused == "the order of paths names 4>99, which is not a path of the map"
    assert "could not be drawn" in page.locator("#map .process-map-words").inner_text()
    show(page, generated(1))
    assert not page.locator("#map .process-map-words").is_visible()


def test_of_many_wishes_at_once_the_last_is_drawn(page: Page):
    graph = generated(1)
    page.evaluate(
        "graph => Promise.all([5, 9, 3, 12, 7].map(paths => traceworkMap.show(map, graph, { paths })))", graph
    )
    assert page.locator('#map [data-kind="edge"]').count() == 7


def test_hover_shows_what_belongs_together(page: Page):
    graph = generated(1)
    show(page, graph)
    strongest = max(graph["edges"], key=lambda edge: edge["count"])
    page.locator(f'#map [data-label="{strongest["id"]}"]').hover()
    assert page.locator('#map [data-kind="edge"].hot').count() == 1
    assert {page.locator('#map [data-kind="node"].hot').nth(at).get_attribute("data-id") for at in (0, 1)} == {
        str(strongest["from"]),
        str(strongest["to"]),
    }


def test_on_a_phone_the_map_is_as_tall_as_it_needs_and_the_page_scrolls(page: Page):
    page.set_viewport_size({"width": 390, "height": 700})
    page.evaluate("map.style.height = 'auto'")
    show(page, generated(1, 8), narrow=True)
    assert page.evaluate("document.documentElement.scrollHeight") > 700
    box = page.locator("#map svg").bounding_box()
    assert box is not None
    assert box["height"] <= page.evaluate("map.clientHeight")
    assert page.evaluate("getComputedStyle(map.firstChild).touchAction") == "pan-y"


def test_the_names_open_legible_and_the_page_keeps_one_worker_for_each_map_on_it(page: Page):
    page.set_viewport_size({"width": 420, "height": 700})
    show(page, generated(1, 16))
    assert scale_of(page) * 11.6 >= 10
    page.evaluate("graph => { map.remove(); document.body.innerHTML = '<div id=other style=height:400px></div>'; }")
    assert page.evaluate("graph => traceworkMap.show(other, graph, {}).then(answer => answer.width > 0)", generated(2))
    assert len(page.workers) == 1


def test_a_layout_that_is_given_up_answers_nothing_and_the_next_is_drawn(page: Page):
    graph = generated(1)
    given_up = "graph => { const asked = traceworkMap.show(map, graph, {}); traceworkMap.cancel(map); return asked; }"
    assert page.evaluate(given_up, graph) is None
    assert page.locator("#map[aria-busy]").count() == 0
    assert show(page, graph)["width"] > 0
