"""A workspace: the folder that holds one firm's settings, landed records, generations and state."""

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.errors import BadInput, NotFound, StorageFull, WorkspaceBusy, WorkspaceNewer

FORMAT = 1


@dataclass(frozen=True)
class Workspace:
    """The places inside a workspace folder."""

    root: Path

    @property
    def landing(self) -> Path:
        return self.root / "landing"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def temporary(self) -> Path:
        return self.root / "tmp"

    @property
    def settings_file(self) -> Path:
        return self.root / "firm.toml"

    @property
    def state_file(self) -> Path:
        return self.root / "state.db"

    @property
    def history(self) -> Path:
        return self.root / "history"

    @property
    def processes(self) -> Path:
        return self.root / "processes"

    @property
    def calendars(self) -> Path:
        return self.root / "calendars"

    @property
    def contracts(self) -> Path:
        """Signed contracts: those that people put there, and a folder for each source that they are fetched from."""
        return self.root / "contracts"

    def current_generation(self) -> int | None:
        """The number of the published generation, or None before the first."""
        try:
            return int((self.log / "CURRENT").read_text())
        except FileNotFoundError:
            return None

    def generation_file(self, number: int) -> Path:
        return self.log / f"{number}.duckdb"


def create_workspace(root: Path) -> Workspace:
    """The workspace at `root`, made if it is not there yet, also around a firm.toml that somebody wrote.
    Refuses a folder that holds something else."""
    marker = root / "workspace.json"
    if not marker.exists():
        if root.exists() and not root.is_dir():
            raise BadInput(f"{root} is a file, and a workspace is a folder. Name another place with -w.")
        if root.exists() and any(root.iterdir()) and not (root / "firm.toml").exists():
            raise BadInput(f"{root} is a folder with other things in it, not a workspace. Name a new one with -w.")
        root.mkdir(parents=True, exist_ok=True)
        for place in ("landing", "log", "tmp"):
            (root / place).mkdir(exist_ok=True)
        write_durably(marker, json.dumps({"format": FORMAT}) + "\n")
    return open_workspace(root)


def open_workspace(root: Path) -> Workspace:
    """The workspace at `root`, which must be there and not newer than this program."""
    try:
        found = json.loads((root / "workspace.json").read_text())["format"]
    except FileNotFoundError:
        raise NotFound(_not_begun(root)) from None
    except (ValueError, KeyError, TypeError):
        raise BadInput(f'{root / "workspace.json"} cannot be read. It should hold {{"format": {FORMAT}}}.') from None
    if found > FORMAT:
        raise WorkspaceNewer(
            f"The workspace at {root} has format {found}, and this program knows up to {FORMAT}. "
            "Install the newer Tracework that wrote it; nothing was changed."
        )
    return Workspace(root)


def _not_begun(root: Path) -> str:
    pull = f"`tracework pull -w {root}`"
    if (root / "firm.toml").exists():
        return (
            f"The workspace at {root} is not begun: there is its firm.toml alone. {pull} begins it; with --probe it "
            "only tells what the sources do not let us see."
        )
    return (
        f"There is no workspace at {root}. Name your systems in {root / 'firm.toml'} and run {pull}, "
        f"take in a file with `tracework import FILE -w {root}`, or try `tracework demo`."
    )


def known_workspace(root: Path) -> Workspace | None:
    """The workspace at `root`, or None where there is none yet."""
    return open_workspace(root) if (root / "workspace.json").exists() else None


@contextmanager
def writing(workspace: Workspace) -> Iterator[None]:
    """Hold the workspace as its only writer; a second writer is told who holds it. The lock dies with its process."""
    path = workspace.root / "lock"
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "another process"
            raise WorkspaceBusy(
                f"The workspace at {workspace.root} is being written by {holder}. Wait until it has ended, or stop it."
            ) from None
        file.truncate(0)
        file.write(f"process {os.getpid()}")
        file.flush()
        clear_leftovers(workspace)
        yield


def clear_leftovers(workspace: Workspace) -> None:
    """Remove what a killed writer left half-made. Only called while holding the lock."""
    for part in [*workspace.landing.glob("*/*.part"), *workspace.log.glob("*.part*"), *workspace.log.glob("*.tmp")]:
        shutil.rmtree(part) if part.is_dir() else part.unlink()


def write_durably(path: Path, text: str) -> None:
    """Write a small file so that after a crash it is either the old one or the new one."""
    temporary = path.with_name(path.name + ".tmp")
    with telling_of_full_disk(path), temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Have the disk confirm a file's bytes."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Have the disk confirm a folder's entries, so that a rename survives a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def telling_of_full_disk(path: Path) -> Iterator[None]:
    """Turn the system's word for a full disk into ours."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise full_disk(path) from None
        raise


def full_disk(path: Path) -> StorageFull:
    return StorageFull(
        f"There is no room left on the disk while writing {path}. What was being written has been removed and "
        "nothing published changed. Free some space, or name a workspace on another disk with -w, and run it again."
    )
