"""A kill at any moment of an import: what was published stays, and the next run ends as if nothing had been."""

import json
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest

from tests.generated_logs import Case, random_cases
from tests.killing import killed_when_worked, worked_by_children
from tests.tracework.command_line import ROOT, files_of, tracework
from tests.written_files import write_xes

KILLS = 10


def content(firm):
    number = int((firm / "log" / "CURRENT").read_text())
    return json.loads((firm / "log" / f"{number}.json").read_text())["content_hash"]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    first = write_xes(folder / "first.xes", random_cases(1, 300))
    second = write_xes(
        folder / "second.xes", [Case(f"second {case.id}", case.events) for case in random_cases(2, 1500)]
    )
    return first, second


@pytest.fixture(scope="module")
def undisturbed(files, tmp_path_factory):
    """The content that both files give when nobody disturbs, and how long the second import works, in seconds."""
    firm = tmp_path_factory.mktemp("undisturbed") / "firm"
    assert tracework("import", files[0], "-w", firm, "--process", "work").code == 0
    started = worked_by_children()
    assert tracework("import", files[1], "-w", firm, "--process", "work").code == 0
    return content(firm), worked_by_children() - started


def test_killed_at_random_moments(files, undisturbed, tmp_path, scale):
    expected, seconds = undisturbed
    firm = tmp_path / "firm"
    assert tracework("import", files[0], "-w", firm, "--process", "work").code == 0
    before, published = content(firm), files_of(firm / "log")
    pristine = shutil.copytree(firm, tmp_path / "pristine")
    chance = random.Random(7)
    killed = 0
    for _ in range(KILLS * scale):
        killed += killed_when_worked(chance.uniform(0, seconds), "import", files[1], "-w", firm, "--process", "work")
        if content(firm) != before:
            # it was quicker than the kill: published, the other allowed end; so back to the start for the next one
            assert content(firm) == expected
            shutil.rmtree(firm)
            shutil.copytree(pristine, firm)
        assert {name: files_of(firm / "log").get(name) for name in published} == published
    assert killed > KILLS * scale / 2
    answer = tracework("import", files[1], "-w", firm, "--process", "work")
    assert answer.code == 0, answer.err
    assert content(firm) == expected
    assert not list(firm.glob("landing/*/*.part"))
    assert not list(firm.glob("log/*.part*"))


def test_interrupted_from_the_keyboard_nothing_is_left(files, tmp_path):
    firm = tmp_path / "firm"
    child = subprocess.Popen(
        [sys.executable, "-m", "tracework", "import", str(files[1]), "-w", str(firm)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not list(firm.glob("landing/*/*.part")) and child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    child.send_signal(signal.SIGINT)
    _, told = child.communicate(timeout=60)
    assert child.returncode == 1
    assert told.strip().endswith("tracework: Stopped. Nothing was changed.")
    assert files_of(firm).keys() == {"workspace.json"}
