"""Actions over HTTP and by command line: what waits, who may answer; policies tried, changed, silenced; effects."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import Result
from sqlalchemy import text
from typer.testing import CliRunner

from actions.changes.definitions import shipped_text
from actions.drafts.keeping import keep
from actions.outbox.reading import deliveries
from actions.policies.catalogue import template_text
from actions.policies.looking import look
from core.state import State, open_state
from core.workspace import Workspace, create_workspace
from tests.actions.ready_firm import ASKING, HANDOFF, as_role, progress, ready, suspect, write_policy
from tests.served_orders import serving
from tests.tracework.command_line import tracework
from tests.tracework.people import bearing, with_accounts
from tests.two_entities import imported
from tracework.commands import doctor_command
from tracework.commands.act_command import app

NOW = datetime.now(UTC)
TEXT = HANDOFF.replace("{more}", "") + ASKING


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A-1 and A-2 wait: on a contract of Munich, and one of Leeds."""
    place = imported(tmp_path_factory.mktemp("acts"))
    with open_state(place) as state:
        write_policy(ready(state))
        suspect(state, 1, at=NOW - timedelta(days=3))
        look(state, NOW - timedelta(hours=2))
        suspect(state, 1, 2, at=NOW - timedelta(days=2), entities={2: "leeds"})
        look(state, NOW - timedelta(hours=1))
    return place


@pytest.fixture(scope="module")
def keys(workspace: Workspace) -> dict[str, str]:
    return with_accounts(workspace)


@pytest.fixture(scope="module")
def address(workspace: Workspace, keys: dict[str, str]) -> Iterator[str]:
    with serving(workspace) as found:
        yield found


@pytest.fixture
def state(workspace: Workspace) -> Iterator[State]:
    with open_state(workspace) as opened:
        yield opened


@pytest.fixture
def ask(address: str, keys: dict[str, str]) -> Iterator[object]:
    """Ask as somebody: `ask("munich", "GET", "/actions")`."""
    with httpx.Client(base_url=address, timeout=30) as client:
        yield lambda who, method, address, /, **body: client.request(
            method, f"/api/v1{address}", headers=bearing(keys[who]), **({"json": body} if body else {})
        )


def test_each_sees_what_waits_in_their_entity(ask):
    for name, seen in (("munich", ["A-1"]), ("leeds", ["A-2"]), ("approver", ["A-2", "A-1"])):
        assert [each["id"] for each in ask(name, "GET", "/actions").json()] == seen
    assert ask("leeds", "GET", "/actions/1").status_code == 404
    waiting = ask("approver", "GET", "/actions/1").json()
    assert (waiting["state"], waiting["may_decide"], waiting["about"][0]["finding"]) == ("waiting", True, "F-1")
    assert waiting["content"]["type"] == "tracework.action.approved"
    assert not ask("process_owner", "GET", "/actions/1").json()["may_decide"]


def test_who_sees_no_names_gets_none(ask, state: State):
    with state.writing() as connection:
        connection.execute(text('update finding set named = \'{"Contract 1": "Person 7"}\' where number = 1'))
    shown = ask("nameless", "GET", "/actions/1").json()
    assert "Person 7 has no project" in shown["title"]
    assert "Contract 1" not in str(shown)


def test_an_answer_needs_the_role_and_is_given_once(ask, state: State):
    for name in ("nameless", "feeds", "auditor"):
        assert ask(name, "POST", "/actions/1/answer", answer="approve").status_code == 403
    refused = ask("process_owner", "POST", "/actions/1/answer", answer="approve")
    assert (refused.status_code, "A-1 asks approver" in refused.json()["detail"]) == (403, True)
    assert ask("approver", "POST", "/actions/1/answer", answer="perhaps").status_code == 400
    done = ask("approver", "POST", "/actions/1/answer", answer="approve", note="go")
    assert (done.status_code, done.json()["state"], done.json()["answers"][0]["who"]) == (200, "approved", "approver")
    assert ask("approver", "POST", "/actions/1/answer", answer="approve").status_code == 400
    with state.reading() as connection:
        assert [each.message_id for each in deliveries(connection, channel="orchestration")] == [done.json()["message"]]


def test_a_person_proposes_and_another_approves(ask):
    made = ask("everywhere", "POST", "/findings/F-2/action", action="look_at_case", channel="orchestration", note="now")
    assert (made.status_code, made.json()["proposed_by"]) == (201, "everywhere")
    name = made.json()["id"]
    assert (
        ask("approver", "POST", f"/actions/{name}/answer", answer="refuse", note="too early").json()["state"]
        == "refused"
    )
    assert (
        ask("munich", "POST", "/findings/F-2/action", action="look_at_case", channel="orchestration").status_code == 404
    )
    again = ask("everywhere", "POST", "/findings/F-2/action")
    assert "would do the same about F-2" in again.json()["detail"]
    wrong = ask("everywhere", "POST", "/findings/F-2/action", action="look_at_case", channel="pigeon")
    assert (wrong.status_code, "no channel pigeon" in wrong.json()["detail"]) == (404, True)


def test_policies_are_told_tried_and_changed(ask, workspace: Workspace):
    told = ask("munich", "GET", "/policies").json()
    assert told["left_out"] == []
    assert [each["name"] for each in told["policies"]] == ["handoff"]
    assert told["policies"][0]["approval"]["expires_after"] == "2 d"
    assert told["policies"][0]["caution"] is None
    assert len(told["templates"]) >= 4
    tried = ask("process_owner", "GET", "/policies/handoff/back-test").json()
    assert (tried["actions"], tried["confirmed_share"]) == (2, None)
    assert ask("munich", "GET", "/policies/handoff/back-test").status_code == 403
    assert ask("process_owner", "POST", "/policies/back-test", name="other", text=TEXT).json()["actions"] == 2
    broken = ask("process_owner", "POST", "/policies/back-test", name="other", text="title = 3")
    assert (broken.status_code, "mistakes" in broken.json()["detail"]) == (422, True)
    assert ask("process_owner", "POST", "/policies/dry-run", name="other", text=TEXT).status_code == 200
    newer = TEXT.replace("version = 1", "version = 2")
    change = ask("everywhere", "POST", "/changes", path="policies/handoff.toml", after=newer, reason="later").json()
    assert (change["state"], change["trial"]) == ("proposed", None)
    assert tried_by_now(ask, change)["actions"] == 2
    for name in ("munich", "nameless"):
        told = str(ask(name, "GET", f"/changes/{change['id']}").json()["trial"])
        assert not [word for word in ("F-1", "F-2", "Contract") if word in told]
    assert (change["proposed_by"], ask("nameless", "GET", "/changes").json()[0]["proposed_by"]) == (
        "everywhere", "somebody"
    )  # fmt: skip
    assert ask("everywhere", "POST", f"/changes/{change['id']}/answer", answer="approve").status_code == 403
    assert (
        ask("process_owner", "POST", f"/changes/{change['id']}/answer", answer="approve").json()["state"] == "applied"
    )
    assert (workspace.root / "policies" / "handoff.toml").read_text() == newer


def tried_by_now(ask, change: dict[str, Any], before: str = "") -> dict[str, Any]:
    """What came of a change's trial, once its job has ended."""
    while True:
        trial = ask("everywhere", "GET", f"/changes/{change['id']}").json()["trial"]
        if trial and trial["tried_at"] != before:
            return dict(trial)
        job = ask("admin", "GET", f"/jobs/{change['job']}").json()
        assert job["state"] in ("queued", "running", "done"), job
        time.sleep(0.05)


def test_a_process_is_tried_on_orders_of_everywhere_and_each_sees_their_own(ask, workspace: Workspace):
    own = """
title = "Orders"
object_type = "orders"
owner = "process_owner"
event_types = ["Receive", "Check", "Own step BRAVOMILL"]
[[service_levels]]
name = "Quick BRAVOMILL"
from = "Receive"
to = "Check"
hours = 1.5
"""
    files = {path.name for path in (workspace.root / "log").iterdir()}
    nobody = ask("munich", "GET", "/changes/99/trial")
    assert (nobody.status_code, "no change C-99" in nobody.json()["detail"]) == (404, True)
    change = ask("munich", "POST", "/changes", path="processes/orders.toml", after=own, reason="quicker").json()
    trial = tried_by_now(ask, change)
    assert "steps that vanish: Bill, Own step ALPHAWERK, Pay" in trial["sentence"]
    told = ask("munich", "GET", f"/changes/{change['id']}").json()["trial"]
    assert [row["entity"] for each in told["tables"] for row in each["rows"]] == ["munich"]
    assert not [word for word in ("BRAVOMILL", "leeds", "CHARLIEWAY") if word in str(told)]
    assert ask("nameless", "POST", f"/changes/{change['id']}/trial").status_code == 403
    again = ask("process_owner", "POST", f"/changes/{change['id']}/trial")
    assert again.status_code == 202
    # whoever may read the change is told how its trial stands, not what the job printed
    assert ask("munich", "GET", f"/jobs/{again.json()['id']}").status_code == 403
    told = ask("munich", "GET", f"/changes/{change['id']}/trial").json()
    assert (told["id"], told["kind"], told["result"]) == (again.json()["id"], "trial", None)
    assert tried_by_now(ask, {**change, "job": again.json()["id"]}, trial["tried_at"])["sentence"] == trial["sentence"]
    assert {path.name for path in (workspace.root / "log").iterdir()} == files
    ask("process_owner", "POST", f"/changes/{change['id']}/answer", answer="refuse", note="no")
    assert ask("everywhere", "POST", f"/changes/{change['id']}/trial").status_code == 400


def test_a_statement_is_tried_once_somebody_else_has_read_it(ask):
    path = "indicators/billing_dispute_rate.sql"
    text = (shipped_text(path) or "").replace('-- question = "', '-- question = "Now: ')
    change = ask("everywhere", "POST", "/changes", path=path, after=text, reason="clearer").json()
    assert (change["owner_role"], change["job"], change["trial"]) == ("controller", None, None)
    assert "No job has tried" in ask("munich", "GET", f"/changes/{change['id']}/trial").json()["detail"]
    for name in ("everywhere", "approver", "munich"):
        refused = ask(name, "POST", f"/changes/{change['id']}/trial")
        assert (refused.status_code, "having read it" in refused.json()["detail"]) == (403, True)
    job = ask("process_owner", "POST", f"/changes/{change['id']}/trial").json()["id"]
    # this log tells of no business
    assert "no contracts, projects, time or invoices" in tried_by_now(ask, {**change, "job": job})["sentence"]


def test_silences_are_made_within_what_one_sees(ask):
    until = (NOW + timedelta(days=1)).isoformat()
    assert ask("munich", "POST", "/silences", until=until, entity="leeds", reason="x").status_code == 403
    assert ask("nameless", "POST", "/silences", until=until, entity="munich", reason="x").status_code == 403
    made = ask("munich", "POST", "/silences", until=until, entity="munich", reason="office moves")
    assert (made.status_code, made.json()["who"]) == (201, "munich")
    number = made.json()["number"]
    assert [each["number"] for each in ask("leeds", "GET", "/silences").json()] == [number]
    assert ask("leeds", "DELETE", f"/silences/{number}").status_code == 403
    assert ask("munich", "DELETE", f"/silences/{number}").status_code == 204
    assert ask("munich", "GET", "/silences").json() == []


def test_effects_are_told_with_their_words(ask):
    # approved here, or by the test of answers before
    assert ask("approver", "POST", "/actions/1/answer", answer="approve").status_code in (200, 400)
    (told,) = [each for each in ask("approver", "GET", "/effects").json() if each["policy"] == "handoff"]
    assert told["sentence"].startswith("Too early to say")
    assert (told["within"], told["under_way"]) == (14.0, 1)
    assert ask("leeds", "GET", "/effects").json() != ask("approver", "GET", "/effects").json()


def test_drafts_are_asked_for_read_and_answered(ask, state: State):
    wish = {"project": "P-7", "reader": "client", "channel": "orchestration"}
    # this log tells of no projects
    assert ask("everywhere", "POST", "/drafts", **wish).status_code == 404
    assert ask("nameless", "POST", "/drafts", **wish).status_code == 403
    keep(state, as_role("project_manager"), "everywhere", progress(), "orchestration", NOW)
    assert [each["id"] for each in ask("munich", "GET", "/drafts").json()] == ["D-1"]
    assert ask("leeds", "GET", "/drafts/D-1").status_code == 404
    told = ask("munich", "GET", "/drafts/1").json()
    assert (told["state"], told["sentences"][0]["figures"][1]["value"]) == ("waiting", 5)
    assert ask("everywhere", "POST", "/drafts/1/answer", answer="approve").status_code == 403
    done = ask("approver", "POST", "/drafts/1/answer", answer="approve", note="fine").json()
    assert (done["state"], done["decided_by"]) == ("approved", "approver")


def act(place: Workspace, *words: object) -> Result:
    """`tracework act` in this process: starting it twenty times costs a minute."""
    return CliRunner().invoke(app, [*(str(word) for word in words), "-w", str(place.root)])


def told_by(place: Workspace, *words: object) -> dict[str, object]:
    """The object that it prints."""
    answer = act(place, *words, "--json")
    assert answer.exit_code == 0, repr(answer.exception)
    found: dict[str, object] = json.loads(answer.stdout)
    return found


def test_the_same_by_command_line(tmp_path: Path):
    place = create_workspace(tmp_path / "firm")
    with open_state(place) as state:
        suspect(ready(state), 1, 2, at=NOW - timedelta(days=3))
    assert "There are no policies yet." in act(place, "policies").stdout
    assert CliRunner().invoke(app, ["template", "start_handoff"]).stdout == template_text("start_handoff")
    file = tmp_path / "mine.toml"
    file.write_text(TEXT)
    assert told_by(place, "back-test", file)["actions"] == 2
    assert "mine would start_handoff on F-1" in act(place, "dry-run", "--file", file).stdout
    made = act(place, "change", "policies/handoff.toml", file, "--reason", "agreed")
    assert "Tried on the past: Over 7 days it would have sent 2 actions" in made.stdout
    assert "Over 7 days it would have sent 2 actions" in act(place, "changes", "C-1").stdout
    assert told_by(place, "try", "C-1")["trial"]["actions"] == 2
    assert "You proposed C-1" in str(act(place, "decide", "C-1", "--approve").exception)
    # whoever has the folder may put the file there; the audit sees that too
    (place.root / "policies" / "handoff.toml").write_text(TEXT)
    assert told_by(place, "look")["actions"] == ["A-1", "A-2"]
    assert "A-1" in act(place, "approvals").stdout
    assert "Asks approver from" in act(place, "approvals", "A-1").stdout
    assert told_by(place, "approve", "A-1")["state"] == "approved"
    assert "A-2 is refused." in act(place, "refuse", "A-2", "--note", "known").stdout
    assert "Silence 1 holds" in act(place, "silence", "--policy", "handoff", "--reason", "move").stdout
    assert "handoff" in act(place, "silences").stdout
    assert "Silence 1 has ended." in act(place, "silence", "--end", 1).stdout
    assert "A-3" in act(place, "propose", "F-2", "--do", "start_handoff", "--channel", "orchestration").stdout
    assert "somebody else must approve" in str(act(place, "approve", "A-3").exception)
    assert "C-1" in act(place, "changes").stdout
    assert "Nothing was drafted yet." in act(place, "drafts").stdout
    with open_state(place) as state:
        keep(state, as_role("project_manager"), "mia", progress(), "orchestration", NOW)
    assert "2 [1] of 5 [2] milestones are reached." in act(place, "drafts", "D-1").stdout
    assert "D-1 is approved." in act(place, "release", "D-1", "--approve").stdout
    assert "handoff: Too early to say" in act(place, "effects").stdout


def test_the_doctor_names_the_policies_and_what_is_wrong_with_one(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
):
    doctor_command.run(workspace.root)
    assert "Policies: handoff." in capsys.readouterr().out
    broken = workspace.root / "policies" / "broken.toml"
    broken.write_text("title = 3")
    doctor_command.run(workspace.root)
    told = capsys.readouterr().out
    assert "Policies: handoff." in told
    assert "policies/broken.toml is left out" in told
    assert "line 1, title: " in told
    assert "policies/broken.toml is left out" in act(workspace, "policies").stdout
    broken.unlink()


def test_a_user_of_the_command_line_gets_a_sentence_not_a_traceback(workspace: Workspace):
    answer = tracework("act", "approve", "A-999", "-w", workspace.root)
    assert (answer.code, answer.err.count("\n")) == (1, 1)
    assert answer.err.startswith("tracework: There is no action A-999 that you may see.")
