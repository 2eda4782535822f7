"""The pretend firms on which models are measured: three seeds, made of the sources as they are, kept in the cache."""

import fcntl
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from benchmarks.measured import ROOT
from core.access import Viewer
from core.workspace import open_workspace
from eventlog.reading import EventLog, open_log
from simulator.state import State
from tracework.demo import PretendFirm, prepare

SEEDS = (1, 2, 3)
PEOPLE = 120
CACHE = Path.home() / ".cache" / "tracework" / "measured_firms"
MADE_OF = ("core", "data", "eventlog", "ingest", "metrics", "simulator")


@dataclass(frozen=True)
class Measured:
    """A firm's log, and what truly happened in it, which no detector reads."""

    firm: PretendFirm
    log: EventLog

    @property
    def seed(self) -> int:
        return self.firm.seed

    @cached_property
    def state(self) -> State:
        return self.firm.state()


def pretend_firms(people: int = PEOPLE) -> Iterator[Measured]:
    """Each in its turn: two years and three months of so many people, with all troubles."""
    for seed in SEEDS:
        with open_log(open_workspace(kept_folder(seed, people)), Viewer.owner()) as log:
            yield Measured(PretendFirm(seed, people), log)


def kept_folder(seed: int, people: int = PEOPLE) -> Path:
    """The workspace of one, made if it is not there. Another process that makes it is waited for; one made of sources
    that are no more is dropped."""
    folder = CACHE / f"{seed}-{people}-{_sources()}"
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        if not folder.exists():
            fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            for old in CACHE.glob(f"{seed}-{people}-*"):
                shutil.rmtree(old)
            with tempfile.TemporaryDirectory(dir=CACHE) as made:
                prepare(Path(made) / "firm", PretendFirm(seed, people))
                (Path(made) / "firm").rename(folder)
    return folder


@cache
def _sources() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for room in MADE_OF for path in (ROOT / room).rglob("*")):
        if path.suffix in (".py", ".sql", ".toml", ".csv"):
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]
