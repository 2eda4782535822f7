"""The shape of the project: which rooms exist, what a file opens with, how long it may be, where a test is owed."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = {
    "tracework", "dashboards", "reports", "figures", "actions", "models", "mining", "metrics", "ingest", "eventlog",
    "core", "simulator",
}  # fmt: skip
BESIDE = {"data", "tests", "benchmarks", "docs", "notebooks", "requirements", ".ci"}
FORBIDDEN_NAMES = re.compile(r"(^|_)(utils?|helpers?|manager|base|misc|common|factory)($|_)")
# Folders in which one file is one thing, found by its folder: each owes a test of its own name.
FOUND_BY_FOLDER = {
    "actions/channels", "models/detectors", "eventlog/filters/kinds", "ingest/sources",
    "metrics/indicators", "reports/templates",
}  # fmt: skip
INDICATORS = Path("metrics/indicators")
LONGEST_FILE, LONGEST_FUNCTION, MOST_PARAMETERS = 350, 60, 6


@cache
def project_files() -> tuple[Path, ...]:
    """Every file of the project, as git sees it: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return tuple(path for line in listed.stdout.splitlines() if (path := Path(line)) and (ROOT / path).is_file())


def of_rooms(suffix: str) -> list[Path]:
    return [path for path in project_files() if path.suffix == suffix and path.parts[0] in ROOMS]


def parsed(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def test_every_folder_at_the_top_is_known():
    folders = {path.parts[0] for path in project_files() if len(path.parts) > 1}
    assert folders <= ROOMS | BESIDE


def test_every_room_is_a_package_and_none_is_empty():
    for room in ROOMS:
        modules = [path for path in of_rooms(".py") if path.parts[0] == room]
        assert Path(room, "__init__.py") in modules, f"{room}/ has no __init__.py"
        assert len(modules) > 1, f"{room}/ has nothing in it"


def test_the_wheel_and_the_checks_know_the_same_rooms():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert set(project["hatch"]["build"]["targets"]["wheel"]["only-include"]) == ROOMS | {"data"}
    assert set(project["importlinter"]["root_packages"]) == ROOMS
    assert set(project["mypy"]["packages"]) == ROOMS


def test_the_wheel_and_the_lock_ask_for_the_same_libraries():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split(r"[<>=,]", requirement)[0] for requirement in project["dependencies"]}
    lines = (ROOT / "requirements" / "runtime.in").read_text(encoding="utf-8").splitlines()
    named = (re.split(r"[<>=,]", line.strip())[0] for line in lines if not line.startswith("#"))
    assert asked == {name for name in named if name}


def test_sql_opens_with_its_grain():
    opening = {path: (ROOT / path).read_text(encoding="utf-8").split("\n", 1)[0] for path in of_rooms(".sql")}
    wrong = {str(path): first for path, first in opening.items() if not re.match(r"-- grain: \S+", first)}
    assert wrong == {}, "these do not open with `-- grain: one row per …`"


def test_a_module_says_what_it_is():
    words = {path: ast.get_docstring(parsed(path)) or "" for path in project_files() if path.suffix == ".py"}
    assert [str(path) for path, said in words.items() if not said] == [], "these open with no docstring"
    speeches = [str(path) for path, said in words.items() if len(said.splitlines()) > 20]
    assert speeches == [], "these open with a long speech: keep it to a few lines"


def test_a_module_keeps_to_a_readable_size():
    assert [words for path in of_rooms(".py") for words in too_large(path)] == []


def too_large(path: Path) -> Iterator[str]:
    """What of a module is longer, or takes more, than is read with ease."""
    lines = (ROOT / path).read_text(encoding="utf-8").count("\n")
    if lines > LONGEST_FILE:
        yield f"{path} has {lines} lines"
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield f"{path}: {node.name} has {length} lines"
            parameters = [a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
            parameters = [name for name in parameters if name not in ("self", "cls")]
            # A verb of the command line takes its options as parameters, a decorated callback its inputs.
            free = bool(node.decorator_list) or path.parent == Path("tracework/commands")
            if not free and len(parameters) > MOST_PARAMETERS:
                yield f"{path}: {node.name} takes {len(parameters)} parameters"


def test_no_file_has_a_name_that_says_nothing():
    assert [path for path in project_files() if path.suffix == ".py" and FORBIDDEN_NAMES.search(path.stem)] == []


def test_the_environment_is_read_in_one_place():
    reads = [
        f"{path}:{node.lineno}"
        for path in of_rooms(".py")
        if path != Path("core/settings.py")
        for node in ast.walk(parsed(path))
        if (isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb"))
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "os"
            and {a.name for a in node.names} & {"environ", "getenv"}
        )
    ]
    assert reads == [], "only core/settings.py reads the environment"


def test_what_is_found_by_its_folder_has_a_test_of_its_name():
    tests = {path.stem for path in project_files() if path.parts[0] == "tests" and path.suffix == ".py"}
    owed = [
        path
        for path in of_rooms(".py") + [path for path in of_rooms(".sql") if path.parent == INDICATORS]
        if path.parent.as_posix() in FOUND_BY_FOLDER and not path.stem.startswith("_")
    ]
    assert [path for path in owed if f"test_{path.stem}" not in tests] == []


def test_nothing_is_left_for_later():
    mark = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]) + r")\b")
    texts = [
        path
        for path in project_files()
        if path.suffix in (".py", ".sql", ".md", ".toml") and "assets" not in path.parts
    ]
    assert [path for path in texts if mark.search((ROOT / path).read_text(encoding="utf-8"))] == []
