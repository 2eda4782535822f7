"""Policy files: templates are in order, one with mistakes is left out and told, spans and hours read as written."""

from __future__ import annotations

import re
from datetime import time, timedelta
from pathlib import Path

import pytest

from actions.policies.catalogue import own_policies, policy_named, read_policy, template_text, templates
from actions.policies.spans import read_hours, read_span, span_words
from core.errors import BadSettings, NotFound
from core.workspace import Workspace, create_workspace
from tests.actions.firm_channels import webhook, write_channels

ROOT = Path(__file__).resolve().parents[3]
GOOD = """
title = "Start the handoff"
owner = "process_owner"
version = 1
since = 2026-01-01
[when]
kinds = ["contract_without_project"]
[act]
action = "start_handoff"
channel = "orchestration"
"""
BAD = """
title = ""
owner = "boss"
version = 0
since = "soon"
hold_out = 0.9
colour = "red"
[when]
kinds = ["nothing_known"]
held_for = "a while"
[quiet]
hours = ["22-7"]
[approval]
role = "approver"
expires_after = "1 d"
escalate = [{ after = "2 d", role = "boss" }]
[act]
action = "fire"
channel = "orchestration"
"""


def test_every_template_is_in_order_and_asks_somebody():
    found = templates()
    assert len(found) >= 4
    for name, policy in found.items():
        assert policy.approval is not None, f"{name} acts without asking"
        assert read_policy(name, template_text(name)) == policy


def test_the_policy_in_the_documents_is_one():
    text = (ROOT / "docs" / "actions.md").read_text(encoding="utf-8")
    found = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert found is not None
    policy = read_policy("documented", found[1])
    assert (policy.hold_out, policy.throttle.again_after) == (0.1, timedelta(weeks=1))


def left_out(workspace: Workspace) -> dict[str, str]:
    return {each.name: each.words for each in own_policies(workspace).left_out}


def test_one_with_mistakes_is_left_out_and_all_of_them_are_told_with_their_lines(tmp_path: Path):
    workspace = create_workspace(tmp_path / "firm")
    folder = workspace.root / "policies"
    folder.mkdir()
    (folder / "good.toml").write_text(GOOD)
    assert 'has no channel "orchestration"' in left_out(workspace)["good"]
    write_channels(workspace, {"orchestration": webhook("https://x.example", types=["tracework.finding.*"])})
    assert "does not take" in left_out(workspace)["good"]
    write_channels(workspace, {"orchestration": webhook("https://x.example")})
    assert left_out(workspace) == {}
    (folder / "bad.toml").write_text(BAD)
    (folder / "empty.toml").write_text("")
    (folder / "torn.toml").write_text('title = "x"\nowner = \n')
    (folder / "odd.toml").write_bytes(b"title = '\xff'")
    assert [each.name for each in own_policies(workspace).policies] == ["good"]
    told = left_out(workspace)
    assert sorted(told) == ["bad", "empty", "odd", "torn"]
    for name in (
        "title",
        "owner",
        "version",
        "since",
        "hold_out",
        "colour",
        "when.held_for",
        "approval.escalate.0.role",
        "act.action",
    ):
        assert f"{name}: " in told["bad"], name
    for words in ("write hours such as", '"fire" is no action', '"nothing_known" is neither', '"boss" is no role'):
        assert words in told["bad"], words
    line = 1 + BAD.splitlines().index(next(each for each in BAD.splitlines() if each.startswith("held_for")))
    assert f"line {line}, when.held_for: " in told["bad"]
    assert "act: field required" in told["empty"]
    assert "when: field required" in told["empty"]
    assert "at line 2" in told["torn"]
    assert "cannot be read as text" in told["odd"]
    with pytest.raises(BadSettings, match=r"policies/torn\.toml is left out"):
        policy_named(workspace, "torn")


def test_a_calendar_that_is_not_there_is_a_mistake():
    with pytest.raises(BadSettings, match=r'quiet\.calendar: there is no calendar "new_yrok"; the nearest is new_york'):
        read_policy("x", f'{GOOD}\n[quiet]\ncalendar = "new_yrok"\n')
    assert read_policy("x", f'{GOOD}\n[quiet]\ncalendar = "new_york"\n').quiet.calendar == "new_york"


def test_a_policy_for_everything_is_refused():
    with pytest.raises(BadSettings, match="name kinds or detectors"):
        read_policy("x", GOOD.replace('kinds = ["contract_without_project"]', ""))


def test_escalations_come_in_order_and_before_the_end():
    late = '[approval]\nrole = "approver"\nexpires_after = "1 d"\nescalate = [{ after = "1 d", role = "controller" }]\n'
    with pytest.raises(BadSettings, match="before the approval expires"):
        read_policy("x", GOOD + late)


def test_who_names_a_policy_that_is_not_there_is_told_which_are(tmp_path: Path):
    with pytest.raises(NotFound, match="none yet"):
        policy_named(create_workspace(tmp_path / "firm"), "handoff")
    with pytest.raises(NotFound, match="There are"):
        template_text("nothing")


def test_spans_and_hours_read_as_written():
    assert read_span("90 min") == timedelta(minutes=90)
    assert read_span("1.5h") == timedelta(minutes=90)
    assert [span_words(read_span(text)) for text in ("2 d", "36 h", "1 w", "90 s", "0 s")] == [
        "2 d", "36 h", "7 d", "90 s", "0 s"
    ]  # fmt: skip
    for far in ("101 w 1 d", "37000 d", "9999999999999 w"):
        with pytest.raises(ValueError, match="write a time such as"):
            read_span(far)
    assert read_hours("22:00-07:00") == (time(22), time(7))
    for wrong in ("25:00-07:00", "07:00-07:00", "7-8"):
        with pytest.raises(ValueError, match=r"write hours|ends when it begins"):
            read_hours(wrong)
