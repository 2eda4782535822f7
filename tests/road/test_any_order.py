"""Whatever was pulled when: the log is that of the records, and a build that goes on ends as one that begins anew."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.workspace import Workspace, create_workspace, writing
from eventlog.generations import manifest_of
from eventlog.landed import landed_runs, withdrawn_runs
from ingest.landing import reinstate, withdraw
from simulator.interfaces.shown import Shown
from simulator.interfaces.vendors import vendors_of
from simulator.life.simulate import simulate
from simulator.life.troubles import Troubles
from simulator.state import State
from simulator.systems.netsuite.account import ZONE_INFO
from tracework.demo_systems import Systems, point_at, running
from tracework.pipeline import build, pull

# a sequence is compared once, at its end: what went wrong on the way stays wrong
SEQUENCES, STEPS, DAYS = 1, 5, 11


@pytest.fixture(scope="module")
def state() -> State:
    """A firm of a few people over some weeks, with all troubles."""
    return simulate(3, 8, Troubles.named("all"), since=date(2026, 3, 1))


@contextmanager
def served(state: State, root: Path) -> Iterator[tuple[Workspace, Systems]]:
    workspace = create_workspace(root)
    with running(state) as systems:
        point_at(workspace, systems, vendors_of(state), "A firm")
        yield workspace, systems


def content(workspace: Workspace) -> str:
    """The content of the log of all that is landed, after a build that goes on where it can."""
    return str(manifest_of(workspace, build(workspace))["content_hash"])


def content_anew(workspace: Workspace) -> str:
    """The same, with no generation to go on from."""
    for path in workspace.log.iterdir():
        path.unlink()
    return content(workspace)


def test_the_order_of_the_sources_is_nothing(state: State, tmp_path: Path):
    hashes = set()
    with served(state, tmp_path / "firm") as (workspace, systems):
        names = list(systems.served)
        for order in (names, random.Random(1).sample(names, len(names))):
            shutil.rmtree(workspace.landing, ignore_errors=True)
            for name in order:
                assert pull(workspace, [name], build=False).failed == {}
            hashes.add(content_anew(workspace))
    assert len(hashes) == 1


def test_going_on_is_beginning_anew(state: State, tmp_path: Path, scale: int):
    went_on = 0
    with served(state, tmp_path / "firm") as (workspace, systems):
        systems.set_clock(state.as_of - timedelta(days=DAYS))
        assert pull(workspace).failed == {}
        before = shutil.copytree(workspace.root, tmp_path / "before")
        for seed in range(SEQUENCES * scale):
            shutil.rmtree(workspace.root)
            shutil.copytree(before, workspace.root)
            manifests = live_on(workspace, systems, state, random.Random(seed))
            went_on += sum(manifest.get("in_a_row", 0) > 0 for manifest in manifests)
            assert content_anew(workspace) == manifests[-1]["content_hash"], f"sequence {seed}"
    assert went_on > SEQUENCES * scale


def live_on(workspace: Workspace, systems: Systems, state: State, chance: random.Random) -> list[dict[str, Any]]:
    """Some days of the firm: records change and go, some systems are pulled, a load may be withdrawn and taken back.
    Returns the manifests of what was built."""
    manifests, days = [], DAYS
    for step in range(STEPS):
        days -= chance.randrange(1, 1 + DAYS // STEPS)
        edited = list(EDITS)[step % len(EDITS)]
        names = list({edited: 1, **dict.fromkeys(chance.sample(list(systems.served), 2))})
        for name in names:
            shown = systems.served[name].shown
            shown.set_clock(state.as_of - timedelta(days=days))
            EDITS.get(name, _nothing)(shown, chance)
        assert pull(workspace, names, build=False).failed == {}
        if step in (2, 3):
            _withdraw_or_take_back(workspace, chance)
        manifests.append(manifest_of(workspace, build(workspace)))
    return manifests


def _withdraw_or_take_back(workspace: Workspace, chance: random.Random) -> None:
    """A load that is not the first of its source is withdrawn; one that was withdrawn before is taken back."""
    gone = withdrawn_runs(workspace)
    later = [run for run in landed_runs(workspace) if int(run.run) > 1]
    with writing(workspace):
        if gone:
            reinstate(workspace, gone[0].source, gone[0].run)
        elif later:
            run = chance.choice(later)
            withdraw(workspace, run.source, run.run)


def _some(shown: Shown, table: str, key: str, chance: random.Random) -> list[dict[str, Any]]:
    """The key of one record of a table, if it has any."""
    numbers = shown.tables[table][key].sort().to_list()
    return [{key: chance.choice(numbers)}] if numbers else []


def _edit_salesforce(shown: Shown, chance: random.Random) -> None:
    stamp = {"SystemModstamp": shown.now()}
    edits: dict[str, dict[str, Any]] = {
        "pse__Timecard_Header__c": {"pse__Monday_Hours__c": float(chance.randrange(9))},
        "Account": {"Name": f"Client {chance.randrange(99)}"},
        "pse__Assignment__c": {"IsDeleted": True},
    }
    for table, values in edits.items():
        for each in _some(shown, table, "Id", chance):
            shown.change(table, each, {**values, **stamp})


def _edit_netsuite(shown: Shown, chance: random.Random) -> None:
    stamp = {"lastmodifieddate": shown.now().astimezone(ZONE_INFO).replace(tzinfo=None, microsecond=0)}
    for each in _some(shown, "timebill", "id", chance):
        shown.change("timebill", each, {"hours": str(chance.randrange(9)), **stamp})
    for each in _some(shown, "transactionline", "uniquekey", chance):
        shown.remove("transactionline", each)


def _edit_concur(shown: Shown, chance: random.Random) -> None:
    for each in _some(shown, "entries", "ID", chance):
        shown.remove("entries", each)


def _nothing(shown: Shown, chance: random.Random) -> None:
    """Systems that only go on."""


EDITS = {"salesforce": _edit_salesforce, "netsuite": _edit_netsuite, "concur": _edit_concur}
