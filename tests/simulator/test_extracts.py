"""The three files are in their three dialects, hold each event once, and depend on the seed alone."""

import csv
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from simulator.run import simulate, write_firm

DIALECTS = {
    "crm": (",", "utf-8", "Changed at", "Stage", "%Y-%m-%dT%H:%M:%SZ", UTC),
    "psa": (";", "cp1252", "Date", "Event", "%d.%m.%Y %H:%M", ZoneInfo("Europe/Berlin")),
    "erp": (",", "utf-8", "Posted", "Activity", "%m/%d/%Y %I:%M %p", ZoneInfo("America/New_York")),
}


def rows_of(folder: Path, system: str) -> list[dict[str, str]]:
    delimiter, encoding, *_ = DIALECTS[system]
    with (folder / f"{system}.csv").open(newline="", encoding=encoding) as file:
        return list(csv.DictReader(file, delimiter=delimiter))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("firm")
    write_firm(simulate(5, 60, 120), place)
    return place


def test_the_same_seed_gives_the_same_bytes_in_another_process(folder: Path, tmp_path: Path):
    command = [
        sys.executable,
        "-m",
        "simulator",
        "--seed",
        "5",
        "--people",
        "60",
        "--projects",
        "120",
        "--out",
        tmp_path,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    names = ["crm.csv", "psa.csv", "erp.csv", "truth/troubles.csv", "truth/waits.csv"]
    assert [(tmp_path / name).read_bytes() for name in names] == [(folder / name).read_bytes() for name in names]


def test_another_seed_gives_another_firm(folder: Path, tmp_path: Path):
    write_firm(simulate(6, 60, 120), tmp_path)
    assert (tmp_path / "psa.csv").read_bytes() != (folder / "psa.csv").read_bytes()


def test_every_record_stands_in_its_system_at_its_own_clock(folder: Path):
    world = simulate(5, 60, 120)
    for system, (_, _, time_column, event_column, pattern, zone) in DIALECTS.items():
        written = sorted(
            (
                datetime.strptime(row[time_column], pattern).replace(tzinfo=zone).astimezone(UTC),
                row["Project"],
                row[event_column],
            )
            for row in rows_of(folder, system)
        )
        told = sorted((r.moment, r.matter.project.code, r.event) for r in world.records if r.system == system)
        assert written == told


def test_money_has_the_decimal_sign_of_its_dialect(folder: Path):
    by_event = {row["Billing event"]: row["Amount"] for row in rows_of(folder, "erp") if row["Billing event"]}
    assert all("." in amount for amount in by_event.values())
    for row in rows_of(folder, "psa"):
        if row["Billing event"] in by_event:
            assert row["Amount"] == by_event[row["Billing event"]].replace(".", ",")


def test_names_are_as_awkward_as_real_ones(folder: Path):
    clients = {row["Client"] for row in rows_of(folder, "psa")}
    assert any("ü" in name for name in clients)
    assert any("&" in name for name in clients)
    assert max(map(len, clients)) > 60
    assert "ß".encode("cp1252") in (folder / "psa.csv").read_bytes()


def test_an_unknown_trouble_is_refused_with_the_known_ones(tmp_path: Path):
    command = [sys.executable, "-m", "simulator", "--troubles", "flood", "--out", tmp_path / "never"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "flood" in done.stderr
    assert "late_time" in done.stderr
    assert not (tmp_path / "never").exists()
