"""`import tracework` is light, finds its own rooms, and says so plainly when a file of the user's hides one."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.tracework.command_line import tracework

HEAVY = ("pandas", "polars", "pyarrow", "duckdb", "pm4py", "dash", "plotly", "numpy", "sqlalchemy", "fastapi")


def python(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_importing_tracework_imports_nothing_heavy(tmp_path: Path):
    done = python(f"import sys, tracework; print([name for name in {HEAVY} if name in sys.modules])", tmp_path)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("room", ["core", "mining", "figures"])
def test_a_file_beside_the_notebook_that_hides_a_room_is_named(tmp_path: Path, room: str):
    hiding = tmp_path / f"{room}.py"
    hiding.write_text("")
    done = python("import tracework", tmp_path)
    assert done.returncode == 1
    assert f"needs its own part '{room}', and found {hiding} in its place" in done.stderr
    assert "Rename that file" in done.stderr


def test_a_folder_beside_the_notebook_that_hides_a_room_is_named(tmp_path: Path):
    (tmp_path / "eventlog").mkdir()
    (tmp_path / "eventlog" / "__init__.py").write_text("")
    assert "needs its own part 'eventlog'" in python("import tracework", tmp_path).stderr


def test_a_name_it_does_not_have_is_an_ordinary_error(tmp_path: Path):
    assert "no attribute 'opne'" in python("import tracework as tw; tw.opne", tmp_path).stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["imprt", "log.xes"], 'There is no verb "imprt". The nearest is "import"; '),
        (["conquer"], 'There is no verb "conquer". tracework --help lists them all.'),
        (["-w", "firm", "map"], "-w stands after the verb, such as: tracework map -w DIR."),
        (["--workspace=firm", "map"], "--workspace stands after the verb"),
    ],
)
def test_words_in_the_wrong_place_are_told_with_what_was_meant(words: list[str], said: str):
    answer = tracework(*words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_the_version_is_told():
    assert tracework("--version").out == f"tracework {version('tracework')}\n"
