"""The command line as a person runs it: in a process of its own."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.warm_processes import command, run

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 120


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def tracework(*words: object, folder: Path | None = None, before: Callable[[], None] | None = None) -> Answer:
    """Run `tracework WORDS…` with nobody at the keyboard; `before` runs in the child, such as to limit it."""
    said = tuple(map(str, words))
    if before is None:
        with tempfile.TemporaryDirectory() as told:
            out, err = Path(told) / "out", Path(told) / "err"
            code = run(command, said, folder or ROOT, out, err, PATIENCE_S)
            return Answer(code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))
    done = subprocess.run(
        [sys.executable, "-m", "tracework", *said],
        cwd=folder or ROOT, capture_output=True, text=True, timeout=PATIENCE_S, stdin=subprocess.DEVNULL,
        preexec_fn=before, check=False,
    )  # fmt: skip
    return Answer(done.returncode, done.stdout, done.stderr)


def files_of(folder: Path) -> Mapping[str, bytes]:
    """Every file below a folder with its bytes, but for the lock, the state with its anchor, and what is temporary."""
    passing = {"lock", "state.db", "state.db-wal", "state.db-shm", "audit_anchor"}
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in passing and "tmp" not in path.relative_to(folder).parts
    }
