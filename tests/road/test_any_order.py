"""Whatever was pulled when: the log is that of the records, and a build that goes on ends as one that begins anew."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.access import Viewer
from core.workspace import Workspace, create_workspace, writing
from eventlog.generations import manifest_of
from eventlog.landed import landed_runs, withdrawn_runs
from eventlog.numbering import OURS
from eventlog.reading import open_log
from ingest.decisions import decide_identity, mend_record
from ingest.landing import reinstate, withdraw
from metrics.shares import nothing_kept
from simulator.interfaces.vendors import vendors_of
from simulator.life.simulate import simulate
from simulator.life.troubles import Troubles
from simulator.state import State
from tests.conftest import SCALE
from tests.road.changes_of_records import change_some
from tracework.demo_systems import Systems, point_at, running
from tracework.pipeline import build, pull

SEQUENCES, SOURCES, DAYS, FIRST_DAY = 5, 3, 11, date(2026, 2, 1)
# These two once ended otherwise: after a decision about timesheets, and after one taken for news of the systems.
SEEDS = tuple(dict.fromkeys((18, 28, *range(SEQUENCES * SCALE))))[: SEQUENCES * SCALE]


@dataclass(frozen=True)
class Firm:
    """A firm of a few people over some weeks whose systems answer, and a workspace that pulled all of them before the
    last days; it is copied, never changed."""

    state: State
    systems: Systems
    pulled: Workspace

    def days_before_end(self, name: str, days: float) -> None:
        self.systems.served[name].shown.set_clock(self.state.as_of - timedelta(days=days))

    def workspace_of(self, names: list[str], folder: Path) -> Workspace:
        """A workspace that has pulled these systems once, in this order, and no other."""
        workspace = create_workspace(folder)
        shutil.copytree(self.pulled.root / "secrets", workspace.root / "secrets")
        vendors = vendors_of(self.state)
        point_at(workspace, Systems({name: self.systems.served[name] for name in names}), vendors, "A firm")
        for name in names:
            shutil.copytree(self.pulled.landing / name, workspace.landing / name)
            self.systems.served[name].shown.undo()
        return workspace


@pytest.fixture(autouse=True)
def the_log_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No indicators: they are made anew of the log by each build, and are not in its content hash."""
    monkeypatch.setattr("tracework.pipeline.make_indicators", lambda database, *_: nothing_kept(database))


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    state = simulate(3, 8, Troubles.named("all"), since=FIRST_DAY)
    workspace = create_workspace(tmp_path_factory.mktemp("any_order") / "pulled")
    with running(state) as systems:
        point_at(workspace, systems, vendors_of(state), "A firm")
        systems.set_clock(state.as_of - timedelta(days=DAYS))
        assert pull(workspace, build=False).failed == {}
        yield Firm(state, systems, workspace)


def content(workspace: Workspace) -> str:
    """The content of the log of all that is landed, after a build that goes on where it can."""
    return str(manifest_of(workspace, build(workspace))["content_hash"])


def content_anew(workspace: Workspace) -> str:
    """The same, with no generation to go on from."""
    for path in workspace.log.iterdir():
        path.unlink()
    return content(workspace)


def test_the_order_of_the_sources_is_nothing(firm: Firm, tmp_path: Path):
    names, hashes = list(firm.systems.served), set()
    for number, order in enumerate((names, random.Random(1).sample(names, len(names)))):
        workspace = create_workspace(tmp_path / f"firm {number}")
        shutil.copytree(firm.pulled.root, workspace.root, dirs_exist_ok=True)
        shutil.rmtree(workspace.landing)
        for name in order:
            firm.systems.served[name].shown.undo()
            firm.days_before_end(name, DAYS)
            assert pull(workspace, [name], build=False).failed == {}
        hashes.add(content_anew(workspace))
    assert len(hashes) == 1


# three minutes on two quiet cores
@pytest.mark.timeout(900 * SCALE)
def test_going_on_is_beginning_anew(firm: Firm, tmp_path: Path):
    later, went_on = 0, 0
    for seed in SEEDS:
        chance = random.Random(seed)
        names = chance.sample(list(firm.systems.served), SOURCES)
        workspace = firm.workspace_of(names, tmp_path / f"firm {seed}")
        manifests = live_on(workspace, firm, names, chance)
        later += len(manifests) - 1
        went_on += sum(manifest.get("in_a_row", 0) > 0 for manifest in manifests)
        # compared once, at the end: what went wrong on the way stays wrong
        assert content_anew(workspace) == manifests[-1]["content_hash"], f"sequence {seed} of {names}"
        shutil.rmtree(workspace.root)
    # the others were built anew because a load was withdrawn or is no newer than what was known
    assert went_on >= later / 3


def live_on(workspace: Workspace, firm: Firm, names: list[str], chance: random.Random) -> list[dict[str, Any]]:
    """The last days of the firm, cut at random into what is pulled when, and in which order. In one half of them people
    withdraw, decide, mend. Returns the manifests of what was built: before, between and after."""
    manifests, half = [manifest_of(workspace, build(workspace))], DAYS // 2
    days, eventful = dict.fromkeys(names, float(DAYS)), chance.choice([half, 0])
    for until in (half, 0):
        for name in [*chance.sample(names, len(names)), *chance.sample(names, chance.randrange(len(names)))]:
            # now and then a system is pulled again at the very moment up to which it was
            days[name] = days[name] if chance.random() < 0.05 else chance.uniform(until, days[name])
            firm.days_before_end(name, days[name])
            change_some(name, firm.systems.served[name].shown, chance)
            assert pull(workspace, [name], build=False).failed == {}
        if until == eventful:
            for happens in chance.sample([withdraw_one, decide, mend, take_back, decide], 3):
                happens(workspace, chance)
        manifests.append(manifest_of(workspace, build(workspace)))
    return manifests


def withdraw_one(workspace: Workspace, chance: random.Random) -> None:
    """A load that is not the first of its source is withdrawn."""
    later = [run for run in landed_runs(workspace) if int(run.run) > 1 or run.source == OURS]
    with writing(workspace):
        for run in chance.sample(later, min(1, len(later))):
            withdraw(workspace, run.source, run.run)


def take_back(workspace: Workspace, chance: random.Random) -> None:
    """All loads that were withdrawn count again."""
    with writing(workspace):
        for run in withdrawn_runs(workspace):
            reinstate(workspace, run.source, run.run)


def decide(workspace: Workspace, chance: random.Random) -> None:
    """Two objects of one type are one thing, or are not."""
    with open_log(workspace, Viewer.owner()) as log:
        pairs = log.database.rows(
            "select a.object_id, b.object_id from object as a join object as b using (type_no) "
            "where a.object_id < b.object_id and split_part(a.object_id, ':', 1) <> split_part(b.object_id, ':', 1) "
            "and not starts_with(a.object_id, 'tracework:') and not starts_with(b.object_id, 'tracework:') "
            "order by hash(a.object_id || b.object_id || $seed) limit 1",
            seed=str(chance.random()),
        )
    with writing(workspace):
        for left, right in pairs:
            decide_identity(workspace, left, right, chance.choice(["same", "different"]), "Ann")


def mend(workspace: Workspace, chance: random.Random) -> None:
    """A record that was set apart is told otherwise: with the numbers that it lacks, or in vain."""
    with open_log(workspace, Viewer.owner()) as log:
        apart = log.database.rows("select source, stream, record from quarantine order by all")
    with writing(workspace):
        for source, stream, record in chance.sample(apart, min(2, len(apart))):
            values = {"hours": "7", "hireDate": "2026-03-02", "CreateDate": "2026-03-02T09:00:00"}
            mend_record(workspace, {"source": source, "stream": stream, "record": record}, values, "Ann")
