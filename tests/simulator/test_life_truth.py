"""The truth in files, and the command that writes them with the records of every system."""

from __future__ import annotations

import csv
from datetime import UTC, timedelta
from pathlib import Path

import polars as pl
import pytest

from simulator.__main__ import main, months_before
from simulator.interfaces.vendors import vendors_of
from simulator.life.identities import identities
from simulator.life.simulate import AS_OF, small_firm
from simulator.life.truth import names, troubles, waits, write_truth
from simulator.state import State
from simulator.systems import netsuite
from simulator.systems.records import Planted


@pytest.fixture(scope="module")
def firm() -> State:
    return small_firm(3, "all")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_files_have_the_agreed_columns(firm: State, tmp_path: Path):
    planted = [Planted("coupa", "invoices", "7", "missing"), Planted("concur", "reports", "3", "unreadable")]
    write_truth(firm, tmp_path, [("client", "netsuite:4", "salesforce:001000000000004")], planted)
    heads = {path.name: path.read_text(encoding="utf-8").split("\n", 1)[0] for path in tmp_path.iterdir()}
    assert heads == {
        "troubles.csv": "trouble,kind,subject_type,subject_id,since,until,entity,money,detectable_from",
        "waits.csv": "object_id,handoff,cause,from,to",
        "identities.csv": "object_id,canonical_id,object_type",
        "inconsistent.csv": "source,stream,key,reason",
    }
    assert len(rows(tmp_path / "troubles.csv")) == len(firm["trouble"])
    assert len(rows(tmp_path / "waits.csv")) == len(firm["wait"])
    assert [row["source"] for row in rows(tmp_path / "inconsistent.csv")] == ["concur", "coupa"]
    wait = next(row for row in rows(tmp_path / "waits.csv") if row["to"])
    assert wait["from"] < wait["to"]
    assert wait["from"].endswith("Z")


def test_things_are_named_as_the_log_names_them(firm: State):
    told = troubles(firm)
    assert told["subject_id"].null_count() == 0
    by_trouble = {row["trouble"]: row for row in told.iter_rows(named=True)}
    assert by_trouble["late_timesheets"]["subject_id"] == "Data & Analytics"
    assert by_trouble["disputing_client"]["entity"] == "Northlight Advisory Group London"
    prefixes = {
        "slow_contract_approver": "bamboohr:", "time_outside_assignment": "salesforce:003", "expense_splits": "concur:",
        "acquired_firm": "netsuite_acquired:4", "close_delay": "netsuite:1/2",
        "incomplete_contract_metadata": "salesforce:800",
    }  # fmt: skip
    for trouble, prefix in prefixes.items():
        if trouble in by_trouble:
            assert by_trouble[trouble]["subject_id"].startswith(prefix), trouble
    assert waits(firm)["object_id"].null_count() == 0
    with pytest.raises(ValueError, match="no name for a teapot"):
        names(firm, "teapot")


def test_money_is_written_with_two_decimals(firm: State):
    money = troubles(firm)["money"]
    assert money.str.contains(r"^-?\d+\.\d\d$").all()
    assert money.cast(pl.Float64).sum() == pytest.approx(firm["trouble"]["cents"].sum() / 100)


def test_what_stands_in_several_systems_has_one_canonical_name(firm: State):
    recorded = {source: vendor.records(firm) for source, vendor in vendors_of(firm).items()}
    found = identities(firm, recorded)
    assert len({(kind, name) for kind, name, _ in found}) == len(found)
    clients = {name: canonical for kind, name, canonical in found if kind == "client"}
    assert clients["netsuite:1"] == "salesforce:001000000000001"
    twice = [name for name, canonical in clients.items() if name.startswith("netsuite:9000")]
    assert len(twice) == firm["trouble"].filter(pl.col("trouble") == "client_duplicated").height
    people = {canonical for kind, _, canonical in found if kind == "resource"}
    assert all(name.startswith(("bamboohr:", "salesforce:003")) for name in people)


def test_clients_that_the_acquired_firm_writes_otherwise_are_known_to_be_the_groups(firm: State):
    recorded = {source: vendor.records(firm) for source, vendor in vendors_of(firm).items()}
    planted = [one for one in recorded["netsuite_acquired"].planted if one.reason == "written_otherwise"]
    canonical = {name: one for kind, name, one in identities(firm, recorded) if kind == "client"}
    ours = dict(
        names(firm, "client")
        .join(firm["client"], left_on="number", right_on="id")
        .select("object_id", "name")
        .iter_rows()
    )
    customers = recorded["netsuite_acquired"].tables["customer"].with_columns(pl.col("id").cast(pl.String))
    assert len(planted) == 2
    for one in planted:
        there = customers.row(by_predicate=pl.col("id") == one.key, named=True)
        assert there["companyname"][:8] == ours[canonical[f"netsuite_acquired:{one.key}"]][:8]
        assert there["companyname"] != ours[canonical[f"netsuite_acquired:{one.key}"]]
        assert (there["externalid"], there["vatregnumber"]) == (None, None)


def test_no_client_is_written_otherwise_without_the_trouble_or_before_the_firm_came(firm: State):
    came = netsuite.records_of_acquired(firm).tables["customer"]["datecreated"].min()
    early = firm.cut(came.replace(tzinfo=UTC) - timedelta(days=1))
    assert netsuite.records_of_acquired(early).planted == []
    assert netsuite.records_of_acquired(small_firm(3, "acquired_firm")).planted == []


def test_the_command_writes_systems_and_truth_and_the_same_seed_the_same_bytes(tmp_path: Path, capsys):
    options = ["--seed", "2", "--people", "60", "--months", "3", "--troubles", "late_timesheets,client_duplicated"]
    assert main([*options, "--out", str(tmp_path / "books too")]) == 0
    assert len(list((tmp_path / "books too" / "books").glob("*.csv"))) > 10
    options.append("--no-books")
    for name in ("one", "two"):
        assert main([*options, "--out", str(tmp_path / name)]) == 0
    assert "the truth is in" in capsys.readouterr().err
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file())
    assert {path.parts[0] for path in files} == {"systems", "truth"}
    assert {path.parts[1] for path in files if path.parts[0] == "systems"} >= {"salesforce", "netsuite", "bamboohr"}
    for path in files:
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes(), path
    told = {row["trouble"] for row in rows(tmp_path / "one" / "truth" / "troubles.csv")}
    assert told == {"late_timesheets", "client_duplicated"}


@pytest.mark.parametrize("wrong", [["--troubles", "late_shirts"], ["--people", "0"], ["--months", "0"]])
def test_wrong_use_is_refused(wrong: list[str], tmp_path: Path, capsys):
    with pytest.raises(SystemExit) as stopped:
        main([*wrong, "--out", str(tmp_path)])
    assert stopped.value.code == 2
    assert list(tmp_path.iterdir()) == []


def test_months_are_counted_back_to_a_first():
    assert str(months_before(AS_OF.date(), 3)) == "2026-01-01"
    assert str(months_before(AS_OF.date(), 27)) == "2024-01-01"
