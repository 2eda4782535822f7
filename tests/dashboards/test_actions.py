"""Actions and effects in a real browser: what waits and what it sends, answering, policies, changes, effects."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import insert, update

from actions.approvals.action import ActionState
from actions.approvals.deciding import Decision, decide
from actions.approvals.reading import action, actions
from actions.changes.change import ChangeState, changes
from actions.changes.controlling import Draft, propose
from actions.drafts.keeping import draft, keep
from actions.effect.measuring import effects
from actions.outbox.reading import body_of, deliveries, delivery, endpoints
from actions.outbox.tables import delivery_table, endpoint_table
from actions.policies.back_test import back_test
from actions.policies.catalogue import policy_named
from actions.policies.history import Silence
from actions.policies.looking import look
from actions.policies.silencing import silence
from core.access import Viewer
from core.state import State, open_state
from core.workspace import Workspace
from models.findings.reading import finding
from tests.actions.ready_firm import ASKING, HANDOFF, as_role, progress, ready, suspect, write_policy
from tests.dashboards.conftest import Opened
from tests.dashboards.test_accessibility import CHECKS
from tests.served_orders import Row, imported, serving
from tests.tabs import settle

Shot = Callable[[Page, str], None]
OWNER = Viewer.owner()
NOW, DAY = datetime.now(UTC), timedelta(days=1)
SLOW = '[throttle]\nmost = 3\nper = "1 d"\n'


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, rows: list[Row]) -> Workspace:
    """Of eight contracts some were acted on a month ago, some held out; three wait; a policy is to be changed."""
    workspace = imported(tmp_path_factory.mktemp("acted") / "firm", rows)
    with open_state(workspace) as state:
        ready(state)
        write_policy(state, more="hold_out = 0.4")
        write_policy(state, "second", parts=SLOW + ASKING)
        suspect(state, *range(1, 9), at=NOW - 40 * DAY)
        look(state, NOW - 39 * DAY)
        for each in actions(state, OWNER, (ActionState.WAITING,)):
            decide(state, as_role("approver"), "anna", each.number, Decision("approve"), NOW - 38.5 * DAY)
        suspect(state, 1, 5, at=NOW - 30 * DAY)
        suspect(state, 1, 5, 21, 22, 23, at=NOW - 2 * DAY)
        look(state, NOW - DAY)
        silence(state, OWNER, "anna", Silence(0, NOW, NOW + DAY, entity="leeds", reason="the office moves"))
        newer = (HANDOFF.replace("{more}", "hold_out = 0.4") + ASKING).replace("version = 1", "version = 2")
        keep(state, as_role("project_manager"), "mia", progress(), "orchestration", NOW)
        propose(state, as_role("controller"), "carl", Draft("policies/handoff.toml", newer, "as agreed"), NOW)
    return workspace


@pytest.fixture(scope="module")
def site(place: Workspace) -> Iterator[str]:
    with serving(place) as found:
        yield found


@pytest.fixture
def state(place: Workspace) -> Iterator[State]:
    with open_state(place) as opened:
        yield opened


def given_up(state: State) -> list[int]:
    """Three deliveries that were given up, for this reason."""
    with state.writing() as connection:
        numbers = [each.id for each in deliveries(connection)][:3]
        these = delivery_table.c.id.in_(numbers)
        connection.execute(
            update(delivery_table).where(these).values(state="dead", reason="HTTP 500", finished_at=NOW, replays=0)
        )
    return numbers


def sends(card: Locator) -> Any:
    """What a card says will be sent, unfolded."""
    card.get_by_text("What exactly will be sent").click()
    return json.loads(card.locator(".sends-body").inner_text())


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def says_what_was_found(table: Locator, state: State) -> None:
    """The first row of a table tells what its finding says."""
    row = table.get_by_role("row").nth(1)
    number = int((row.get_by_role("link").text_content() or "").removeprefix("F-"))
    expect(row).to_contain_text(finding(state, OWNER, number).suspicion.title)


@pytest.mark.parametrize("width", [390, 1440])
def test_it_says_how_many_wait_and_shows_what_each_sends(
    opened: Opened, site: str, state: State, shot: Shot, width: int
):
    waiting = actions(state, OWNER, (ActionState.WAITING,))
    page = opened(f"{site}/actions", width, until=".action-card")
    expect(page.locator(".sentence").first).to_contain_text(f"{len(waiting)} actions wait for an approval")
    expect(page.locator(".action-card")).to_have_count(len(waiting))
    first = page.locator(".action-card").first
    expect(first).to_contain_text("asks approver")
    # the reason and the answer come before what is sent, which is folded
    expect(first.get_by_role("button", name="Approve and send")).to_be_in_viewport(ratio=1)
    expect(first.locator(".sends-body")).to_be_hidden()
    told = sends(first)
    assert told["type"] == "tracework.action.approved"
    assert told["data"]["findings"][0]["subject_id"].startswith("crm:C-")
    says_what_was_found(first.get_by_role("table", name="The findings it is about"), state)
    assert fits(page)
    shot(page, f"actions-{width}")


@pytest.mark.parametrize("view", ["?show=done", "?show=drafts", "?show=policies&policy=handoff", "?show=changes"])
@pytest.mark.parametrize("width", [390, 1440])
def test_every_view_fits(opened: Opened, site: str, shot: Shot, width: int, view: str):
    page = opened(f"{site}/actions{view}", width, until=".card")
    assert fits(page)
    shot(page, f"actions-{view.strip('?').split('&')[0].removeprefix('show=')}-{width}")


def test_on_a_phone_it_stands_under_decide_and_second_lines_lie_below(opened: Opened, site: str):
    page = opened(f"{site}/actions?show=done", 390, until=".card")
    expect(page.locator(".bottom-tabs [aria-current]")).to_contain_text("Decide")
    cell = page.locator(".table td:has(> .second)").first
    main, second = (cell.locator(f"> :nth-child({place})").bounding_box() for place in (1, 2))
    assert main is not None
    assert second is not None
    assert second["y"] >= main["y"] + main["height"] - 1
    assert main["width"] > 150


def test_text_can_be_read_and_every_control_has_a_name(opened: Opened, site: str):
    page = None
    for path in (
        "/actions",
        *(f"/actions?show={view}" for view in ("done", "drafts", "policies", "changes")),
        "/effects",
    ):
        page = opened(site + path, until=".card", over=page)
        page.evaluate(CHECKS)
        assert page.evaluate("checks.nameless()") == [], path
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            settle(page)
            assert not page.evaluate("checks.faint()"), (path, scheme)


def test_policies_show_how_they_stand_and_their_back_test(opened: Opened, site: str, state: State):
    page = opened(f"{site}/actions?show=policies", until=".model-card")
    expect(page.locator(".model-card")).to_have_count(2)
    expect(page.locator(".card", has_text="Silences")).to_contain_text("the office moves")
    conflicts = page.locator(".card", has_text="Conflicts").first
    expect(conflicts).to_contain_text("handoff is first by name")
    says_what_was_found(conflicts.get_by_role("table"), state)
    page.locator('.try-it[href$="policy=handoff"]').click()
    tried = back_test(state, policy_named(state.workspace, "handoff"))
    assert len(tried.sent) > 3
    expect(page.locator(".card", has_text="tried on the past")).to_contain_text(tried.sentence)


def test_effects_are_those_that_are_measured(opened: Opened, site: str, state: State, shot: Shot):
    (effect,) = [each for each in effects(state, OWNER) if each.policy == "handoff"]
    assert (effect.how, effect.difference is not None) == ("lot", True)
    for width in (390, 1440):
        page = opened(f"{site}/effects", width, until=".model-card")
        expect(page.locator(".model-card", has_text="handoff")).to_contain_text(effect.sentence)
        page.wait_for_selector(".interval svg")
        assert fits(page)
        shot(page, f"effects-{width}")


def test_approving_asks_once_more_and_sends_what_was_shown(opened: Opened, site: str, state: State):
    page = opened(f"{site}/actions", until=".action-card")
    card = page.locator(".action-card").first
    number = card.locator(".finding-about .mono").inner_text().removeprefix("A-")
    shown = sends(card)
    page.keyboard.press("a")
    page.get_by_role("dialog").get_by_role("button", name="Approve and send").click()
    expect(page.locator(f'[data-action="A-{number}"]')).to_have_count(0)
    done = action(state, OWNER, int(number))
    assert done.state is ActionState.APPROVED
    with state.reading() as connection:
        (delivery,) = deliveries(connection, message_id=done.message)
        sent = json.loads(body_of(connection, delivery.id)[1])
    assert {**sent, "id": "", "time": ""} == {**shown, "id": "", "time": ""}


def test_refusing_needs_a_reason_and_is_shown(opened: Opened, site: str, state: State):
    page = opened(f"{site}/actions", until=".action-card")
    card = page.locator(".action-card").last
    number = card.locator(".finding-about .mono").inner_text().removeprefix("A-")
    card.get_by_role("button", name="Refuse").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Refuse").click()
    expect(dialog).to_be_visible()
    dialog.get_by_label("A note").fill("we know of it")
    dialog.get_by_role("button", name="Refuse").click()
    expect(page.locator(f'[data-action="A-{number}"]')).to_have_count(0)
    assert action(state, OWNER, int(number)).words == "we know of it"
    page = opened(f"{site}/actions?action={number}", until=".action-card")
    expect(page.locator(".action-card")).to_contain_text("we know of it")
    page.get_by_role("link", name="F-").first.click()
    page.wait_for_selector("#finding-title")


def test_a_change_is_shown_as_a_difference_and_applied_when_approved(opened: Opened, site: str, state: State):
    page = opened(f"{site}/actions?show=changes", until=".diff")
    expect(page.locator(".sentence").first).to_contain_text("1 change waits for its owner.")
    expect(page.locator(".diff-in").first).to_contain_text("version = 2")
    page.get_by_role("button", name="Approve and apply").click()
    page.get_by_role("dialog").get_by_role("button", name="Approve and apply").click()
    expect(page.locator(".card", has_text="History")).to_contain_text("Applied")
    assert changes(state)[0].state is ChangeState.APPLIED
    assert policy_named(state.workspace, "handoff").version == 2


def test_a_draft_shows_its_numbers_and_leaves_when_approved(opened: Opened, site: str, state: State):
    page = opened(f"{site}/actions?show=drafts", until=".draft-text")
    expect(page.locator(".draft-text")).to_contain_text("2 [1] of 5 [2] milestones are reached.")
    expect(page.locator(".table").first).to_contain_text("milestones in all")
    page.get_by_role("button", name="Approve and send").click()
    page.get_by_role("dialog").get_by_role("button", name="Approve and send").click()
    decided = page.locator(".card", has_text="Decided")
    # nobody answers at its channel: it is approved and has not arrived
    expect(decided).to_contain_text("Approved, on its way")
    decided.get_by_text("Text").click()
    expect(decided.locator(".sends-text")).to_contain_text("[1] milestones reached: 2")
    done = draft(state, OWNER, 1)
    with state.reading() as connection:
        assert [each.title for each in deliveries(connection, message_id=done.message)] == [done.title]


def test_what_is_not_there_or_wrong_is_said(opened: Opened, site: str, state: State, place: Workspace):
    page = opened(f"{site}/actions?action=999", until=".problem")
    expect(page.locator(".problem")).to_contain_text("There is no action A-999")
    broken = place.root / "policies" / "broken.toml"
    broken.write_text("title = 3")
    page = opened(f"{site}/actions?show=policies", until=".problem")
    expect(page.locator(".problem")).to_contain_text("policies/broken.toml")
    broken.unlink()


def test_a_policy_with_mistakes_is_told_beside_the_others(opened: Opened, site: str, place: Workspace):
    broken = place.root / "policies" / "broken.toml"
    broken.write_text("title = 3")
    page = opened(f"{site}/actions?show=policies", until=".problem")
    expect(page.locator(".problem")).to_contain_text("line 1, title")
    expect(page.locator(".model-card")).to_have_count(2)
    expect(page.locator(".sentence").first).to_contain_text("1 policy left out")
    broken.unlink()


def test_dead_letters_are_sent_again_one_or_those_of_some_days(opened: Opened, site: str, state: State, shot: Shot):
    dead = given_up(state)
    for width in (390, 1440):
        page = opened(f"{site}/actions?show=done", width, until=".dead-letters")
        assert fits(page)
        shot(page, f"dead-letters-{width}")
    expect(page.locator(".dead-letters")).to_contain_text("HTTP 500")
    page.locator(f'[data-replay="{dead[0]}"]').click()
    page.get_by_role("dialog").get_by_role("button", name="Send again").click()
    expect(page.locator(f'[data-replay="{dead[0]}"]')).to_have_count(0)
    page.get_by_role("button", name="Send several again").click()
    page.get_by_role("dialog").get_by_role("button", name="Send again").click()
    for number in dead:
        expect(page.locator(f'[data-replay="{number}"]')).to_have_count(0)
    with state.reading() as connection:
        again = [delivery(connection, number) for number in dead]
    assert [(each.state != "dead", each.replays) for each in again] == [(True, 1)] * 3


def test_a_disabled_channel_is_told_and_enabled(opened: Opened, site: str, state: State):
    with state.writing() as connection:
        gone = {"channel": "pager", "disabled": "It answered 410 Gone.", "failures": 1, "changed_at": NOW}
        connection.execute(insert(endpoint_table).values(**gone))
    page = opened(f"{site}/actions?show=done", until=".channel-closed")
    expect(page.locator(".channel-closed")).to_contain_text("It answered 410 Gone.")
    page.get_by_role("button", name="Send there again").click()
    page.get_by_role("dialog").get_by_role("button", name="Send there again").click()
    expect(page.locator(".channel-closed")).to_have_count(0)
    with state.reading() as connection:
        assert "pager" not in [each.channel for each in endpoints(connection)]


def test_an_empty_workspace_says_what_to_do(opened: Opened, empty_address: str):
    page = opened(f"{empty_address}/actions", until=".empty")
    expect(page.locator(".empty")).to_contain_text("tracework detect")
    page = opened(f"{empty_address}/effects", until=".empty")
    expect(page.locator(".empty")).to_contain_text("Take over a policy")
