"""The three figures of the indicators on a small firm, and that a total which is not what was given is found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks.comparisons import TRACEWORK
from benchmarks.direct_sums import told_otherwise
from benchmarks.indicator_rows import indicator_rows
from benchmarks.indicators import measures
from benchmarks.results_table import table
from core.access import Viewer
from core.database import open_writer
from core.workspace import Workspace, open_workspace
from eventlog.reading import EventLog

BY_SLICES = ("approval_cycle_time", "exception_volume", "unbilled_wip")


@pytest.fixture(scope="module")
def folder(pretend_firm: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the firm that may be written into, and the indicators whose slices are timed."""
    made = tmp_path_factory.mktemp("indicators")
    (made / "indicators").write_text(" ".join(BY_SLICES))
    shutil.copytree(pretend_firm, made / "firm")
    return made


def test_the_figures_and_that_what_is_told_is_what_was_given(folder: Path):
    made, told, cut = indicator_rows(folder, "a small firm", build_worked=1e6, runs=1)
    assert made.measured[TRACEWORK].answer["indicators"] == [18]
    assert made.note.endswith("0% on top of the log's 1000000, ≤ 30% ✓")
    assert told.measured[TRACEWORK].answer["totals"][0] > 40
    assert cut.differences == []
    assert "measures by a slice, warm | a small firm |" in table("Figures", [made, told, cut], "")


def test_another_total_than_was_given_is_found(folder: Path):
    workspace: Workspace = open_workspace(folder / "firm")
    number = workspace.current_generation()
    assert number is not None
    with open_writer(workspace.generation_file(number)) as database:
        log = EventLog(workspace, number, {}, Viewer.owner(), database)
        of = next(each for each in measures(log) if (each[0].name, each[1].name) == ("utilization", "openair"))
        assert list(told_otherwise(log, *of)) == []
        database.run("update indicator.utilization set value = value + 1 where thing_no = 1")
        practice = database.value("select any_value(practice) from indicator.utilization where thing_no = 1")
        assert [each for each in told_otherwise(log, *of) if f"'{practice}')" in each]
