"""A grant is limited to names that may be mistyped: what no case has is told, with the nearest."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.workspace import Workspace, create_workspace
from tests.tracework.command_line import tracework
from tests.two_entities import imported
from tracework.commands.scope_in_log import not_in_log


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return imported(tmp_path_factory.mktemp("scopes"))


def test_what_no_case_has_is_told_with_the_nearest(place: Workspace):
    scope = {"entity": ["munich", "munihc"], "client": ["ALPHAWERK client 1", "Acme"], "project": ["P-1"]}
    assert not_in_log(place, scope) == [
        'No case in the log has the entity "munihc", so it shows nothing until one has. The nearest is "munich".',
        'No case in the log has the client "Acme", so it shows nothing until one has.',
        'No case in the log has the project "P-1", so it shows nothing until one has.',
    ]
    assert not_in_log(place, {"practice": ["BRAVOMILL practice 0"]}) == []
    assert not_in_log(place, {}) == []


def test_where_nothing_is_built_nothing_is_doubted(tmp_path: Path):
    assert not_in_log(create_workspace(tmp_path / "firm"), {"entity": ["munich"]}) == []


def test_the_grant_stands_and_the_doubt_is_told(place: Workspace):
    (place.root.parent / "word").write_text("correct horse battery\n")
    tracework("users", "add", "ann", "--password-file", place.root.parent / "word", "-w", place.root)
    done = tracework("users", "grant", "ann", "viewer", "--entity", "leds", "-w", place.root)
    assert (done.code, done.out) == (0, "ann has grant 1: Viewer, leds, without names of people.\n")
    assert 'The nearest is "leeds".' in done.err
