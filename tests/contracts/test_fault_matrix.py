"""Every fault against every vendor's interface: healed, or told in one clear line, and what was committed stays."""

from __future__ import annotations

import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from core.errors import Refused, SourceFailed
from core.workspace import Workspace, create_workspace, open_workspace
from eventlog.landed import landed_runs
from ingest.last_try import last_try
from ingest.pull import pull_and_note
from ingest.source import Pulled
from ingest.source_settings import configured_source
from simulator.interfaces.altered_answers import NEW_COLUMN
from simulator.interfaces.faults import KINDS
from simulator.interfaces.serving import Served, serve
from simulator.interfaces.vendors import EVERYWHERE
from simulator.life.simulate import small_firm
from tests.contracts.fault_matrix import CANNOT, DONE_TO_RECORDS, FAULTS, Cell, cells
from tests.contracts.vendor_interfaces import INTERFACES, Interface, control
from tests.ingest.sources.office_pulls import log
from tests.tracework.command_line import files_of
from tracework.demo_systems import Systems, point_at

COLUMNS = {interface.name: interface for interface in INTERFACES}
CELLS = {(cell.fault, cell.interface): cell for cell in cells()}
# Salesforce and NetSuite are asked for columns by name, so a new one is one of the table, and not of an answer.
ASKED_BY_NAME = ("salesforce", "netsuite")
FOUND = {
    "unauthorized": "401", "forbidden": "403", "throttled": "429", "throttled_silently": "429", "server_error": "500",
    "unavailable": "503", "slow": "no answer within", "cut": "the connection failed", "truncated": "is broken",
    "repeated": "the same records without end", "reordered": "not in the order asked for",
}  # fmt: skip
WHAT_TO_DO = re.compile(r"pull again later|Check the (secrets|settings)|Ask for the right|tell the vendor")
OURS = ("_key", "_content", NEW_COLUMN)
Landed = Counter[tuple[str, tuple[tuple[str, Any], ...]]]


class Stand:
    """One interface over the small firm, with a workspace that has pulled it once, and what lands undisturbed next."""

    def __init__(self, interface: Interface, served: Served, folder: Path) -> None:
        self.interface, self.served = interface, served
        workspace = create_workspace(folder / "base")
        point_at(workspace, Systems({interface.vendor: served}), {interface.vendor: interface.module}, "A firm")
        if interface.pages:
            control(served, "pages", {"longest": interface.pages})
        with workspace.settings_file.open("a", encoding="utf-8") as file:
            file.write(f"{interface.settings}\n")
        self._settings = workspace.settings_file.read_text(encoding="utf-8")
        self.base = workspace
        served.shown.set_clock(small_firm().as_of - timedelta(days=interface.days))
        self.pull(self.choose(workspace, interface.history))
        self.committed = files_of(workspace.landing)
        served.shown.set_clock(small_firm().as_of)
        undisturbed = self.choose(self.copy(folder / "undisturbed"))
        self.pull(undisturbed)
        self.undisturbed = landed(undisturbed)

    def choose(self, workspace: Workspace, *more: str, **http: float) -> Workspace:
        """The workspace, with settings that pull the stream, the one beside it and these."""
        streams = [self.interface.stream, self.interface.beside, *(name for name in more if name)]
        patience = {"first_wait": 0.01, "longest_wait": 0.02, "attempts": 4, "timeout": 20, **http}
        lines = [f"streams = {{ include = {streams} }}", f"[sources.{self.interface.vendor}.http]"]
        lines += [f"{name} = {value}" for name, value in patience.items()]
        workspace.settings_file.write_text(self._settings + "\n".join(lines) + "\n", encoding="utf-8")
        return workspace

    def copy(self, folder: Path) -> Workspace:
        """A workspace that has pulled once."""
        return open_workspace(shutil.copytree(self.base.root, folder))

    def some_key(self) -> str:
        """The key of a record that has landed."""
        told = (dict(row) for stream, row in landed(self.base) if stream == self.interface.stream)
        return str(next(told)[self.interface.key])

    def pull(self, workspace: Workspace) -> Pulled:
        return pull_and_note(workspace, configured_source(workspace, self.interface.vendor))


def landed(workspace: Workspace) -> Landed:
    """All rows that stand, by stream, without our numbers and without what the fault added."""
    return Counter(
        (stream, tuple(sorted((name, said) for name, said in row.items() if name not in OURS and said is not None)))
        for run in landed_runs(workspace)
        for stream in run.manifest["streams"]
        if (path := run.stream(stream))
        for row in pq.read_table(path).to_pylist()
    )


@pytest.fixture(scope="module", params=INTERFACES, ids=list(COLUMNS))
def stand(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    interface: Interface = request.param
    with serve(interface.module, small_firm()) as served:
        yield Stand(interface, served, tmp_path_factory.mktemp(interface.name))


def test_the_matrix_is_whole():
    """Every fault there is, at every interface; and where there is none, it says why."""
    assert {kind for kind, _ in FAULTS.values()} == {*KINDS, *DONE_TO_RECORDS}
    assert {interface.vendor for interface in INTERFACES} == set(EVERYWHERE)
    assert set(CELLS) == {(fault, interface) for fault in FAULTS for interface in COLUMNS}
    assert {place for place, cell in CELLS.items() if cell.outcome == "-"} == set(CANNOT)


@pytest.mark.parametrize("fault", FAULTS)
def test_what_comes_of_it(stand: Stand, fault: str, tmp_path: Path):
    cell = CELLS[fault, stand.interface.name]
    if cell.outcome == "-":
        assert CANNOT[fault, stand.interface.name]
        return
    patience = {"timeout": 0.5} if cell.kind == "slow" else {}
    history = stand.interface.history if cell.kind == "history_off" else ""
    workspace = stand.choose(stand.copy(tmp_path / "firm"), history, **patience)
    try:
        OUTCOMES[cell.outcome](stand, cell, workspace)
    finally:
        stand.interface.restore(stand.served)
    kept = files_of(workspace.landing)
    assert {name: kept.get(name) for name in stand.committed} == stand.committed


def befall(stand: Stand, cell: Cell) -> Any:
    """Make the fault happen; returns what is planned, if it is a fault of answers."""
    interface, served = stand.interface, stand.served
    if cell.kind == "revoked":
        return interface.forbid(served, interface.stream)
    if cell.kind == "history_off":
        return interface.forbid(served, interface.history)
    if cell.kind == "new_column" and interface.vendor in ASKED_BY_NAME:
        return served.shown.widen(interface.stream, NEW_COLUMN, "new")
    in_lists = cell.kind in ("reordered", "duplicated") and interface.lists
    where = {"path": interface.lists or interface.path} if in_lists else {"path": interface.path}
    where |= {"asked": "" if in_lists or cell.kind == "skewed" else interface.asked, "column": interface.number}
    return served.faults.plan(cell.kind, **{**where, **cell.details})


def healed(stand: Stand, cell: Cell, workspace: Workspace) -> None:
    fault, began = befall(stand, cell), time.monotonic()
    pulled = stand.pull(workspace)
    assert fault is None or fault.seen > fault.after
    assert cell.kind != "throttled" or time.monotonic() - began >= fault.seconds
    assert (pulled.refused, pulled.drift) == ({}, {})
    assert landed(workspace) == stand.undisturbed


def told(stand: Stand, cell: Cell, workspace: Workspace) -> None:
    befall(stand, cell)
    with pytest.raises((SourceFailed, Refused)) as failure:
        stand.pull(workspace)
    says_all(str(failure.value), stand, cell)
    assert last_try(workspace, stand.interface.vendor).error == str(failure.value)
    assert set(files_of(workspace.landing)) == set(stand.committed)
    stand.interface.restore(stand.served)
    stand.pull(workspace)
    assert landed(workspace) == stand.undisturbed


def left_out(stand: Stand, cell: Cell, workspace: Workspace) -> None:
    befall(stand, cell)
    pulled = stand.pull(workspace)
    name = stand.interface.history if cell.kind == "history_off" else stand.interface.stream
    assert set(pulled.refused) <= {name}
    if pulled.refused:
        says_all(pulled.refused[name], stand, cell, name)
    assert cell.kind not in DONE_TO_RECORDS or any(one.stream == name and one.ask_for for one in pulled.missing)
    assert of_others(landed(workspace), name) == of_others(stand.undisturbed, name)
    stand.interface.restore(stand.served)
    assert stand.pull(workspace).refused == {}
    assert of_others(landed(workspace), stand.interface.history) == of_others(
        stand.undisturbed, stand.interface.history
    )


def later(stand: Stand, cell: Cell, workspace: Workspace) -> None:
    befall(stand, cell)
    assert stand.pull(workspace).refused == {}
    stand.served.faults.clear()
    key = stand.some_key()
    stand.interface.touch(stand.served, key)
    stand.pull(workspace)
    assert stand.undisturbed - landed(workspace) == Counter()
    changed = [dict(row) for _, row in (landed(workspace) - stand.undisturbed).elements()]
    assert [row[stand.interface.key] for row in changed] == [key]


def marked(stand: Stand, cell: Cell, workspace: Workspace) -> None:
    interface, key = stand.interface, stand.some_key()
    interface.delete(stand.served, key)
    stand.pull(workspace)
    deletions = [dict(row) for _, row in (landed(workspace) - stand.undisturbed).elements()]
    assert [row[interface.key] for row in deletions] == [key]
    assert deletions[0]["_deleted"] or deletions[0]["IsDeleted"] == "true"
    assert stand.pull(workspace).run is None


def noted(stand: Stand, cell: Cell, workspace: Workspace) -> None:
    befall(stand, cell)
    pulled = stand.pull(workspace)
    assert landed(workspace) == stand.undisturbed
    assert pulled.drift == {stand.interface.stream: {"new": [NEW_COLUMN]}}
    path = landed_runs(workspace)[-1].stream(stand.interface.stream)
    assert set(pq.read_table(path)[NEW_COLUMN].to_pylist()) == {"new"}


def set_apart(stand: Stand, cell: Cell, workspace: Workspace) -> None:
    befall(stand, cell)
    stand.pull(workspace)
    other = [dict(row) for _, row in (landed(workspace) - stand.undisturbed).elements()]
    assert len(other) == (stand.undisturbed - landed(workspace)).total() > 0
    assert all(row[stand.interface.number].startswith("about ") for row in other)
    apart = log(workspace).rows("select stream, key, reason from quarantine")
    assert {(stream, key) for stream, key, _ in apart} == {
        (stand.interface.stream, row[stand.interface.key]) for row in other
    }
    assert all(stand.interface.number in reason for *_, reason in apart)


def says_all(told: str, stand: Stand, cell: Cell, stream: str | None = None) -> None:
    """One line that names the source and the stream, what was found and what to do."""
    assert "\n" not in told
    # who cannot sign in, as with a clock that is off, gets to no stream
    place = "" if cell.kind == "skewed" else f"{stream or stand.interface.stream}: |{stream or stand.interface.stream} "
    assert re.match(rf"{stand.interface.vendor}: (none of its streams may be read\. )?({place})", told)
    assert FOUND.get(cell.kind, "") in told
    assert WHAT_TO_DO.search(told)


def of_others(rows: Landed, name: str) -> Landed:
    return Counter({row: count for row, count in rows.items() if row[0] != name})


OUTCOMES = {
    "healed": healed, "told": told, "left out": left_out, "later": later, "marked": marked, "noted": noted,
    "set apart": set_apart,
}  # fmt: skip
