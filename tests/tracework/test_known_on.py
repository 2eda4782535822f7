"""What was known on a day is the same by command line, HTTP, notebook on the folder and notebook on the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import tracework as tw
from core.errors import NotFound, WrongUse
from core.workspace import open_workspace
from tests.generated_logs import START
from tests.metrics.own_indicators import CASES, workspace_with
from tests.served_orders import serving
from tests.tracework.command_line import tracework
from tracework.pipeline import build

DAY, MONTH = "2999-01-01", f"{START:%Y-%m}"
TOLD = ("name", "measure", "unit", "value", "n", "open", "period", "definition", "generation")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two generations: after the first a case counts twice."""
    workspace = workspace_with(tmp_path_factory.mktemp("known") / "firm", {"cases": CASES})
    (workspace.root / "indicators" / "cases.sql").write_text(CASES.replace("1 as value", "2 as value"))
    build(workspace)
    return workspace.root


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[str]:
    with serving(open_workspace(folder)) as address:
        yield address


def test_all_faces_tell_the_same(folder: Path, served: str):
    by_command = tracework("indicators", "cases", "--known-on", DAY, "--trend", "month", "--json", "-w", folder).json
    over_http = httpx.get(f"{served}/api/v1/indicators/cases", params={"known_on": DAY, "trend": "month"}).json()
    with tw.open(folder) as here, tw.open(served) as there:
        frames = [firm.known_on(DAY, "cases", trend="month").arrow.to_pylist() for firm in (here, there)]
        whole = [firm.known_on(DAY).arrow.to_pylist() for firm in (here, there)]
        now = [firm.indicator("cases", by="entity").arrow.to_pylist() for firm in (here, there)]
    told = [[{name: row[name] for name in TOLD} for row in rows] for rows in (by_command, over_http, *frames)]
    assert [(row["period"], row["value"], row["generation"]) for row in told[0]] == [(MONTH, 8.0, 2)]
    assert all(rows == told[0] for rows in told)
    assert frames[0] == frames[1]
    assert frames[0][0]["as_of"] is not None
    assert [[row["value"] for row in rows] for rows in whole] == [[8.0], [8.0]]
    assert now[0] == now[1]
    assert [(row["entity"], row["value"]) for row in now[0]] == [("here", 8.0)]


def test_what_cannot_be_told_is_refused_in_words(served: str):
    with tw.open(served) as firm:
        with pytest.raises(NotFound, match="Nothing is kept of what was known on 1999-12-31"):
            firm.known_on("1999-12-31", "cases")
        with pytest.raises(WrongUse, match="is no period"):
            firm.known_on("yesterday", "cases")
    answer = httpx.get(f"{served}/api/v1/indicators/cases", params={"known_on": DAY, "by": "entity"})
    assert answer.status_code == 400
    assert "is kept of the whole" in answer.json()["detail"]
