"""The pretend firm and its reports, made once; and how they are opened again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.access import Viewer
from core.workspace import Workspace, open_workspace
from eventlog.reading import open_log
from reports.making import made
from reports.structure import Report

Made = Callable[..., Report]


@pytest.fixture(scope="session")
def firm(pretend_firm: Path) -> Workspace:
    """The pretend firm, for tests that only look."""
    return open_workspace(pretend_firm)


@pytest.fixture(scope="session")
def made_report(firm: Workspace) -> Made:
    """Makes a report, by its name, for the owner or another viewer."""

    def make(name: str, period: str | None = None, entity: str | None = None, viewer: Viewer | None = None) -> Report:
        with open_log(firm, viewer or Viewer.owner()) as log:
            return made(log, name, period, entity)

    return make
