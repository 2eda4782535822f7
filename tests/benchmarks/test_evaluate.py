"""The page of the models: a section an evaluation, rewritten alone; what data are missing is said."""

import subprocess
import sys

import pytest

from benchmarks.measured import ROOT
from benchmarks.models_page import told, written
from benchmarks.section import DataMissing, Row, Section, shared
from core.registry import found, module

SECTION = Section(
    title="Late invoices",
    how="Learnt on the first 70% by date.",
    naive_is="the client's own share",
    rows=(
        Row("AUC", 0.8812, "receivables, 740 invoices", "temporal 70/30", naive=0.851, aim=0.88),
        Row("Days off", 5.59, "receivables", "the same", naive=5.0, aim=5.0, higher_is_better=False, form=".1f"),
        Row("Covered", 0.81, "receivables", "rolling", form=".0%"),
    ),
    limits=("New clients are told apart.",),
)


def test_each_figure_stands_beside_the_naive_guess_and_its_aim():
    text = told(SECTION, "late", 12.4)
    assert "| AUC | 0.881 | 0.851 | ≥ 0.880 ✓ | receivables, 740 invoices | temporal 70/30 |" in text
    assert "| Days off | 5.6 | 5.0 (no worse) | ≤ 5.0 not reached | receivables | the same |" in text
    assert "| Covered | 81% |  |  | receivables | rolling |" in text
    assert "- New clients are told apart.\n" in text
    assert "`python -m benchmarks.evaluate late`" in text


def test_one_section_is_rewritten_and_the_rest_stays(tmp_path):
    page = tmp_path / "models.md"
    written(page, "late", "## Late\n\nfirst\n")
    written(page, "cases", "## Cases\n\n12 of 14\n")
    before = page.read_text(encoding="utf-8")
    page.write_text(before.replace("# How good", "# Measured: how good"), encoding="utf-8")
    written(page, "late", "## Late\n\nsecond\n")
    after = page.read_text(encoding="utf-8")
    assert after == before.replace("# How good", "# Measured: how good").replace("first", "second")
    assert after.index("## Cases") < after.index("## Late")


def test_data_that_are_missing_are_named(monkeypatch):
    monkeypatch.setenv("TRACEWORK_TEST_DATA", "/nowhere")
    with pytest.raises(DataMissing, match=r"needs anomalies/x\.json"):
        shared("anomalies/x.json")


def test_every_evaluation_can_be_run_by_name():
    for name in found("benchmarks.evaluate"):
        assert callable(module("benchmarks.evaluate", name).evaluate), name
    command = [sys.executable, "-m", "benchmarks.evaluate", "no_such"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "There is no evaluation no_such. There are:" in done.stderr
