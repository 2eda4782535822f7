"""The pretend firm's workspace, made once of the sources as they are and kept in the user's cache for all sessions."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import tempfile
from pathlib import Path

from tracework.demo import PretendFirm, prepare

ROOT = Path(__file__).resolve().parents[1]
CACHE = Path.home() / ".cache" / "tracework" / "firms"
MADE_OF = ("core", "data", "eventlog", "ingest", "metrics", "simulator", "tracework")
KEPT = 4


def kept_firm(firm: PretendFirm, at: Path) -> Path:
    """A copy at `at` of the firm's workspace; another process that makes the same one is waited for."""
    CACHE.mkdir(parents=True, exist_ok=True)
    made = CACHE / f"{firm.seed}-{firm.people}-{firm.months}-{firm.troubles}-{_sources()}"
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            # in its place only when it is whole: a session may be stopped while it makes one
            with tempfile.TemporaryDirectory(dir=CACHE) as folder:
                prepare(Path(folder) / "firm", firm)
                (Path(folder) / "firm").rename(made)
            for old in sorted(CACHE.glob("*-*"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
                shutil.rmtree(old, ignore_errors=True)
        shutil.copytree(made, at)
    return at


def _sources() -> str:
    digest = hashlib.sha256()
    for room in MADE_OF:
        for path in sorted((ROOT / room).rglob("*")):
            if path.is_file() and path.suffix in (".py", ".sql", ".toml"):
                digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
