"""The process page in a real browser: the map, its controls, what a click opens, filters in the address, other tabs."""

import re
from collections.abc import Callable
from itertools import pairwise
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest
from playwright.sync_api import Page, Request, expect

from tests.dashboards.conftest import Opened
from tests.served_orders import HTML, Row, cases_with_move, moves, traces

EDGE = '#map [data-kind="edge"]'
NODE = '#map [data-kind="node"]'
Shot = Callable[[Page, str], None]


def on_map(opened: Opened, address: str, query: str = "", **how: object) -> Page:
    page = opened(f"{address}/process?process=orders{query}", until=NODE, **how)
    page.wait_for_selector("#slider-paths")
    return page


def cases_of(address: str, where: str) -> int:
    answer = httpx.get(f"{address}/api/v1/processes/orders/cases", params={"where": where})
    return int(answer.json()["cases"])


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_is_drawn(opened: Opened, address: str, shot: Shot, width: int, scheme: str):
    page = on_map(opened, address, width=width, scheme=scheme)
    assert page.locator(NODE).count() == 7
    assert page.locator(EDGE).count() >= 6
    expect(page.locator("#process-answer")).to_contain_text("Half of the cases end within")
    expect(page.locator("#map-variants")).to_contain_text("The commonest way")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"process-{width}-{scheme}")


@pytest.mark.parametrize("width", [700, 1000, 2560])
def test_no_width_is_too_narrow_or_too_wide(opened: Opened, address: str, shot: Shot, width: int):
    page = on_map(opened, address, width=width)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"process-{width}")


def test_every_path_says_the_true_number_of_moves(opened: Opened, address: str, rows: list[Row]):
    page = on_map(opened, address, "&clock=elapsed&paths=99")
    shown = set(page.locator(EDGE).evaluate_all("all => all.map(one => one.getAttribute('aria-label'))"))
    expected = {
        f"From {first} to {second}: {number:,} move{'s' if number > 1 else ''}"
        for (first, second), number in moves(rows).items()
        if first != second
    }
    assert {label.split(",")[0] for label in shown} == {label.split(",")[0] for label in expected}


def test_an_edge_opens_its_cases(opened: Opened, address: str, rows: list[Row], shot: Shot):
    page = on_map(opened, address)
    edge = page.locator('#map [data-kind="edge"][aria-label^="From Goods packed to Invoice sent"] .hit')
    box = edge.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    link = page.locator("#popover a", has_text="Open")
    expect(link).to_be_visible()
    shot(page, "process-popover")
    expected = cases_with_move(rows, "Goods packed", "Invoice sent")
    expect(link).to_have_text(f"Open {expected} cases")
    link.click()
    expect(page.locator("#drawer-count")).to_have_text(f"{expected} cases")
    where = parse_qs(urlsplit(page.url).query)["cases"][0]
    assert cases_of(address, where) == expected
    page.wait_for_selector(".ag-theme-tracework a")
    shot(page, "process-cases")
    order = page.locator(".ag-theme-tracework a").first.inner_text()
    page.locator(".ag-theme-tracework a").first.click()
    page.wait_for_selector(".timeline")
    assert page.locator(".timeline .step-name").all_inner_texts() == traces(rows)[order]
    shot(page, "process-timeline")


def test_the_table_holds_every_case_of_the_edge(opened: Opened, address: str, rows: list[Row]):
    where = quote('directly ("Reminder sent", "Payment received")')
    page = on_map(opened, address, f"&cases={where}")
    page.wait_for_selector(".ag-theme-tracework a")
    shown = set(page.locator(".ag-theme-tracework a").all_inner_texts())
    true = {order for order, steps in traces(rows).items() if ("Reminder sent", "Payment received") in pairwise(steps)}
    assert shown
    assert shown <= true
    expect(page.locator("#drawer-count")).to_have_text(f"{len(true)} cases")


def test_html_in_names_is_text(opened: Opened, address: str):
    page = on_map(opened, address, f"&cases={quote('has ' + chr(34) + HTML.replace(chr(34), chr(34) * 2) + chr(34))}")
    page.wait_for_selector(".ag-theme-tracework a")
    assert page.locator(f'{NODE}[aria-label*="<img src=x"]').count() == 1
    assert page.locator("#drawer").inner_text().count("<img src=x") >= 1
    page.locator(".ag-theme-tracework a").first.click()
    page.wait_for_selector(".timeline")
    page.goto(f"{address}/process?process=orders&tab=bottlenecks")
    page.wait_for_selector(".table")
    assert page.evaluate("window.broken === undefined && document.querySelector('img[src=x]') === null")


def test_the_path_slider_hides_paths_in_the_browser_alone_and_says_so(opened: Opened, address: str):
    page = on_map(opened, address, "&paths=99")
    asked: list[str] = []

    def ask(request: Request) -> None:
        asked.append(request.url)

    page.on("request", ask)
    places = page.locator(NODE).evaluate_all("all => all.map(one => one.querySelector('rect').getAttribute('x'))")
    all_paths = page.locator(EDGE).count()
    page.locator("#slider-paths").focus()
    page.keyboard.press("Home")
    expect(page.locator(EDGE)).not_to_have_count(all_paths)
    expect(page.locator("#words-paths")).to_have_text(
        re.compile(r"Hides \d+, together [\d.]+% of the moves\. [\d.]+% of the cases")
    )
    assert (
        page.locator(NODE).evaluate_all("all => all.map(one => one.querySelector('rect').getAttribute('x'))") == places
    )
    page.remove_listener("request", ask)
    assert [url for url in asked if "_dash-update" in url or "/api/" in url] == []


def test_the_activity_slider_asks_and_says_what_is_hidden(opened: Opened, address: str, rows: list[Row]):
    page = on_map(opened, address)
    page.locator("#slider-activities").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(NODE)).to_have_count(5)
    expect(page.locator("#words-activities")).to_have_text(
        re.compile(r"Hides 2: .+ [\d.]+% of the events, in [\d.]+% of the cases\.")
    )
    assert "activities=5" in page.url
    assert page.evaluate("document.activeElement.id") == "slider-activities"


def test_a_filter_is_added_is_in_the_address_and_can_be_dropped(
    opened: Opened, address: str, rows: list[Row], shot: Shot
):
    page = on_map(opened, address)
    page.keyboard.press("f")
    page.get_by_label("Cases that").select_option("lacks")
    page.get_by_label("Step", exact=True).select_option("Reminder sent")
    shot(page, "process-filter")
    page.get_by_role("button", name="Add filter").last.click()
    without = sum("Reminder sent" not in steps for steps in traces(rows).values())
    expect(page.locator("#cases-left")).to_have_text(f"{without} of {len(traces(rows))} cases")
    assert parse_qs(urlsplit(page.url).query)["where"] == ['lacks "Reminder sent"']
    page.reload()
    expect(page.locator("#cases-left")).to_have_text(f"{without} of {len(traces(rows))} cases")
    page.get_by_label("Remove the filter").click()
    expect(page.locator("#cases-left")).to_have_text(f"{len(traces(rows))} of {len(traces(rows))} cases")
    page.go_back()
    expect(page.locator("#cases-left")).to_have_text(f"{without} of {len(traces(rows))} cases")


def test_a_variant_is_selected_by_a_click_and_left_by_another(opened: Opened, address: str):
    page = on_map(opened, address)
    first = page.locator(".variant").first
    words = first.locator(".second .number").inner_text()
    first.click()
    expect(page.locator("#cases-left")).to_contain_text(words.split()[0] + " of")
    page.locator('.variant[aria-current="true"]').click()
    expect(page.locator(".chip.narrows")).to_have_count(0)


def test_filters_that_leave_nothing_say_which_to_remove(opened: Opened, address: str, shot: Shot):
    page = opened(f"{address}/process?process=orders&where={quote('duration > 9000d')}", until=".empty")
    expect(page.locator("#process-answer")).to_contain_text("None of the 150 cases meet this filter.")
    shot(page, "process-none-left")
    page.get_by_text("Remove “longer than").click()
    page.wait_for_selector(NODE)


@pytest.mark.parametrize("where", ['has "No such step"', "has has has", 'case.nothing = "1"'])
def test_a_filter_that_cannot_be_read_says_what_is_wrong_with_it(opened: Opened, address: str, where: str):
    page = opened(f"{address}/process?process=orders&where={quote(where)}", until=".problem")
    expect(page.locator("#process-answer .problem")).to_contain_text("The filter")
    page.locator(".chip .drop").first.click()
    page.wait_for_selector(NODE)


def test_a_process_that_is_not_there_is_said(opened: Opened, address: str):
    page = opened(f"{address}/process?process=sales", until=".problem")
    expect(page.locator(".problem").first).to_contain_text("There is no process 'sales'")


@pytest.mark.parametrize("tab", ["variants", "bottlenecks", "cases"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_other_tabs(opened: Opened, address: str, shot: Shot, tab: str, width: int):
    page = opened(f"{address}/process?process=orders&tab={tab}", width, until="#process-tab .sentence")
    page.wait_for_selector("#process-tab .table, #process-tab .ag-theme-tracework a")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"process-{tab}-{width}")


def test_clock_and_colour_change_the_map(opened: Opened, address: str):
    page = on_map(opened, address)
    business = page.locator(EDGE).first.get_attribute("aria-label")
    page.keyboard.press("t")
    expect(page.locator(EDGE).first).not_to_have_attribute("aria-label", business or "")
    expect(page.get_by_role("button", name="Elapsed")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#process-answer")).not_to_contain_text("business")
    page.get_by_role("button", name="Moves", exact=True).click()
    expect(page.locator("#legend")).to_contain_text("number of moves")
    assert "measure=count" in page.url


def test_an_empty_workspace_invites_to_import(opened: Opened, empty_address: str):
    page = opened(f"{empty_address}/process", until=".empty")
    page.get_by_role("link", name="Import a file").click()
    page.wait_for_selector("#drop-zone")
