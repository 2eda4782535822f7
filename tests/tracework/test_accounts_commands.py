"""`tracework users`, `audit` and `doctor`; and that what the command line changes is written down."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from core.audit.who import person_here
from tests.served_orders import orders, write_csv
from tests.tracework.command_line import tracework


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a load, imported by command line."""
    folder = tmp_path_factory.mktemp("accounts")
    file = write_csv(folder / "orders.csv", orders(12))
    place = folder / "firm"
    done = tracework("import", str(file), "--yes", "--process", "orders", "-w", str(place))
    assert done.code == 0, done.err
    (folder / "word").write_text("correct horse battery\n")
    return place


def audit(firm: Path, *options: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(tracework("audit", "-w", str(firm), "--json", *options).out)
    return found


def test_what_the_command_line_did_is_in_the_audit(firm: Path):
    entry = audit(firm, "--act", "import")[-1]
    assert entry["who"] == person_here()
    assert entry["subject_id"] == "orders/000001"
    assert json.loads(entry["after"])["cases"] == 12
    assert tracework("runs", "orders/000001", "--withdraw", "-w", str(firm)).code == 0
    assert tracework("runs", "orders/000001", "--reinstate", "-w", str(firm)).code == 0
    told = [each["act"] for each in audit(firm)]
    assert told[:4] == ["build", "take a load in again", "build", "withdraw a load"]


def test_a_changed_target_shows_after_the_next_build(firm: Path):
    settings = firm / "firm.toml"
    settings.write_text('name = "Ours"\n')
    assert tracework("build", "-w", str(firm)).code == 0
    settings.write_text('name = "Theirs"\n')
    assert tracework("build", "-w", str(firm)).code == 0
    newest = audit(firm, "--act", "settings changed")[0]
    assert (newest["subject_id"], newest["before"], newest["after"]) == ("firm.toml: name", '"Ours"', '"Theirs"')
    assert newest["who"] == person_here()


def test_accounts_by_command_line(firm: Path):
    at = ("-w", str(firm))
    word = ("--password-file", str(firm.parent / "word"))
    added = tracework("users", "add", "ann", "--email", "ann@example.com", *word, *at)
    assert added.code == 0
    assert "everybody signs in" in added.err
    granted = tracework("users", "grant", "ann", "controller", "--entity", "munich", "--entity", "leeds", *at)
    assert "Controller, leeds, munich, with names of people" in granted.out
    token = tracework("users", "token", "ann", "--token", "notebook", *at)
    assert token.out.startswith("tw_")
    listed = tracework("users", *at).out
    assert "Controller, leeds, munich" in listed
    assert token.out.strip() not in listed
    (ann,) = json.loads(tracework("users", "--json", *at).out)
    assert ann["grants"][0]["scope"] == {"entity": ["leeds", "munich"]}
    assert tracework("users", "revoke", "ann", "--token", "notebook", *at).code == 0
    assert tracework("users", "close", "ann", *at).code == 0
    assert [each["act"] for each in audit(firm)[:5]] == [
        "account closed", "token revoked", "token issued", "role granted", "account added",
    ]  # fmt: skip


def test_scripts_read_what_became_of_an_account(firm: Path):
    def done(*words: str) -> dict[str, Any]:
        found: dict[str, Any] = tracework("users", *words, "--json", "-w", str(firm)).json
        return found

    added = done("add", "eve", "--password-file", str(firm.parent / "word"))
    assert (added["name"], added["active"], added["grants"]) == ("eve", True, [])
    granted = done("grant", "eve", "viewer", "--entity", "munich")
    assert (granted["role"], granted["scope"]) == ("viewer", {"entity": ["munich"]})
    token = done("token", "eve", "--token", "nightly", "--days", "1")
    assert token["token"].startswith("tw_")
    assert (token["account"], token["name"], token["grant_id"]) == ("eve", "nightly", granted["id"])
    assert token["reads_as"] == "Viewer, munich"
    assert done("revoke", "eve", "--token", "nightly")["tokens"][0]["revoked"]
    assert done("revoke", "eve", "--grant", str(granted["id"]))["grants"] == []
    assert done("close", "eve")["active"] is False
    assert done("open", "eve")["active"] is True
    assert done("password", "eve", "--password-file", str(firm.parent / "word"))["name"] == "eve"
    assert done("close", "eve")["active"] is False


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("users", "crown", "ann"), "nothing to do with users"),
        (("users", "add"), "Say whose"),
        (("users", "grant", "nobody", "viewer"), "no account nobody"),
        (("users", "revoke", "ann"), "Say what to revoke"),
        (("audit", "burn"), "nothing to do with the audit"),
        (("audit", "--since", "yesterday"), "is no date"),
    ],
)
def test_mistakes_are_told_in_one_line(firm: Path, words: tuple[str, ...], said: str):
    done = tracework(*words, "-w", str(firm))
    assert done.code in (1, 2)
    assert said in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            "[targets.utilisation]\nvalue = { target = 0.8 }\n",
            "line 1, targets.utilisation: there is no such indicator",
        ),
        ("[rules.no_such]\nenabled = false\n", "line 1, rules.no_such: there is no such rule"),
        (
            '[reports.monthly]\nreport = "month_end_finance"\nat = "never"\nfolder = "sent"\n',
            "line 3, reports.monthly.at",
        ),
    ],
)
def test_doctor_tells_what_would_fail_at_the_next_build_or_report(firm: Path, settings: str, said: str):
    file = firm / "firm.toml"
    before = file.read_text()
    file.write_text(settings)
    try:
        answer = tracework("doctor", "-w", str(firm))
    finally:
        file.write_text(before)
    assert (answer.code, said in answer.err) == (1, True), answer.err


def test_doctor_and_verify_name_the_entry_that_was_altered(firm: Path):
    assert "The audit holds: all" in tracework("audit", "verify", "-w", str(firm)).out
    assert "The audit holds: all" in tracework("doctor", "-w", str(firm)).out
    with sqlite3.connect(firm / "state.db") as database:
        database.execute("drop trigger audit_update")
        database.execute("update audit_entry set who = 'somebody else' where number = 2")
    for words in (("doctor",), ("audit", "verify")):
        done = tracework(*words, "-w", str(firm))
        assert done.code == 1
        assert "entry 2 (somebody else:" in done.err
    assert "entry 2" in json.loads(tracework("audit", "verify", "--json", "-w", str(firm)).out)["fault"]
