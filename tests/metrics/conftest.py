"""What several tests of indicators look at, made once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from core.calendars import calendar
from core.database import BUILDER, open_writer
from core.settings import firm_settings
from core.workspace import open_workspace
from metrics.making import make_indicators
from simulator.books.firm import Firm
from tests.metrics.books import Books
from tracework.demo import PretendFirm


@pytest.fixture(scope="session")
def books(pretend_firm: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    """The pretend firm's log, with facts and shares made anew: the kept one may have them of earlier statements."""
    workspace = open_workspace(pretend_firm)
    number = workspace.current_generation()
    assert number is not None
    copy = tmp_path_factory.mktemp("books") / "log.duckdb"
    shutil.copy(workspace.generation_file(number), copy)
    with open_writer(copy, BUILDER, copy.parent) as database:
        find = partial(calendar, workspace=workspace)
        make_indicators(database, workspace, find, firm_settings(workspace).metrics)
        yield Books(database, Firm(PretendFirm(people=60, months=8).state()))
