"""Utilization in a real browser: the numbers of the indicator, by the formula that is chosen, plan beside actual."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.access import Viewer
from core.workspace import Workspace
from dashboards.people_page.asked import Staff, staff
from eventlog.reading import open_log
from figures.amounts import Unit
from figures.words import many
from metrics.cut import read_only
from tests.dashboards.conftest import Opened

Shot = Callable[[Page, str], None]


def told(firm: Workspace, formula: str = "", where: str = "") -> Staff:
    with open_log(firm, Viewer.owner()) as log:
        return staff(log, read_only(where), "", formula, "past")


@pytest.mark.parametrize("width", [390, 1440])
def test_it_tells_the_indicator_and_the_plan(
    opened: Opened, firm_address: str, firm: Workspace, shot: Shot, width: int
):
    found = told(firm)
    page = opened(f"{firm_address}/utilization", width, until=".js-plotly-plot")
    sentence = page.locator(".sentence").first
    expect(sentence).to_contain_text(f"{Unit('share').words(found.chosen.value)} of people's time")
    expect(sentence).to_contain_text(f"of {many(found.coming.people, 'person', 'people')}")
    for practice in found.loads.practices:
        expect(page.locator(".card", has_text="By practice")).to_contain_text(practice.practice)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"utilization-{width}")


def test_another_formula_is_another_number_with_its_steps(opened: Opened, firm_address: str, firm: Workspace):
    found = told(firm, "productive")
    assert found.steps[-1].value == found.chosen.value
    page = opened(f"{firm_address}/utilization", until=".card")
    page.locator(".card", has_text="By which formula").get_by_role("link", name="Choose").last.click()
    page.wait_for_url(re.compile("measure=productive"))
    expect(page.locator(".sentence").first).to_contain_text(Unit("share").words(found.chosen.value))
    added = next(step.amount for step in found.steps if step.amount > 0)
    expect(page.locator(".card", has_text="By which formula")).to_contain_text(f"+{added:,.0f}")


def test_planned_weeks_and_a_practice_are_chosen(opened: Opened, firm_address: str, firm: Workspace):
    page = opened(f"{firm_address}/utilization?practice=Technology", until=".card")
    people = told(firm, where="practice = Technology").coming.people
    expect(page.locator(".sentence").first).to_contain_text(f"of {people} people")
    page.get_by_role("link", name="Planned").click()
    page.wait_for_url(re.compile("show=coming"))
    expect(page.locator(".card", has_text="People by week")).to_contain_text("booked, of what can be worked")


def test_a_person_opens_to_the_sources(opened: Opened, firm_address: str):
    page = opened(f"{firm_address}/utilization", until=".card")
    page.get_by_role("link", name="Sources of").first.click()
    page.wait_for_selector("#lineage-drawn")


def test_names_are_hidden_by_role(firm: Workspace):
    """Practices of entities stand there instead, none of fewer people than the limit."""
    with open_log(firm, Viewer("m", frozenset(), may_see_names=False)) as log:
        found = staff(log, (), "", "", "past")
    assert found.loads.lines
    assert all(line.object_id is None and line.people >= found.limit for line in found.loads.lines)
    assert all(week.people == 0 or week.people >= found.limit for role in found.roles for week in role.weeks)


def test_an_empty_workspace_says_what_to_connect(opened: Opened, empty_address: str):
    page = opened(f"{empty_address}/utilization", until=".empty")
    expect(page.locator(".empty")).to_contain_text("connect the PSA and the HR system")
