"""The wheel holds every file of every room and the data files, nothing else, and works from where it is unpacked."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = (
    "tracework",
    "dashboards",
    "reports",
    "figures",
    "actions",
    "models",
    "mining",
    "metrics",
    "ingest",
    "eventlog",
    "core",
    "simulator",
)


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (wheel,) = folder.glob("tracework-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_the_wheel_holds_every_file_of_every_room(unpacked: Path):
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *ROOMS, "data"],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    files = {name for name in listed.stdout.splitlines() if (ROOT / name).is_file()}
    wanted = {f"core/_data/{name.removeprefix('data/')}" if name.startswith("data/") else name for name in files}
    held = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert {name for name in held if ".dist-info/" not in name} == wanted
    assert any(name.endswith("licenses/LICENSE") for name in held)


def test_the_unpacked_wheel_builds_a_firm(unpacked: Path, tmp_path: Path):
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    where = subprocess.run(
        [sys.executable, "-c", "import tracework, core; print(tracework.__file__, core.__file__)"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert where.stdout.count(str(unpacked)) == 2
    command = [sys.executable, "-m", "tracework", "demo", "--no-serve", "--json", "--people", "20", "--months", "2"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=280
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["events"] > 100
