"""Every figure drawn in a real browser, wide and narrow, light and dark: nothing complains, overflows or is cut off."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from figures.chart_frame import Look
from figures.colours import DARK, LIGHT
from tests.figures.conftest import Served
from tests.figures.drawn_figures import FIGURES
from tests.tabs import Tabs

ARTIFACTS = Path(__file__).resolve().parents[2] / "artifacts" / "figures"
# the widths of a card on a page of 1440 px and on a phone of 390 px
WIDTHS = {820: False, 358: True}
OUTSIDE = """() => [...document.querySelectorAll("svg text")].filter((text) => {
  if (!text.textContent || text.getBoundingClientRect().width === 0 || text.closest(".hoverlayer")) return false;
  const own = text.getBoundingClientRect(), whole = document.getElementById("figure").getBoundingClientRect();
  const beside = own.left < whole.left - 3 || own.right > whole.right + 3;
  return beside || own.top < whole.top - 3 || own.bottom > whole.bottom + 3;
}).map((text) => text.textContent)"""


def document(figure: object, theme: str, width: int) -> str:
    colour = DARK if theme == "dark" else LIGHT
    style = (
        "@font-face{font-family:Inter;src:url(/vendor/fonts/InterVariable.woff2);font-weight:100 900}"
        f"body{{margin:16px;background:{colour['surface']};font:13px/20px Inter}}#figure{{width:{width}px}}"
    )
    head = f'<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><style>{style}</style>'
    if isinstance(figure, str):
        return f'{head}<div id="figure">{figure}</div>'
    drawn = json.loads(figure.to_json())  # type: ignore[attr-defined]
    given = json.dumps([drawn["data"], drawn["layout"]]).replace("<", "\\u003c")
    script = (
        f"const [data, layout] = {given};"
        "document.fonts.load('12px Inter').then(() => Plotly.newPlot('figure', data, layout, {displayModeBar: false}))"
        ".then(() => { window.drawn = true; });"
    )
    return f'{head}<div id="figure"></div><script src="/plotly.js"></script><script>{script}</script>'


@pytest.fixture
def drawn(
    tabs: Tabs, address: str, monkeypatch: pytest.MonkeyPatch, name: str, theme: str, width: int
) -> Iterator[Page]:
    """The figure in a page that serves it the fonts; complaints fail the test."""
    figure = FIGURES[name](Look(theme, WIDTHS[width]), width)
    monkeypatch.setattr(Served, "figure", document(figure, theme, width))
    complaints: list[str] = []
    with tabs.lent() as new_tab:
        tab = new_tab(width + 32, 700, "light")
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("console", lambda told: complaints.append(told.text) if told.type in ("error", "warning") else None)
        tab.page.goto(f"{address}/figure")
        tab.page.evaluate("document.fonts.load('12px Inter')")
        if not isinstance(figure, str):
            tab.page.wait_for_function("window.drawn")
        yield tab.page
        ARTIFACTS.mkdir(parents=True, exist_ok=True)
        tab.page.screenshot(path=ARTIFACTS / f"{name}-{width}-{theme}.png", full_page=True)
    assert complaints == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_whole(drawn: Page, name: str, theme: str, width: int):
    assert drawn.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert drawn.evaluate(OUTSIDE) == []
    assert drawn.evaluate("document.querySelectorAll('svg text, svg circle').length") > 0
    assert drawn.evaluate("window.broken") is None
