"""The documents are true: their links lead somewhere, their commands exist, their rooms and files are there."""

import re
import shlex
from itertools import pairwise
from pathlib import Path

import pytest

from tracework.cli import VERBS

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def code_of(text: str) -> list[str]:
    """The lines of code blocks and the words between backticks."""
    blocks = re.findall(r"^```.*?\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    words = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))
    return [line for block in blocks for line in block.splitlines()] + words


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path):
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
    missing = [target for target in targets if "://" not in target and not (document.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands_exist(document: Path):
    for code in code_of(document.read_text(encoding="utf-8")):
        words = shlex.split(code, comments=True) if code.count("'") % 2 == 0 else code.split()
        for word, following in pairwise(words):
            if word == "make" and re.fullmatch("[a-z-]+", following):
                assert following in TARGETS, f"{document.name}: there is no `make {following}`"
            if words[0] == word and word.rpartition("/")[2] == "tracework" and re.fullmatch("[a-z]+", following):
                assert following in VERBS, f"{document.name}: there is no `tracework {following}`"


def test_contributing_names_folders_and_files_that_exist():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = [
        code for code in re.findall(r"`([\w./]+)`", text) if "/" in code and not code.startswith((".", "processes/"))
    ]
    for name in named:
        place = ROOT / (str(Path(name).parent) if re.search(r"(\b|_)x(\.|_)", name) else name)
        assert place.exists(), f"CONTRIBUTING.md names {name}, and there is nothing there"


def test_the_architecture_names_every_room():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert {room for room in rooms if f"| `{room}` |" not in text} <= {"tests", "benchmarks"}
