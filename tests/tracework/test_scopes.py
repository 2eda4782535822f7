"""Every address of the API and every page, walked by people who see one of two entities: nothing of the other shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser

from core import registry
from core.workspace import Workspace
from dashboards.app import PAGES
from tests.served_orders import serving
from tests.tabs import answered, counting
from tests.tracework.people import PASSWORD, bearing, with_accounts
from tests.two_entities import MARKS, ORDERS, STRAY, imported, rows

COUNTS = ("cases", "events", "count", "records", "n", "total", "distinct_values")
SEES = {"munich": "munich", "leeds": "leeds"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return imported(tmp_path_factory.mktemp("walk"))


@pytest.fixture(scope="module")
def keys(workspace: Workspace) -> dict[str, str]:
    return with_accounts(workspace)


@pytest.fixture(scope="module")
def address(workspace: Workspace, keys: dict[str, str]) -> Iterator[str]:
    with serving(workspace) as found:
        yield found


@pytest.fixture(scope="module")
def web(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60) as client:
        yield client


def foreign_to(name: str) -> list[str]:
    """What must show nowhere for who sees this entity."""
    other = next(entity for entity in MARKS if entity != SEES[name])
    return [MARKS[other], STRAY, f'"{other}"']


def counts(told: Any) -> set[int]:
    """Every number of an answer that counts something."""
    if isinstance(told, dict):
        own = {value for name, value in told.items() if name in COUNTS and isinstance(value, int)}
        return own.union(*map(counts, told.values()))
    return set().union(*map(counts, told)) if isinstance(told, list) else set()


def counts_of_all() -> set[int]:
    """Counts that only who sees more than one entity can know."""
    cases, events = (
        Counter(row[4] for row in {row[0]: row for row in rows()}.values()),
        Counter(row[4] for row in rows()),
    )
    return {sum(found.values()) - less for found in (cases, events) for less in (0, found[""])}


def addresses(web: httpx.Client, key: str) -> list[str]:
    """Every address that is read, with whatever may stand in its place-holders, also what is of the other entity."""
    paths = web.get("/api/v1/openapi.json", headers=bearing(key)).json()["paths"]
    values = {
        "process": ["orders"],
        "case_id": [f"{mark}-001" for mark in (*MARKS.values(), STRAY)] + [f"{mark}-999" for mark in MARKS.values()],
        "number": ["1"],
        "source": ["orders"],
        "run": ["000001"],
        "stream": ["rows"],
        "row": ["0", "150", "160"],
        "upload": ["0123456789abcdef"],
    }
    found = []
    for path, methods in paths.items():
        if "get" not in methods:
            continue
        names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
        choices = [values.get(name, ["orders"]) for name in names]
        found += [
            "/".join(
                dict(zip(names, chosen, strict=True)).get(part[1:-1], part) if part.startswith("{") else part
                for part in path.split("/")
            )
            for chosen in product(*choices)
        ]
    return found


@pytest.mark.parametrize("name", SEES)
def test_no_address_of_the_api_tells_of_the_other_entity(web: httpx.Client, keys: dict[str, str], name: str):
    walked = 0
    for path in addresses(web, keys[name]):
        for query in ("", "?where=case.entity in (munich, leeds)", "?limit=1000&top=1000&sort=case"):
            answer = web.get(path + query, headers=bearing(keys[name]))
            assert answer.status_code < 500, path
            told = answer.text
            # what one asked for oneself is said back
            for asked in (path.rsplit("/", 1)[-1], query):
                told = told.replace(asked, "") if asked else told
            for value in foreign_to(name)[: None if answer.status_code == 200 else 2]:
                assert value not in told, f"{path}{query} tells {value}: {told[:400]}"
            if answer.status_code == 200:
                assert counts(answer.json()).isdisjoint(counts_of_all()), f"{path}{query}"
            walked += 1
    assert walked > 30


@pytest.mark.parametrize("name", SEES)
def test_each_sees_their_own(web: httpx.Client, keys: dict[str, str], name: str):
    (process,) = web.get("/api/v1/processes", headers=bearing(keys[name])).json()
    assert process["cases"] == ORDERS[SEES[name]]
    cases = web.get("/api/v1/processes/orders/cases?limit=1000", headers=bearing(keys[name])).json()
    assert {case["attributes"]["entity"] for case in cases["page"]} == {SEES[name]}
    own = web.get(f"/api/v1/processes/orders/cases/{MARKS[SEES[name]]}-001", headers=bearing(keys[name]))
    assert own.status_code == 200
    other = MARKS["leeds" if SEES[name] == "munich" else "munich"]
    assert web.get(f"/api/v1/processes/orders/cases/{other}-001", headers=bearing(keys[name])).status_code == 404


def test_one_who_sees_all_sees_all_and_no_answer_is_shared(web: httpx.Client, keys: dict[str, str]):
    """Asked in turns, so that an answer that is remembered would be given to the wrong one."""
    for _ in range(2):
        for name, cases in (("everywhere", sum(ORDERS.values()) + 1), ("munich", 14), ("nameless", 38), ("leeds", 23)):
            found = web.get("/api/v1/processes/orders/map", headers=bearing(keys[name])).json()
            assert found["cases"] == cases


def test_names_are_pseudonyms_for_who_may_not_see_them(web: httpx.Client, keys: dict[str, str]):
    path = f"/api/v1/processes/orders/cases/{MARKS['munich']}-001"
    shown = web.get(path, headers=bearing(keys["everywhere"])).text
    hidden = web.get(path, headers=bearing(keys["nameless"])).text
    assert "Clerk" in shown
    assert "Clerk" not in hidden
    assert "Person " in hidden
    for path in addresses(web, keys["nameless"]):
        told = web.get(path, headers=bearing(keys["nameless"])).text
        assert " Clerk" not in told, path


def test_no_page_tells_of_the_other_entity(browser: Browser, address: str, web: httpx.Client):
    """In a real browser, with whatever the pages ask for by themselves; also pages that are sent by a colleague."""
    modules = [registry.module(PAGES, name) for name in registry.found(PAGES)]
    other = MARKS["leeds"]
    queries = ["", f"?process=orders&tab=cases&cases=all&case={other}-001", "?process=orders&tab=variants",
               "?process=orders&tab=bottlenecks", "?process=orders&where=case.entity+%3D+leeds", f"?record={other}-001",
               "?record=orders/000001/rows/150"]  # fmt: skip
    context = counting(browser.new_context(viewport={"width": 1440, "height": 900}))
    page = context.new_page()
    heard: list[str] = []
    page.on("response", lambda answer: heard.append(answer.url))
    page.goto(f"{address}/sign-in")
    page.fill("[name=name]", "munich")
    page.fill("[name=password]", PASSWORD)
    page.click("button")
    page.wait_for_selector("#page h1")
    assert "Project manager, munich" in page.inner_text(".who summary")
    for module in modules:
        for query in queries if module.PATH in ("/process", "/health") else queries[:1]:
            page.goto(f"{address}{module.PATH}{query}")
            # a page that has nothing to say of such a log may say so in the frame
            page.wait_for_selector("#page h1, #trouble:not([hidden])")
            answered(page)
            told = page.content().replace(f"{other}-001", "")
            for value in (other, STRAY, MARKS["leeds"]):
                assert value not in told, f"{module.PATH}{query}"
    page.goto(f"{address}/audit")
    page.wait_for_selector("#page h1")
    assert "Not allowed" in page.inner_text("#page")
    assert page.query_selector("[data-place='/audit']") is None
    assert any("_dash-update-component" in url for url in heard)
    context.close()
