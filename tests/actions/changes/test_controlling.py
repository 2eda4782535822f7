"""Change control: mistakes told when proposed, a difference and a trial shown, approved by the owner, applied once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.approvals.deciding import Decision
from actions.approvals.deciding import decide as decide_action
from actions.changes.change import ChangeState, changes
from actions.changes.controlling import Draft, Verdict, decide, finish, propose
from actions.changes.definitions import owner_role, shipped_text, text_of
from actions.policies.catalogue import own_policies
from actions.policies.looking import look
from core.access import Viewer
from core.audit.reading import entries
from core.errors import BadSettings, NotAllowed, WrongUse
from core.state import State
from tests.actions.firm_channels import webhook, write_channels
from tests.actions.made_findings import NOON
from tests.actions.ready_firm import ASKING, HANDOFF, as_role, ready, suspect

HOUR = timedelta(hours=1)
PATH = "policies/handoff.toml"
TEXT = HANDOFF.replace("{more}", "") + ASKING
PROPOSER, OWNER = as_role("controller"), as_role("process_owner")
YES = Verdict("approve")


def proposed(state: State, after: str | None = TEXT, path: str = PATH, who: str = "anna") -> int:
    return propose(state, PROPOSER, who, Draft(path, after, "as agreed on Monday"), NOON).number


def test_a_new_policy_goes_live_only_when_its_owner_has_approved_it(either_state: State):
    suspect(ready(either_state), 1, 2)
    number = proposed(either_state)
    (change,) = changes(either_state)
    assert (change.state, change.owner_role, change.kind) == (ChangeState.PROPOSED, "process_owner", "policy")
    assert '+title = "Start the handoff"' in change.difference
    assert own_policies(either_state.workspace).policies == ()
    with pytest.raises(NotAllowed, match="for the process owner to decide"):
        decide(either_state, as_role("controller"), "bert", number, YES, NOON)
    with pytest.raises(NotAllowed, match="You proposed C-1"):
        decide(either_state, OWNER, "anna", number, YES, NOON)
    with pytest.raises(NotAllowed, match="reaches further"):
        decide(either_state, as_role("process_owner", entities=frozenset({"munich"})), "paul", number, YES, NOON)
    assert decide(either_state, OWNER, "paul", number, YES, NOON).state is ChangeState.APPLIED
    assert [each.name for each in own_policies(either_state.workspace).policies] == ["handoff"]
    acts = [(each.who, each.act) for each in entries(either_state)]
    for one in (("anna", "change proposed"), ("paul", "change approved"), ("change control", "change applied")):
        assert one in acts
    # and who made the policy does not approve what comes of it
    look(either_state, NOON + HOUR)
    with pytest.raises(NotAllowed, match="you made its latest change"):
        decide_action(either_state, as_role("approver"), "anna", 1, Decision("approve"), NOON + HOUR)


def test_the_old_definition_stays_in_history(either_state: State):
    ready(either_state)
    decide(either_state, OWNER, "paul", proposed(either_state), YES, NOON)
    with pytest.raises(WrongUse, match="higher version"):
        proposed(either_state, TEXT.replace("Start the", "Begin the"))
    newer = TEXT.replace("version = 1", "version = 2").replace('owner = "process_owner"', 'owner = "controller"')
    number = proposed(either_state, newer)
    # the role that owned it decides, not the one that would
    assert changes(either_state)[0].owner_role == "process_owner"
    decide(either_state, OWNER, "paul", number, YES, NOON)
    assert [(each.number, each.before, each.after) for each in changes(either_state, PATH)] == [
        (2, TEXT, newer), (1, None, TEXT)
    ]  # fmt: skip
    decide(either_state, as_role("controller"), "carl", proposed(either_state, None), YES, NOON)
    assert own_policies(either_state.workspace).policies == ()
    assert changes(either_state)[0].before == newer


def test_a_refused_one_changes_nothing_and_is_done_with(either_state: State):
    number = proposed(ready(either_state))
    assert (
        decide(either_state, OWNER, "paul", number, Verdict("refuse", "too often"), NOON).state is ChangeState.REFUSED
    )
    assert text_of(either_state.workspace, PATH) is None
    with pytest.raises(WrongUse, match="C-1 is refused"):
        decide(either_state, OWNER, "paul", number, YES, NOON)


def test_what_was_changed_meanwhile_is_not_overwritten(either_state: State):
    number = proposed(ready(either_state))
    (either_state.workspace.root / PATH).write_text(TEXT + "\n# by hand\n")
    assert decide(either_state, OWNER, "paul", number, YES, NOON).state is ChangeState.OVERTAKEN
    assert (text_of(either_state.workspace, PATH) or "").endswith("# by hand\n")


def test_who_dies_between_approving_and_writing_is_finished_by_the_next(either_state: State, monkeypatch):
    number = proposed(ready(either_state))

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("actions.changes.controlling._write", die)
        with pytest.raises(KeyboardInterrupt):
            decide(either_state, OWNER, "paul", number, YES, NOON)
    assert (changes(either_state)[0].state, text_of(either_state.workspace, PATH)) == (ChangeState.APPROVED, None)
    finish(either_state)
    finish(either_state)
    assert (changes(either_state)[0].state, text_of(either_state.workspace, PATH)) == (ChangeState.APPLIED, TEXT)


def test_mistakes_are_told_when_it_is_proposed(either_state: State):
    ready(either_state)
    for error, words, path, after in (
        (BadSettings, "act.action", PATH, TEXT.replace("start_handoff", "fire")),
        (BadSettings, "no channel", PATH, TEXT.replace('"orchestration"', '"carrier_pigeon"')),
        (WrongUse, "no definition", "policies/../firm.toml", "x"),
        (WrongUse, "no definition", "state.db", "x"),
        (WrongUse, "nothing to change", PATH, None),
        (BadSettings, "only \\[targets\\]", "firm.toml", 'name = "Other"\n'),
        (BadSettings, 'nearest is "utilization"', "firm.toml", "[targets.utilisation]\nvalue = { target = 1 }\n"),
        (BadSettings, "not valid TOML", "processes/mine.toml", "title ="),
        (BadSettings, "grain", "rules/exceptions/mine.sql", "select 1"),
    ):
        with pytest.raises(error, match=words):
            proposed(either_state, after, path)
    with pytest.raises(WrongUse, match="with a reason"):
        propose(either_state, PROPOSER, "anna", Draft(PATH, TEXT, " "), NOON)
    with pytest.raises(NotAllowed):
        propose(either_state, as_role("viewer"), "vera", Draft(PATH, TEXT, "why not"), NOON)
    assert changes(either_state) == []


def test_a_definition_with_mistakes_can_be_mended(either_state: State):
    file = ready(either_state).workspace.root / PATH
    file.write_text(TEXT.replace('"orchestration"', '"a_channel_of_old"').replace('["contract', '["never_heard_of'))
    number = proposed(either_state)
    assert changes(either_state)[0].owner_role == "process_owner"
    with pytest.raises(NotAllowed, match="reaches further"):
        decide(either_state, as_role("process_owner", entities=frozenset({"munich"})), "paul", number, YES, NOON)
    assert decide(either_state, OWNER, "paul", number, YES, NOON).state is ChangeState.APPLIED
    assert [each.name for each in own_policies(either_state.workspace).policies] == ["handoff"]


def test_what_has_become_a_mistake_since_it_was_proposed_is_not_applied(either_state: State):
    number = proposed(ready(either_state))
    write_channels(either_state.workspace, {"asking": webhook("https://chat.example")})
    with pytest.raises(BadSettings, match='no channel "orchestration"'):
        decide(either_state, OWNER, "paul", number, YES, NOON)
    assert text_of(either_state.workspace, PATH) is None
    refused = decide(either_state, OWNER, "paul", number, Verdict("refuse", "no channel"), NOON)
    assert refused.state is ChangeState.REFUSED


def test_processes_rules_indicators_and_targets_go_the_same_way(either_state: State):
    ready(either_state)
    settings = text_of(either_state.workspace, "firm.toml") or ""
    for path, old, new, role in (
        ("processes/staffing.toml", "hours = ", "hours = 1", "resource_manager"),
        ("rules/exceptions/contract_without_project.sql", 'severity = "high"', 'severity = "low"', "process_owner"),
        ("indicators/utilization.sql", '-- question = "', '-- question = "Now: ', "resource_manager"),
    ):
        shipped = shipped_text(path)
        assert shipped is not None
        after = shipped.replace(old, new)
        number = proposed(either_state, after, path)
        change = changes(either_state)[0]
        assert change.before is None
        assert len([line for line in change.difference.splitlines() if line.startswith("+ ")]) < 5
        assert change.owner_role == role
        decide(either_state, Viewer.owner(), "paul", number, YES, NOON)
        assert text_of(either_state.workspace, path) == after
    targets = settings + "\n[targets.utilization]\nvalue = { target = 0.8 }\n"
    decide(either_state, OWNER, "paul", proposed(either_state, targets, "firm.toml"), YES, NOON)
    assert text_of(either_state.workspace, "firm.toml") == targets


def test_whose_role_an_owner_is():
    assert [owner_role(each) for each in ("Finance controller", "Resource manager", "controller", "CFO", "")] == [
        "controller", "resource_manager", "controller", "process_owner", "process_owner",
    ]  # fmt: skip


def test_of_two_changes_of_one_text_the_second_does_not_undo_the_first(either_state: State, monkeypatch):
    ready(either_state)
    numbers = [proposed(either_state, TEXT.replace("Start the", f"{begin} the")) for begin in ("Begin", "Open")]
    # what approved the first one ends before it has written the file
    monkeypatch.setattr("actions.changes.controlling.finish", lambda state: None)
    decide(either_state, OWNER, "paul", numbers[0], YES, NOON)
    decide(either_state, OWNER, "paul", numbers[1], YES, NOON)
    monkeypatch.undo()
    finish(either_state)
    assert [each.state for each in changes(either_state)] == [ChangeState.OVERTAKEN, ChangeState.APPLIED]
    assert "Begin the" in (text_of(either_state.workspace, PATH) or "")
    assert ("change control", "change overtaken") in [(each.who, each.act) for each in entries(either_state)]


def test_one_that_was_written_before_its_process_died_is_applied(either_state: State, monkeypatch):
    number = proposed(ready(either_state))
    monkeypatch.setattr("actions.changes.controlling.finish", lambda state: None)
    decide(either_state, OWNER, "paul", number, YES, NOON)
    monkeypatch.undo()
    file = either_state.workspace.root / PATH
    file.parent.mkdir(exist_ok=True)
    file.write_text(TEXT)
    finish(either_state)
    assert changes(either_state)[0].state is ChangeState.APPLIED
