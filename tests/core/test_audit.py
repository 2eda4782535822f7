"""The audit: it only grows, finds whatever was changed behind its back, and says from what to what."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.audit.anchor import anchor_file
from core.audit.entry import Told
from core.audit.reading import Wanted, acts, entries, verified
from core.audit.settings_seen import note_changes
from core.audit.who import person_here
from core.audit.writing import audited, write_down
from core.state import State, open_state
from core.workspace import open_workspace

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def state(either_state: State) -> State:
    return either_state


def filled(state: State, number: int = 6) -> None:
    for at in range(1, number + 1):
        write_down(state, "ann", Told("pull", "source", f"crm {at}", None, {"records": at, "größe": "ß"}))


def behind_its_back(state: State, *statements: str) -> None:
    """What somebody with the database in hand can do: the triggers are dropped first."""
    dropped = (
        ["drop trigger audit_is_kept on audit_entry"]
        if state.engine.dialect.name == "postgresql"
        else ["drop trigger audit_update", "drop trigger audit_delete"]
    )
    with state.writing() as connection:
        for statement in [*dropped, *statements]:
            connection.execute(text(statement))


def test_entries_follow_each_other_and_hold(state: State):
    filled(state)
    found = entries(state)
    assert [entry.number for entry in found] == [6, 5, 4, 3, 2, 1]
    assert json.loads(found[0].after or "") == {"records": 6, "größe": "ß"}
    assert found[0].before is None
    assert [entry.previous_hash for entry in found[:-1]] == [entry.hash for entry in found[1:]]
    result = verified(state)
    assert (result.entries, result.anchored, result.fault) == (6, 6, None)


def test_an_empty_audit_holds(state: State):
    assert verified(state).fault is None


@pytest.mark.parametrize(
    "statement", ["update audit_entry set who = 'bo' where number = 2", "delete from audit_entry where number = 6"]
)
def test_the_database_itself_refuses_changes(state: State, statement: str):
    filled(state)
    with pytest.raises(DBAPIError, match="never changed or removed"), state.writing() as connection:
        connection.execute(text(statement))
    assert verified(state).fault is None
    assert len(entries(state)) == 6


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("update audit_entry set who = 'bo' where number = 3", "entry 3 (bo: pull,"),
        ("update audit_entry set after = '{}' where number = 1", "entry 1 (ann: pull,"),
        ("update audit_entry set at = '2020-01-01 00:00:00.000000' where number = 5", "entry 5 (ann: pull, 2020"),
        ("delete from audit_entry where number = 4", "entry 4 is missing: after entry 3 comes 5"),
        ("delete from audit_entry where number = 1", "entry 1 is missing: after entry 0 comes 2"),
        ("delete from audit_entry where number > 4", "entries 5 to 6 are missing at the end"),
        ("delete from audit_entry where number = 6", "entry 6 is missing at the end"),
        ("delete from audit_entry", "entries 1 to 6 are missing at the end"),
    ],
)
def test_an_altered_or_missing_entry_is_found_and_named(state: State, statement: str, fault: str):
    filled(state)
    behind_its_back(state, statement)
    assert fault in str(verified(state).fault)


def test_a_cut_end_that_grew_again_is_found(state: State):
    filled(state)
    behind_its_back(state, "delete from audit_entry where number > 3")
    filled(state, 4)
    assert "entry 4 (ann: pull" in str(verified(state).fault)
    assert "written anew" in str(verified(state).fault)


def test_without_the_anchor_a_cut_end_is_not_found(state: State):
    """What the chain alone cannot show; the anchor is there for it."""
    filled(state)
    anchor_file(state.workspace).unlink()
    behind_its_back(state, "delete from audit_entry where number > 3")
    assert verified(state).fault is None
    assert verified(state).anchored == 0


def test_a_change_and_its_entry_are_one(state: State):
    def half_way() -> None:
        with audited(state, "ann") as work:
            work.tell("pull", ("source", "crm"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_way()
    assert entries(state) == []
    assert not anchor_file(state.workspace).exists()


def test_questions_to_the_audit(state: State):
    filled(state, 3)
    write_down(state, "bo", Told("withdraw a load", "load", "crm/000001"))
    assert acts(state) == ["pull", "withdraw a load"]
    assert [entry.number for entry in entries(state, Wanted(who="bo"))] == [4]
    assert [entry.number for entry in entries(state, Wanted(act="pull", most=2))] == [3, 2]
    assert [entry.number for entry in entries(state, Wanted(words="CRM/0"))] == [4]
    assert entries(state, Wanted(words="%")) == []
    assert [entry.number for entry in entries(state, Wanted(since=entries(state)[1].at))] == [4, 3]


def test_many_processes_write_one_chain(state: State, tmp_path: Path):
    """Four writers at once: no number twice, no gap, every anchor fits."""
    code = (
        "import sys; from pathlib import Path; from core.audit.entry import Told; from core.state import open_state\n"
        "from core.audit.writing import write_down; from core.workspace import open_workspace\n"
        "with open_state(open_workspace(Path(sys.argv[1])), sys.argv[2] or None) as state:\n"
        "    for at in range(5): write_down(state, sys.argv[3], Told('pull', 'source', str(at)))"
    )
    url = state.engine.url.render_as_string() if state.engine.dialect.name == "postgresql" else ""
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(state.workspace.root), url, f"writer {number}"], cwd=ROOT)
        for number in range(4)
    ]
    assert [process.wait(timeout=120) for process in started] == [0] * 4
    result = verified(state)
    assert (result.entries, result.fault) == (20, None)


class TestSettings:
    """A change in a file of settings shows with who, when, from what and to what."""

    def write(self, state: State, text: str, name: str = "firm.toml") -> None:
        path = state.workspace.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def test_a_changed_target_shows_from_what_to_what(self, state: State):
        self.write(state, 'name = "Ours"\n[targets]\nreadiness = 5\nrework = 0.1\n')
        assert note_changes(state, "ann") == 2
        self.write(state, 'name = "Ours"\n[targets]\nreadiness = 7\nrework = 0.1\n')
        assert note_changes(state, "bo") == 1
        newest = entries(state)[0]
        assert (newest.who, newest.act, newest.subject_id) == ("bo", "settings changed", "firm.toml: targets")
        assert (newest.before, newest.after) == ('{"readiness":5}', '{"readiness":7}')
        assert note_changes(state, "bo") == 0

    def test_a_formula_and_a_process_are_settings_too(self, state: State):
        self.write(state, "-- grain: one row\nselect 1", "indicators/mine.sql")
        self.write(state, 'title = "Mine"\nversion = "1"', "processes/mine.toml")
        assert note_changes(state, "ann") == 2
        self.write(state, "-- grain: one row\nselect 2", "indicators/mine.sql")
        self.write(state, 'title = "Mine"\nversion = "2"', "processes/mine.toml")
        assert note_changes(state, "ann") == 2
        told = {entry.subject_id: (entry.before, entry.after) for entry in entries(state)[:2]}
        assert told["processes/mine.toml"] == ('{"version":"1"}', '{"version":"2"}')
        assert "select 1" in str(told["indicators/mine.sql"][0])
        assert "select 2" in str(told["indicators/mine.sql"][1])
        (state.workspace.root / "indicators/mine.sql").unlink()
        assert note_changes(state, "ann") == 1
        assert (entries(state)[0].act, entries(state)[0].after) == ("settings removed", None)

    def test_a_secret_is_never_written_down_and_its_change_is(self, state: State):
        opening = '[sources.crm]\nconnector = "salesforce"\nclient_secret = { env = "CRM" }\n'
        self.write(state, opening + 'password = "hush-hush-1"\n')
        note_changes(state, "ann")
        self.write(state, opening + 'password = "hush-hush-2"\n')
        assert note_changes(state, "ann") == 1
        everything = " ".join(f"{entry.before} {entry.after}" for entry in entries(state))
        assert "hush" not in everything
        assert '{"env":"CRM"}' in everything
        assert entries(state)[0].subject_id == "firm.toml: sources.crm"

    def test_a_key_that_somebody_wrote_down_is_concealed_and_its_place_is_not(self, state: State):
        self.write(state, '[channels.erp]\nkeys = "whsec_hush"\nreceipt_keys = { file = "secrets/erp" }\nkey = "id"\n')
        note_changes(state, "ann")
        everything = " ".join(f"{entry.after}" for entry in entries(state))
        assert "hush" not in everything
        assert '"receipt_keys":{"file":"secrets/erp"}' in everything
        assert '"key":"id"' in everything

    def test_a_broken_file_stops_nothing(self, state: State):
        self.write(state, "name = ")
        assert note_changes(state, "ann") == 1


def test_a_person_by_command_line_is_named_by_the_machine():
    assert person_here().endswith(" on this machine")


def test_the_anchor_says_when_it_is_damaged(state: State):
    filled(state, 1)
    anchor_file(state.workspace).write_text("what is this\n")
    with pytest.raises(Exception, match="Put back a copy"):
        verified(state)


def test_reopening_keeps_the_chain(tmp_path: Path, state: State):
    filled(state, 2)
    url = state.engine.url.render_as_string() if state.engine.dialect.name == "postgresql" else None
    with open_state(open_workspace(state.workspace.root), url) as again:
        filled(again, 1)
        assert verified(again).entries == 3
