"""The review queue in a real browser: in the order of the queue, verdicts by key and on a phone, names by role."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from actions.approvals.action import ActionState
from actions.approvals.reading import actions
from core.access import Viewer
from core.settings import firm_settings
from core.state import open_state
from core.workspace import Workspace, open_workspace
from eventlog.reading import open_log
from models.detecting import detect
from models.findings.finding import Finding
from models.findings.queue import queue
from models.findings.reading import FindingState as State
from models.findings.reading import Wanted, findings
from tests.dashboards.conftest import Opened
from tests.kept_firms import kept_firm
from tests.models.findings.suspected import raised, suspicion
from tests.served_orders import serving
from tracework.demo import PretendFirm

Shot = Callable[[Page, str], None]
OWNER = Viewer.owner()


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The pretend firm with the exceptions of its rules as findings, and one made by hand."""
    workspace = open_workspace(kept_firm(PretendFirm(people=60, months=8), tmp_path_factory.mktemp("review") / "firm"))
    with open_state(workspace) as state, open_log(workspace, OWNER) as log:
        detect(state, log, ["rule_exception"])
        project = log.database.value("select object_id from fact.thing where type = 'project' order by 1 limit 1")
        raised(state, suspicion(project, 0.9, "It wrote 41 h, usually 8 h", "It is new", money=2_000_000.0))
    return workspace


@pytest.fixture(scope="module")
def at(reviewed: Workspace) -> Iterator[str]:
    with serving(reviewed) as address:
        yield address


def ordered(workspace: Workspace) -> list[Finding]:
    with open_state(workspace) as state:
        there = findings(state, OWNER, Wanted([State.OPEN]))
        return list(queue(there, firm_settings(workspace).review).all)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_queue_is_in_the_order_of_money_times_chance(
    opened: Opened, at: str, reviewed: Workspace, shot: Shot, width: int
):
    there = ordered(reviewed)
    page = opened(f"{at}/findings", width, until=".queue")
    expect(page.locator(".queue-answer")).to_contain_text(f"{len(there)} to review")
    links = page.locator(".queue-item").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    assert links == [f"/findings?pick={each.id}" for each in there]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"findings-{width}")


def test_a_finding_says_what_it_is_worth_and_why(opened: Opened, at: str, reviewed: Workspace):
    first = ordered(reviewed)[0]
    page = opened(f"{at}/findings?pick={first.id}", until=".finding")
    expect(page.locator(".worth-line")).to_contain_text("£2,000,000")
    expect(page.locator(".worth-line")).to_contain_text("≈ £1,800,000")
    expect(page.locator(".why-line").first).to_contain_text("It wrote 41 h, usually 8 h")
    expect(page.locator(".why-line").first).to_contain_text("+40 pts")
    page.locator(".finding .table a").first.click()
    page.wait_for_selector("#lineage-drawn")


def test_verdicts_by_key_and_undone(opened: Opened, at: str, reviewed: Workspace):
    first, second, third, *_ = ordered(reviewed)
    page = opened(f"{at}/findings", until=".finding")
    page.keyboard.press("d")
    page.get_by_role("radio").nth(2).check()
    page.get_by_role("button", name="Dismiss", exact=True).click()
    expect(page.locator(".finding-about .mono")).to_have_text(second.id)
    expect(page.locator("#undo-bar")).to_contain_text(f"{first.id} is dismissed")
    assert ordered(reviewed)[0].number == second.number
    page.keyboard.press("u")
    expect(page.locator(".finding-about .mono")).to_have_text(first.id)
    assert ordered(reviewed)[0].number == first.number
    page.keyboard.press("j")
    expect(page.locator(".finding-about .mono")).to_have_text(second.id)
    page.keyboard.press("k")
    expect(page.locator(".finding-about .mono")).to_have_text(first.id)
    # faster than the page is read
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".finding-about .mono")).to_have_text(third.id)
    page.keyboard.press("k")
    page.keyboard.press("k")
    expect(page.locator(".finding-about .mono")).to_have_text(first.id)
    page.keyboard.press("c")
    expect(page.locator(".finding-about .mono")).to_have_text(second.id)
    page.keyboard.press("u")
    expect(page.locator(".finding-about .mono")).to_have_text(first.id)


def test_on_a_phone_a_finding_opens_from_the_list_and_is_snoozed(
    opened: Opened, at: str, reviewed: Workspace, shot: Shot
):
    first = ordered(reviewed)[0]
    page = opened(f"{at}/findings", 390, until=".queue")
    expect(page.locator(".finding")).to_be_hidden()
    page.locator(".queue-item").first.click()
    expect(page.locator(".finding")).to_be_visible()
    expect(page.locator(".queue")).to_be_hidden()
    sizes = page.locator(".verdicts .button:visible").evaluate_all("all => all.map(each => each.offsetHeight)")
    assert min(sizes) >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, "finding-390")
    page.get_by_role("button", name="Snooze").click()
    page.get_by_role("dialog").get_by_role("button", name="Snooze").click()
    expect(page.locator("#undo-bar")).to_contain_text("is snoozed to")
    assert ordered(reviewed)[0].number != first.number
    snoozed = opened(f"{at}/findings?show=snoozed", 390, until=".queue")
    expect(snoozed.locator(".queue-item .queue-line").first).to_contain_text("Snoozed to")
    page.locator("#undo-bar button").click()
    expect(page.locator("#undo-bar")).to_have_count(0)
    assert ordered(reviewed)[0].number == first.number


def test_what_waits_is_counted_in_the_navigation(opened: Opened, at: str, reviewed: Workspace):
    page = opened(f"{at}/findings", until=".queue")
    there = len(ordered(reviewed))
    assert there < 1000
    expect(page.locator('.side [data-place="/findings"] .waits')).to_have_text(str(there))
    page.keyboard.press("c")
    expect(page.locator('.side [data-place="/findings"] .waits')).to_have_text(str(there - 1))
    page.keyboard.press("u")
    expect(page.locator('.side [data-place="/findings"] .waits')).to_have_text(str(there))


def test_what_a_finding_suggests_is_proposed_and_waits_for_another(
    opened: Opened, at: str, reviewed: Workspace, shot: Shot
):
    second = ordered(reviewed)[1]
    page = opened(f"{at}/findings?pick={second.id}", until=".finding")
    expect(page.locator(".suggestion")).to_contain_text("No channel of firm.toml takes what is approved")
    settings = reviewed.settings_file.read_text()
    flows = '[channels.flows]\nkind = "webhook"\nurl = "https://flows.example"\nkeys = { file = "key" }\n'
    chat = '[channels.chat]\nkind = "webhook"\nurl = "https://chat.example"\nkeys = { file = "key" }\n'
    reviewed.settings_file.write_text(f"{settings}\n{flows}{chat}")
    page = opened(f"{at}/findings?pick={second.id}", until="#finding-propose")
    page.keyboard.press("p")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("flows").check()
    dialog.get_by_label("What to say with it").fill("as we said on Monday")
    shot(page, "finding-propose-1440")
    dialog.get_by_role("button", name="Propose").click()
    expect(page.locator(".suggestion")).to_contain_text("waits for approval of the approver")
    with open_state(reviewed) as state:
        (made,) = actions(state, OWNER, [ActionState.WAITING])
    told = second.suspicion.suggestion
    assert (made.action, made.channel, made.instruction) == (told.action, "flows", "as we said on Monday")
    assert [each.finding for each in made.about] == [second.number]
    # nobody approves their own
    expect(page.locator("#finding-approve")).to_contain_text("Look at it")
    expect(page.locator('.side [data-place="/actions"] .waits')).to_have_text("")
    reviewed.settings_file.write_text(settings)


def test_narrowing_keeps_to_one_kind(opened: Opened, at: str, reviewed: Workspace):
    kind = ordered(reviewed)[-1].kind
    page = opened(f"{at}/findings?kind={kind}", until=".queue")
    assert page.locator(".queue-item").count() == len([each for each in ordered(reviewed) if each.kind == kind])
    page = opened(f"{at}/findings?show=decided", until=".queue-nothing")
    expect(page.locator(".queue-nothing")).to_contain_text("Nobody has given a verdict yet")


def test_the_models_say_how_good_they_are(opened: Opened, at: str, shot: Shot):
    page = opened(f"{at}/models", until=".model-card")
    expect(page.locator("#rule_exception")).to_contain_text("Beats the guess")
    expect(page.locator("#rule_exception")).to_contain_text("Learnt from")
    expect(page.locator(".sentence").first).to_contain_text("1 of 1 measured model")
    shot(page, "models-1440")


@pytest.mark.parametrize("width", [390, 1440])
def test_the_overview_says_what_needs_a_decision(opened: Opened, at: str, reviewed: Workspace, shot: Shot, width: int):
    first = ordered(reviewed)[0]
    page = opened(f"{at}/", width, until=".decisions-card")
    assert page.locator(".decision").first.get_attribute("href") == f"/findings?pick={first.id}"
    expect(page.locator(".decisions-foot")).to_contain_text(f"All findings {len(ordered(reviewed))}")
    assert page.locator(".question-card").count() == 4
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"overview-decisions-{width}")


@pytest.mark.parametrize(("path", "words"), [("/findings", "tracework detect"), ("/models", "No model has learnt")])
def test_an_empty_workspace_says_what_to_do(opened: Opened, empty_address: str, path: str, words: str):
    page = opened(f"{empty_address}{path}", until=".sentence")
    expect(page.locator(".sentence").first).to_contain_text(words)


def test_before_the_detectors_looked_one_can_have_them_look(opened: Opened, address: str):
    page = opened(f"{address}/findings", until=".queue-nothing")
    expect(page.get_by_role("button", name="Look now")).to_be_visible()
