"""What everybody needs: text that can be read, controls reached and named, focus that is seen, motion stilled."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.dashboards.conftest import Opened
from tests.tabs import answered, settle

PAGES = {
    "overview": ("/", ".process-card"),
    "map": ("/process?process=orders", '#map [data-kind="edge"]'),
    "variants": ("/process?process=orders&tab=variants", "#process-tab .table"),
    "bottlenecks": ("/process?process=orders&tab=bottlenecks", "#process-tab .table"),
    "cases": ("/process?process=orders&tab=cases", "#process-tab .ag-theme-tracework a"),
    "drawer": ("/process?process=orders&cases=all", "#drawer .ag-theme-tracework a"),
    "timeline": ("/process?process=orders&case=O-0003", ".timeline"),
    "data": ("/data", "#data-loads .table"),
    "health": ("/health", "#lineage-drawn p"),
    "findings": ("/findings", ".queue-nothing"),
    "models": ("/models", ".model-card"),
}
CHECKS = (Path(__file__).parent / "accessibility.js").read_text(encoding="utf-8")


def at(opened: Opened, address: str, name: str, **how: object) -> Page:
    path, ready = PAGES[name]
    page = opened(address + path, until=ready, **how)
    answered(page)
    page.evaluate(CHECKS)
    return page


@pytest.mark.parametrize("name", PAGES)
def test_text_can_be_read_and_every_control_has_a_name(opened: Opened, address: str, name: str):
    page = at(opened, address, name)
    faint = {}
    for scheme in ("light", "dark"):
        for width in (1440, 390):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            settle(page)
            faint[scheme, width] = page.evaluate("checks.faint()")
    assert [words for words in faint.values() if words] == []
    assert page.evaluate("checks.nameless()") == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [390, 1440])
def test_the_keyboard_reaches_every_control_and_shows_where_it_is(opened: Opened, address: str, name: str, width: int):
    page = at(opened, address, name, width=width)
    # a drawer that came late has taken the focus
    page.evaluate("document.body.tabIndex = -1; document.body.focus()")
    ringless = []
    for _ in range(260):
        page.keyboard.press("Tab")
        seen = page.evaluate("checks.visit()")
        if seen is None:
            break
        if seen:
            ringless.append(seen)
    assert page.evaluate("checks.unreached()") == []
    assert ringless == []


def test_the_map_is_walked_and_opened_by_keys(opened: Opened, address: str):
    page = at(opened, address, "map")
    page.locator('#map [data-kind="node"][tabindex="0"]').focus()
    page.keyboard.press("ArrowDown")
    kind = page.evaluate("document.activeElement.dataset.kind")
    assert kind == "edge"
    page.keyboard.press("Enter")
    expect(page.locator("#popover")).to_be_visible()
    expect(page.locator("#popover")).to_contain_text("Half within")
    page.keyboard.press("Escape")
    expect(page.locator("#popover")).to_be_hidden()


def test_the_drawer_takes_the_focus_and_escape_gives_it_back(opened: Opened, address: str):
    page = at(opened, address, "variants")
    # a page that has only just arrived gives its drawer no focus
    page.wait_for_timeout(3000)
    link = page.locator("#process-tab .table a").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#drawer-close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".drawer")).to_be_hidden()
    expect(link).to_be_focused()


def test_a_case_is_opened_from_the_table_by_enter(opened: Opened, address: str):
    page = at(opened, address, "cases")
    page.locator(".ag-cell").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".timeline")


def test_a_page_has_one_title_a_main_part_and_named_navigation(opened: Opened, address: str):
    page = None
    for name in PAGES:
        page = at(opened, address, name, over=page)
        assert page.locator("h1").count() == 1
        assert page.locator("main").count() == 1
        assert page.locator("nav:not([aria-label])").count() == 0
        assert page.locator("html[lang]").count() == 1
        assert re.search(r"Tracework$", page.title())


def test_motion_is_stilled_for_who_asks(opened: Opened, address: str):
    page = at(opened, address, "overview")
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.querySelector('.card')).transitionDuration") in (
        "0s",
        "1e-05s",
        "0.01ms",
    )


def test_zoomed_text_still_fits(opened: Opened, address: str):
    page = at(opened, address, "overview", width=390)
    page.add_style_tag(content="html { font-size: 200%; } body { font-size: 200%; }")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
