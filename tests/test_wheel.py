"""The wheel holds every file of every room and the data files, nothing else, and works from where it is unpacked."""

import json
import subprocess
from pathlib import Path

from tests.unpacked_wheel import ROOT, DemoByWheel

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


def test_the_unpacked_wheel_builds_a_firm(unpacked: Path, demo_by_wheel: DemoByWheel):
    assert demo_by_wheel.imported.count(str(unpacked)) == 2
    assert demo_by_wheel.done.returncode == 0, demo_by_wheel.done.stderr
    assert json.loads(demo_by_wheel.done.stdout)["events"] > 100
