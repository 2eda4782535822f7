"""What is learnt is kept as JSON with its hash; whoever changes the file is found out."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from core.errors import BadInput
from core.workspace import Workspace, create_workspace
from models.detector import Measured
from models.saved import KEPT, Saved, folder, hash_of, keep, next_number, read, written
from tests.models.counting_detector import Counting

DECLARATION = Counting().declaration
DAY = datetime(2026, 4, 1)
MEASURED = Measured("share right", 0.8, 0.5, "all", True, 8, DAY, DAY, ((0.2, 0.25, 4),))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "firm")


def saved(number: int = 1, version: int = 1, learned: object = None) -> Saved:
    told = learned or {"äh": [1, 2.5, None, True], "tree": "line\nline"}
    sha256 = hash_of(written("counting", version, told))
    return Saved("counting", version, number, DAY, DAY, 7, 100, told, sha256, MEASURED)


def test_it_comes_back_just_as_it_was(workspace: Workspace):
    keep(workspace, saved())
    assert read(workspace, DECLARATION) == saved()
    assert read(workspace, DECLARATION, saved().sha256) == saved()


def test_nothing_learnt_yet_is_none(workspace: Workspace):
    assert read(workspace, DECLARATION) is None


def test_a_changed_file_is_refused(workspace: Workspace):
    keep(workspace, saved())
    file = folder(workspace, "counting") / "1.json"
    file.write_text(file.read_text().replace("2.5", "9.5"))
    with pytest.raises(BadInput, match="somebody changed it"):
        read(workspace, DECLARATION)


def test_a_file_changed_with_its_note_is_found_by_the_audit(workspace: Workspace):
    keep(workspace, saved())
    place = folder(workspace, "counting")
    text = (place / "1.json").read_text().replace("2.5", "9.5")
    (place / "1.json").write_text(text)
    known = json.loads((place / "current.json").read_text())
    (place / "current.json").write_text(json.dumps({**known, "sha256": hash_of(text)}))
    assert read(workspace, DECLARATION) is not None
    with pytest.raises(BadInput, match="somebody changed it"):
        read(workspace, DECLARATION, saved().sha256)


def test_what_another_version_learnt_is_not_used(workspace: Workspace):
    keep(workspace, saved(version=2))
    assert read(workspace, DECLARATION) is None


@pytest.mark.parametrize("learned", [{"x": float("nan")}, {"x": {1, 2}}])
def test_what_is_no_json_is_refused(learned: object):
    with pytest.raises(BadInput, match="no plain JSON"):
        written("counting", 1, learned)


def test_only_the_newest_are_kept(workspace: Workspace):
    for number in range(1, KEPT + 3):
        assert next_number(workspace, "counting") == number
        keep(workspace, saved(number, learned={"number": number}))
    assert len(list(folder(workspace, "counting").glob("[0-9]*.json"))) == KEPT
    assert read(workspace, DECLARATION) == saved(KEPT + 2, learned={"number": KEPT + 2})
