"""What came of a trial on the card of a change: a sentence, tables that open, also with long names on a phone."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from actions.changes.change import changes
from actions.changes.controlling import Draft, propose
from actions.changes.tables import change_table
from actions.changes.trials.trial import Row, Table, Trial, not_tried
from core import jobs
from core.state import open_state
from core.workspace import Workspace
from tests.actions.made_findings import NOON
from tests.actions.ready_firm import as_role
from tests.dashboards.conftest import Opened
from tests.dashboards.test_accessibility import CHECKS
from tests.dashboards.test_actions import fits
from tests.served_orders import Row as OrderRow
from tests.served_orders import imported, serving
from tests.tabs import settle

LONG = "a very long name that nobody would give to anything but somebody will " * 4
MANY = Table(
    f"By month, and {LONG}",
    ("month", "found as it holds", "found as proposed", "come", "go", "money as it holds", "money as proposed"),
    [Row((f"2025-{month % 12 + 1:02}", 1_234_567, 0, 0, 1_234_567, "€12,345,678", "–")) for month in range(60)],
)
NAMED = Table(
    "Found by the proposed one only",
    ("what", "which", "since", "entity", "money"),
    [Row(("Expense report", LONG + "x" * 80, "2025-04-01", "munich", "€1,000"), thing="crm:<b>1</b>")],
)
NOTED = Trial(f"It finds 3 things: {LONG}.", (MANY, NAMED), 7, note="As it holds it cannot be run.")
SAME = Trial("Nothing of it changes.", (Table("The process", ("what", "now"), [Row(("cases", 3))]),), 7)
TRIALS = {
    "noted": NOTED.as_json(NOON), "same": SAME.as_json(NOON), "failed": not_tried(f"DuckDB says: {'y' * 300}", NOON),
    "untried": None,
}  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, rows: list[OrderRow]) -> Workspace:
    """Four changes wait, of which three were tried."""
    workspace = imported(tmp_path_factory.mktemp("trials") / "firm", rows)
    with open_state(workspace) as state:
        for name, trial in TRIALS.items():
            draft = Draft(f"processes/{name}.toml", f'title = "{name}"\nobject_type = "order"\n', "as agreed")
            number = propose(state, as_role("controller"), "carl", draft, NOON).number
            with state.writing() as connection:
                connection.execute(update(change_table).where(change_table.c.number == number).values(trial=trial))
    return workspace


@pytest.fixture(scope="module")
def site(place: Workspace) -> Iterator[str]:
    with serving(place) as found:
        yield found


@pytest.mark.parametrize("width", [390, 1440])
def test_each_is_told_and_its_tables_open(opened: Opened, site: str, shot: Callable[[Page, str], None], width: int):
    page = opened(f"{site}/actions?show=changes", width, until=".trial")
    cards = {name: page.locator(".action-card", has_text=f"processes/{name}.toml") for name in TRIALS}
    expect(cards["noted"]).to_contain_text("Tried on the past: It finds 3 things")
    expect(cards["noted"]).to_contain_text("As it holds it cannot be run.")
    expect(cards["same"]).to_contain_text("Tried on generation 7, ")
    expect(cards["failed"]).to_contain_text("Not tried. DuckDB says")
    expect(cards["untried"]).to_contain_text("Not tried on the past yet.")
    assert fits(page)
    for summary in cards["noted"].locator(".trial summary").all():
        summary.click()
    expect(cards["noted"].locator(".trial tbody tr")).to_have_count(24 + 1)
    expect(cards["noted"]).to_contain_text("and 36 more")
    expect(cards["noted"].locator(".trial tbody tr").last).to_contain_text("Munich")
    expect(cards["same"].locator(".trial td").first).to_have_text("Cases")
    link = cards["noted"].locator(".trial a")
    expect(link).to_have_attribute("href", "/health?record=crm%3A%3Cb%3E1%3C%2Fb%3E#lineage-room")
    assert fits(page)
    if width == 390:
        # a table that is wider may be moved on a wide page; on a phone its cells stand below each other
        outside = "(cell) => cell.getBoundingClientRect().right > innerWidth"
        assert page.evaluate(f"[...document.querySelectorAll('.trial td')].filter({outside}).length") == 0
    shot(page, f"trials-{width}")
    page.evaluate(CHECKS)
    settle(page)
    assert page.evaluate("checks.nameless()") == []
    assert not page.evaluate("checks.faint()")


def test_it_can_be_tried_from_the_page(opened: Opened, site: str):
    page = opened(f"{site}/actions?show=changes", until=".trial")
    card = page.locator(".action-card", has_text="processes/untried.toml")
    card.get_by_role("button", name="Try it on the past").click()
    expect(card).to_contain_text("There is none yet. It would have", timeout=60_000)
    expect(card.get_by_role("button", name="Try it again")).to_be_visible()


def test_a_trial_whose_job_died_is_told_and_offered_again(opened: Opened, site: str, place: Workspace):
    """One is under way as long as its job lives; the page sees that it is over."""
    with open_state(place) as state:
        number = next(each.number for each in changes(state) if each.path == "processes/same.toml")
        waits = [sys.executable, "-c", "import time; time.sleep(300)"]
        job = jobs.start(state, waits, f"Try C-{number} on the past", "trial")
        page = opened(f"{site}/actions?show=changes", until=".trial")
        card = page.locator(".action-card", has_text="processes/same.toml")
        expect(card).to_contain_text("It is being tried now.")
        expect(card.get_by_role("button", name="Try it")).to_have_count(0)
        assert job.pid is not None
        os.kill(job.pid, signal.SIGKILL)
        expect(card).to_contain_text("The last trial ended without an answer. It ended without saying why.")
        expect(card).to_contain_text("Nothing of it changes.")
    card.get_by_role("button", name="Try it again").click()
    expect(card).to_contain_text("There is none yet. It would have", timeout=60_000)
    expect(card).not_to_contain_text("without an answer")
