"""Service levels of an imported log: by the clock on the wall where no calendar is named, their slips told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from core.access import Viewer
from core.workspace import create_workspace
from eventlog.reading import EventLog, open_log
from ingest.imports import ImportChoices, inspect_flat_file
from models.lateness.unknown_steps import unknown_steps
from models.lateness.watched import Watched, days, watched
from tracework.pipeline import import_file

LOG = """case,activity,time
1,Ask a question,2026-01-09T12:00:00Z
1,Answer it,2026-01-12T12:00:00Z
2,Ask a question,2026-01-10T06:00:00Z
2,Answer it,2026-01-10T18:00:00Z
3,Ask a question,2026-01-12T06:00:00Z
"""
LEVEL = '[[service_levels]]\nname = "Answered"\nfrom = "{}"\nto = "{}"\nhours = 24\n'
MOMENT = datetime(2026, 1, 12, 12)


@pytest.fixture
def declared(tmp_path: Path) -> Callable[[str], EventLog]:
    """The imported log, once its process is declared so."""
    (tmp_path / "desk.csv").write_text(LOG)
    workspace = create_workspace(tmp_path / "firm")

    def of(text: str) -> EventLog:
        workspace.processes.mkdir(exist_ok=True)
        (workspace.processes / "desk.toml").write_text(f'title = "Desk"\nobject_type = "desk"\n{text}')
        mapping = inspect_flat_file(workspace, tmp_path / "desk.csv", ImportChoices()).mapping
        import_file(workspace, tmp_path / "desk.csv", ImportChoices(), mapping)
        return open_log(workspace, Viewer.owner())

    return of


def of_cases(found: Watched) -> dict[str, tuple[float, float]]:
    """By case when it is due, and whether it was missed by then."""
    missed = found.missed(np.arange(len(found.case)), days(MOMENT)).tolist()
    ids = [found.ids[case].rpartition(":")[2] for case in found.case.tolist()]
    return dict(zip(ids, zip(found.due.tolist(), missed, strict=True), strict=True))


def test_without_a_calendar_all_hours_count(declared: Callable[[str], EventLog]):
    with declared(LEVEL.format("Ask a question", "Answer it")) as log:
        (found,) = watched(log, MOMENT)
        assert unknown_steps(log) == ""
    told = of_cases(found)
    assert {case: due for case, (due, _) in told.items()} == pytest.approx(
        {"1": days(datetime(2026, 1, 10, 12)), "2": days(datetime(2026, 1, 11, 6)), "3": days(datetime(2026, 1, 13, 6))}
    )
    assert (told["1"][1], told["2"][1], np.isnan(told["3"][1])) == (1.0, 0.0, True)
    assert found.hours == "hours"


def test_with_a_calendar_its_working_hours_do(declared: Callable[[str], EventLog]):
    """24 working hours from a Friday noon on end on the next Wednesday."""
    with declared('calendar = "munich"\n' + LEVEL.format("Ask a question", "Answer it")) as log:
        (found,) = watched(log, MOMENT)
    assert found.hours == "working hours"
    assert days(datetime(2026, 1, 13)) < of_cases(found)["1"][0] < days(datetime(2026, 1, 15))


def test_a_step_that_no_case_has_is_told_with_the_nearest(declared: Callable[[str], EventLog]):
    with declared(LEVEL.format("Ask a question", "Anser it")) as log:
        told = unknown_steps(log)
    assert told == (
        "The service level “Answered” in processes/desk.toml goes to “Anser it”, and no case has such a step. "
        'The nearest: "Answer it".'
    )
