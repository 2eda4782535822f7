"""A real Prefect and a real Node-RED, each made once in a place of its own outside the checkout, keyed by its pins.

`python -m tests.orchestration.prepare` makes both beforehand, so that no test waits for it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.interfaces.node_packages import program
from tests.real_erp.environment import hash_of, kept, run

HERE = Path(__file__).parent
CACHE = Path.home() / ".cache" / "tracework" / "orchestration"
PREFECT_PINS = HERE / "prefect.txt"
NODE_RED = HERE / "node_red"
LOCKED = ("package.json", "package-lock.json")
QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1", "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_CLI_PROMPT": "false", "PREFECT_LOGGING_TO_API_ENABLED": "false",
}  # fmt: skip


@dataclass(frozen=True)
class Prefect:
    """An installed Prefect, and an empty database of its server."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "venv" / "bin" / "python"

    @property
    def database(self) -> Path:
        return self.folder / "clean" / "prefect.db"


@dataclass(frozen=True)
class NodeRed:
    """An installed Node-RED."""

    folder: Path

    @property
    def script(self) -> Path:
        return self.folder / "node_modules" / "node-red" / "red.js"


def installed_prefect() -> Prefect:
    """Prefect in an environment of its own, made now if it is not there yet."""
    return Prefect(kept(CACHE / f"prefect-{hash_of(PREFECT_PINS)}", _install_prefect))


def installed_node_red() -> NodeRed:
    """Node-RED with the packages of its lock, made now if it is not there yet."""
    return NodeRed(kept(CACHE / f"node-red-{hash_of(*(NODE_RED / name for name in LOCKED))}", _install_node_red))


def _install_prefect(folder: Path) -> None:
    made = Prefect(folder)
    uv = Path(sys.executable).parent / "uv"
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv")
    run(
        uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", made.python, "--require-hashes", "-r",
        PREFECT_PINS,
    )  # fmt: skip
    home = {"PREFECT_HOME": str(made.database.parent), **QUIET}
    run(made.python, "-m", "prefect", "server", "database", "upgrade", "--yes", **home)


def _install_node_red(folder: Path) -> None:
    for name in LOCKED:
        shutil.copy(NODE_RED / name, folder / name)
    words = [program("npm"), "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, timeout=900)
    if done.returncode:
        raise RuntimeError(f"npm ended with {done.returncode}:\n{done.stdout[-2_000:]}{done.stderr[-4_000:]}")
