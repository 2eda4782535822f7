"""`tracework report`: the list, a file of each kind, what is due, and clear words where there is nothing to tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.metrics.own_indicators import CASES, workspace_with
from tests.tracework.command_line import tracework

MAGIC = {"html": b"<!doctype html>", "pdf": b"%PDF-", "xlsx": b"PK"}


def test_without_a_name_it_lists_the_reports():
    found = tracework("report", "--json").json
    assert found == [
        {"name": "month_end_finance", "title": "Month-end finance", "grain": "month"},
        {"name": "utilization", "title": "Utilization", "grain": "month"},
        {"name": "weekly_operations", "title": "Weekly operations", "grain": "week"},
    ]


def test_into_a_folder_it_writes_every_format(pretend_firm: Path, tmp_path: Path):
    words = ("month-end-finance", "--period", "2026-03", "--out", tmp_path / "to", "--json")
    answer = tracework("report", *words, "-w", pretend_firm)
    assert answer.code == 0, answer.err
    assert sorted(Path(file).name for file in answer.json["files"]) == [f"month_end_finance.{each}" for each in MAGIC]
    for each, start in MAGIC.items():
        assert (tmp_path / "to" / f"month_end_finance.{each}").read_bytes().startswith(start)
    assert answer.json["sentences"][0].startswith("At the end of March 2026, $")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("nothing",), 1, "There are: month_end_finance, utilization, weekly_operations."),
        (("utilization", "--period", "soon"), 2, '"soon" is no period'),
        (("utilization", "--entity", "atlantis"), 1, "There are: leeds, london, munich, new_york."),
        (("utilization", "--out", "report.docx"), 2, "ends with .html, .pdf, .xlsx"),
    ],
)
def test_mistakes_are_told(pretend_firm: Path, words: tuple[str, ...], code: int, told: str):
    answer = tracework("report", *words, "-w", pretend_firm)
    assert answer.code == code
    assert told in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("name", ["month_end_finance", "weekly_operations", "utilization"])
def test_a_log_without_a_business_gets_a_reason(tmp_path: Path, name: str):
    workspace_with(tmp_path / "firm", {"cases": CASES})
    answer = tracework("report", name, "-w", tmp_path / "firm")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("tracework: Reports are of billing, people and cash")


def test_what_is_due(tmp_path: Path):
    workspace_with(tmp_path / "firm", {"cases": CASES})
    (tmp_path / "firm" / "firm.toml").write_text(
        '[reports.weekly]\nreport = "weekly_operations"\nat = "Monday 07:00"\nfolder = "sent"\n', encoding="utf-8"
    )
    assert "Nothing is due." in tracework("report", "--due", "-w", tmp_path / "firm").out
    assert tracework("report", "--runs", "--json", "-w", tmp_path / "firm").json == {"runs": []}
