"""The demo: a pretend firm is simulated, its systems are served on loopback, pulled and built, like a customer's."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from core.errors import BadInput, SourceFailed, WrongUse
from core.progress import Progress, part_of, silent
from core.workspace import Workspace, create_workspace, write_durably, writing
from eventlog.generations import manifest_of
from eventlog.landed import LandedRun, landed_runs
from ingest.landing import withdraw
from simulator.interfaces.vendors import EVERYWHERE, vendors_of
from simulator.life.simulate import AS_OF, SINCE, simulate
from simulator.life.troubles import Troubles
from simulator.state import State
from tracework.demo_systems import Systems, point_at, running
from tracework.pipeline import build, is_built, pull

NAME = "Northlight Advisory Group"
# The first pull brings the history, the others a week each, so that the pages know what is usual.
PULLED_BEFORE = tuple(timedelta(days=7 * weeks) for weeks in (3, 2, 1, 0))


@dataclass(frozen=True)
class PretendFirm:
    """Which pretend firm to show: the same answers give the same firm."""

    seed: int = 1
    people: int = 120
    troubles: str = "all"
    months: int | None = None

    def __post_init__(self) -> None:
        try:
            Troubles.named(self.troubles)
        except ValueError as error:
            raise WrongUse(f"--troubles {self.troubles}: {error}") from None

    def state(self) -> State:
        """What happens in it; with `months`, only in so many."""
        since = SINCE if self.months is None else (AS_OF - timedelta(days=30 * self.months)).date()
        return simulate(self.seed, self.people, Troubles.named(self.troubles), since=since)


@dataclass(frozen=True)
class Shown:
    """What the demo made: the workspace, the records landed in it, and what its event log holds."""

    workspace: Workspace
    records: int
    events: int
    generation: int


def prepare(root: Path, firm: PretendFirm, progress: Progress = silent) -> Shown:
    """Have the workspace at `root` hold the pretend firm. One that holds it already is left as it is."""
    with served(root, firm, progress) as found:
        return found


@contextmanager
def served(root: Path, firm: PretendFirm, progress: Progress = silent, *, documents: bool = False) -> Iterator[Shown]:
    """The firm pulled and built, with `documents` its signed contracts fetched too; its systems go on answering until
    the `with` ends."""
    workspace = create_workspace(root)
    _refuse_other_records(workspace)
    progress(0.0, f"Simulating {NAME}, {firm.people} people")
    state = firm.state()
    with running(state) as systems:
        point_at(workspace, systems, vendors_of(state), NAME, documents=documents)
        if not _is_that_of(workspace, firm):
            _withdraw_all(workspace)
            _pull_week_by_week(workspace, systems, state, part_of(progress, 0.1, 0.7))
            write_durably(_note(workspace), json.dumps(asdict(firm)) + "\n")
        if not is_built(workspace):
            build(workspace, part_of(progress, 0.7, 1.0))
        yield shown(workspace)


def holds_another(root: Path, firm: PretendFirm) -> bool:
    """Whether a pretend firm is there that this one would replace. What was done about it stays on record."""
    workspace = Workspace(root)
    return _note(workspace).exists() and not _is_that_of(workspace, firm)


def holds(workspace: Workspace, path: Path) -> bool:
    """Whether just this file is landed and built, so that there is nothing to import."""
    return (
        path.is_file()
        and [_fingerprint(run) for run in landed_runs(workspace)] == [_sha256(path)]
        and is_built(workspace)
    )


def shown(workspace: Workspace) -> Shown:
    """The figures of the current generation and of the landed records behind it."""
    number = workspace.current_generation()
    if number is None:
        raise BadInput(f"The workspace at {workspace.root} has no event log yet. Import a file into it first.")
    records = sum(run.rows for run in landed_runs(workspace))
    return Shown(workspace, records, int(manifest_of(workspace, number)["events"]), number)


def _pull_week_by_week(workspace: Workspace, systems: Systems, state: State, progress: Progress) -> None:
    for number, before in enumerate(PULLED_BEFORE):
        systems.set_clock(state.as_of - before)
        share = part_of(progress, number / len(PULLED_BEFORE), (number + 1) / len(PULLED_BEFORE))
        failed = pull(workspace, build=False, progress=share).failed
        if failed:
            raise SourceFailed(" ".join(failed.values()))


def _is_that_of(workspace: Workspace, firm: PretendFirm) -> bool:
    note = _note(workspace)
    return note.exists() and json.loads(note.read_text(encoding="utf-8")) == asdict(firm)


def _note(workspace: Workspace) -> Path:
    """Which firm the workspace holds; written when all of it has landed."""
    return workspace.root / "demo.json"


def _withdraw_all(workspace: Workspace) -> None:
    _note(workspace).unlink(missing_ok=True)
    with writing(workspace):
        for run in landed_runs(workspace):
            withdraw(workspace, run.source, run.run)


def _refuse_other_records(workspace: Workspace) -> None:
    ours = {*EVERYWHERE, "netsuite_acquired", "tracework"}
    others = sorted({run.source for run in landed_runs(workspace)} - ours)
    if others:
        raise BadInput(
            f"The workspace at {workspace.root} holds records of your own ({', '.join(others)}), and the demo would "
            "mix a pretend firm into them. Name another folder for the demo: `tracework demo -w demo`."
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fingerprint(run: LandedRun) -> str:
    return str(run.manifest.get("file", {}).get("sha256"))
