"""`tracework runs` as a person uses it: a load is shown, one that is not there is said, one is read through anew."""

from __future__ import annotations

from core.workspace import create_workspace
from tests.tracework.command_line import tracework

FIRM = """[sources.bank]
connector = "folder"
path = "exports"
settle = 0
[sources.bank.tables.statement]
key = ["id"]
columns = {amount = "number"}
objects = [{type = "invoice", id = "r.id", attributes = {amount = "r.amount"}}]
"""


def test_a_load_is_shown_replayed_and_withdrawn(tmp_path):
    firm = tmp_path / "firm"
    (firm / "exports" / "statement").mkdir(parents=True)
    (firm / "exports" / "statement" / "january.csv").write_text("id;amount\n1;10\n2;7,50\n")
    (firm / "firm.toml").write_text(FIRM)
    assert tracework("pull", "-w", firm, "--no-build").code == 0
    before = tracework("runs", "bank/000001", "-w", firm)
    assert before.code == 0
    assert [line.split()[:3] for line in before.out.splitlines()[1:]] == [
        ["stream", "records", "deleted"], ["statement", "2", "0"],
    ]  # fmt: skip
    assert "tracework build" in before.err
    absent = tracework("runs", "bank/000009", "-w", firm)
    assert (absent.code, absent.out) == (1, "")
    assert "There is no load bank/000009. `tracework runs -w " in absent.err
    first = tracework("runs", "bank/000001", "--replay", "-w", firm)
    assert first.code == 0, first.err
    assert "amount is not a number: 7,50" in first.out
    assert "1 record of bank/000001 could not be used." in first.out
    mended = FIRM.replace('"number"', '"text"').replace('"r.amount"', "\"replace(r.amount, ',', '.')::double\"")
    (firm / "firm.toml").write_text(mended)
    again = tracework("runs", "bank/000001", "--replay", "-w", firm)
    assert "Generation 2 is published." in again.out
    assert "0 records of bank/000001 could not be used." in again.out
    assert tracework("runs", "bank/000001", "--withdraw", "-w", firm).code == 0
    shown = tracework("runs", "bank/000001", "-w", firm)
    assert "It is withdrawn: nothing of it is in the log." in shown.out
    refused = tracework("runs", "bank/000001", "--replay", "-w", firm)
    assert refused.code == 1
    assert "--reinstate` takes it in" in refused.err


def test_where_nothing_was_loaded_the_next_step_is_to_load(tmp_path):
    workspace = create_workspace(tmp_path / "firm")
    told = tracework("runs", "-w", workspace.root)
    assert (told.code, told.out.strip()) == (0, "Nothing has been loaded.")
    assert told.err.strip() == f"Next: tracework pull -w {workspace.root}, or tracework import FILE -w {workspace.root}"
    assert tracework("runs", "-w", workspace.root, "--json").json == []


def test_where_what_was_loaded_is_not_built_the_next_step_is_to_build(tmp_path):
    firm = tmp_path / "firm"
    (firm / "exports" / "statement").mkdir(parents=True)
    (firm / "exports" / "statement" / "january.csv").write_text("id;amount\n1;10\n")
    (firm / "firm.toml").write_text(FIRM)
    assert "Import one with" in tracework("map", "-w", create_workspace(tmp_path / "new").root).err
    assert tracework("pull", "-w", firm, "--no-build").code == 0
    told = tracework("map", "-w", firm)
    assert told.code == 1
    assert f"What was loaded is not built: `tracework build -w {firm}` builds it." in told.err
