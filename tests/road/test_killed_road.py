"""A kill at any moment of the whole road in: what was published stays, the next pull ends as if nothing had been."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from core.workspace import Workspace, create_workspace
from eventlog.landed import landed_runs
from simulator.interfaces.vendors import vendors_of
from simulator.life.simulate import simulate
from simulator.life.troubles import Troubles
from tests.killing import killed_when_worked, worked_by_children
from tests.tracework.command_line import ROOT, files_of
from tracework.demo_systems import Systems, point_at, running
from tracework.pipeline import pull

KILLS = 10
WEEKS = timedelta(days=14)
# Every part of the road in a few seconds; a full run has all systems.
FEW = ("netsuite", "bamboohr", "concur")


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory, scale: int) -> Iterator[Path]:
    """A firm of a few people, pulled and built two weeks before; its systems answer, with two weeks more."""
    state = simulate(5, 8, Troubles.named("all"), since=date(2026, 2, 23))
    workspace = create_workspace(tmp_path_factory.mktemp("killed") / "firm")
    with running(state) as systems:
        chosen = systems if scale > 1 else Systems({name: systems.served[name] for name in FEW})
        point_at(workspace, chosen, vendors_of(state), "A firm")
        systems.set_clock(state.as_of - WEEKS)
        assert pull(workspace).failed == {}
        systems.set_clock(state.as_of)
        yield workspace.root


def content(root: Path) -> str:
    number = int((root / "log" / "CURRENT").read_text())
    return str(json.loads((root / "log" / f"{number}.json").read_text())["content_hash"])


def landed(root: Path) -> Counter[tuple[str, str, int, int]]:
    """The numbers of all records that landed, by source and stream."""
    return Counter(
        (run.source, stream, key, said)
        for run in landed_runs(Workspace(root))
        for stream in run.manifest["streams"]
        if (path := run.stream(stream))
        for key, said in zip(*pq.read_table(path, columns=["_key", "_content"]).to_pydict().values(), strict=True)
    )


def test_killed_at_random_moments(firm: Path, tmp_path: Path, scale: int):
    pristine = shutil.copytree(firm, tmp_path / "pristine")
    before, published = content(firm), files_of(firm / "log")
    started = worked_by_children()
    _pull(firm)
    seconds, expected, records = worked_by_children() - started, content(firm), landed(firm)
    assert expected != before
    assert max(records.values()) == 1
    _restore(pristine, firm)
    chance, killed = random.Random(13), 0
    for _ in range(KILLS * scale):
        killed += killed_when_worked(chance.uniform(0, seconds * 1.1), "pull", "-w", firm)
        if content(firm) != before:
            # it was quicker than the kill: back to the start for the next one
            assert content(firm) == expected
            _restore(pristine, firm)
        else:
            assert landed(firm) <= records
        assert {name: files_of(firm / "log").get(name) for name in published} == published
    assert killed > KILLS * scale / 2
    _ends_as_if_nothing_had_been(firm, expected, records)


def _pull(firm: Path) -> None:
    """Pull to the end, however busy the machine."""
    done = subprocess.run(
        [sys.executable, "-m", "tracework", "pull", "-w", str(firm)],
        cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def _ends_as_if_nothing_had_been(firm: Path, expected: str, records: Counter[tuple[str, str, int, int]]) -> None:
    _pull(firm)
    assert content(firm) == expected
    assert landed(firm) == records
    assert not list(firm.glob("landing/*/*.part"))
    assert not list(firm.glob("log/*.part*"))


def _restore(pristine: Path, firm: Path) -> None:
    shutil.rmtree(firm)
    shutil.copytree(pristine, firm)
