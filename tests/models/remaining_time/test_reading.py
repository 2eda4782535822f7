"""A process of a generation as arrays: whole, and as it was known at a moment."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from core.access import Viewer
from core.workspace import create_workspace
from eventlog.reading import open_log
from ingest.imports import ImportChoices, inspect_flat_file
from models.remaining_time.reading import histories
from tracework.pipeline import import_file

LOG = """case,activity,time,resource
1,ask,2026-01-05T12:00:00Z,Ann
1,answer,2026-01-07T00:00:00Z,Bob
2,ask,2026-01-06T12:00:00Z,
"""


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("reading")
    (folder / "desk.csv").write_text(LOG)
    workspace = create_workspace(folder / "firm")
    mapping = inspect_flat_file(workspace, folder / "desk.csv", ImportChoices()).mapping
    import_file(workspace, folder / "desk.csv", ImportChoices(), mapping)
    with open_log(workspace, Viewer.owner()) as log:
        yield log.process(log.processes()[0])


def test_all_of_it(process):
    found = histories(process)
    assert found.first.tolist() == [0, 2, 3]
    assert found.activity == ["ask", "answer", "ask"]
    assert found.said["who"] == ["Ann", "Bob", None]
    np.testing.assert_allclose(np.diff(found.day), [1.5, -0.5])


def test_what_was_known_at_a_moment(process):
    found = histories(process, datetime(2026, 1, 6))
    assert found.first.tolist() == [0, 1]
    assert found.activity == ["ask"]
    assert histories(process, datetime(2026, 1, 1)).cases == 0
