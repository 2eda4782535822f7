"""The wheel of the sources as they are, unpacked, and the firm that its `tracework demo` makes."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class DemoByWheel:
    """What `tracework demo --json` of the unpacked wheel said, where it ran, and which files Python imported."""

    folder: Path
    imported: str
    done: subprocess.CompletedProcess[str]


def unpack(folder: Path) -> Path:
    """Where the wheel's files lie below a folder."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (wheel,) = folder.glob("tracework-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def demo(unpacked: Path, folder: Path, *options: str) -> DemoByWheel:
    """Run the demo of the unpacked wheel in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    where = subprocess.run(
        [sys.executable, "-c", "import tracework, core; print(tracework.__file__, core.__file__)"],
        cwd=folder, env=environment, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    command = [sys.executable, "-m", "tracework", "demo", "--no-serve", "--json", *options]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=280,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return DemoByWheel(folder, where.stdout, done)
