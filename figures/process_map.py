"""The process map as SVG, for reports, notebooks and files: the scripts of the page itself, run outside a browser."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from figures.javascript import ASSETS, JavaScript

SCRIPTS = ("map_text", "map_curves", "map_encoding", "map_layout", "map_labels", "map_marks", "process_map")
"""The drawing's parts in the order in which they load, here as in the browser."""


def process_map_svg(
    graph: dict[str, Any], *, paths: int | None = None, measure: str = "median", clock: str = "elapsed",
    theme: str = "light", narrow: bool = False,
) -> str:  # fmt: skip
    """The map as one SVG text that stands alone. `paths` is how many of `edge_order` are drawn, the default if None."""
    options = {"paths": paths, "measure": measure, "clock": clock, "theme": theme, "narrow": narrow}
    return str(engine().call("drawMap", graph, options))


@cache
def engine() -> JavaScript:
    """The engine with the drawing loaded; it starts with the first call."""
    parts = [ASSETS / f"{name}.js" for name in SCRIPTS]
    scripts = [ASSETS / "outside_browser.js", ASSETS / "vendor" / "viz" / "viz-global.js", *parts]
    return JavaScript(scripts, _PREPARE.replace("WIDTHS", _widths()))


def _widths() -> str:
    table = json.loads((ASSETS / "inter_widths.json").read_text(encoding="utf-8"))
    return json.dumps(table, separators=(",", ":"))


_PREPARE = """
Viz.instance().then((viz) => {
  const measure = processMap.measurer(WIDTHS);
  globalThis.drawMap = (graph, options) => processMap.svg(graph, options, viz, measure);
  globalThis.layOutMap = (graph, options) => processMap.layout(graph, options, viz, measure);
  return true;
})
"""
