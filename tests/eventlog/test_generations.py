"""Generations: published by one rename, numbers only grow, readers keep what they hold."""

import json

import pytest

from core.access import Viewer
from core.database import open_writer
from core.errors import BadInput, NotFound, WorkspaceNewer
from core.workspace import create_workspace
from eventlog.generations import FORMAT, KEPT, manifest_of, next_number, part_file, publish
from eventlog.reading import open_log


@pytest.fixture
def workspace(tmp_path):
    return create_workspace(tmp_path / "firm")


def publish_one(workspace, number=1):
    part = part_file(workspace)
    with open_writer(part) as database:
        database.run(f"create table mark as select {number} as n")
    return publish(workspace, part, {"format": FORMAT, "processes": []})


def test_before_the_first_the_next_step_is_named(workspace):
    with pytest.raises(NotFound, match="tracework import FILE"):
        open_log(workspace, Viewer.owner())


def test_each_is_current_once_published_and_old_ones_are_pruned(workspace):
    for number in range(1, KEPT + 3):
        assert publish_one(workspace, number) == number == workspace.current_generation()
    kept = sorted(int(path.stem) for path in workspace.log.glob("*.duckdb"))
    assert kept == list(range(3, KEPT + 3))
    assert next_number(workspace) == KEPT + 3


def test_a_reader_keeps_the_generation_it_holds(workspace):
    publish_one(workspace, 1)
    with open_log(workspace, Viewer.owner()) as held:
        for number in range(2, KEPT + 4):
            publish_one(workspace, number)
        assert not workspace.generation_file(1).exists()
        assert held.database.value("select n from mark") == 1
    with open_log(workspace, Viewer.owner()) as fresh:
        assert fresh.database.value("select n from mark") == KEPT + 3


def test_one_that_a_newer_program_built_is_refused(workspace):
    publish_one(workspace)
    path = workspace.log / "1.json"
    path.write_text(json.dumps({**manifest_of(workspace, 1), "format": 9}))
    with pytest.raises(WorkspaceNewer, match="format 9"):
        open_log(workspace, Viewer.owner())


def test_one_that_an_older_program_built_says_how_it_is_made_anew(workspace):
    publish_one(workspace)
    path = workspace.log / "1.json"
    path.write_text(json.dumps({**manifest_of(workspace, 1), "format": FORMAT - 1}))
    with pytest.raises(BadInput, match=rf"older Tracework.*tracework build -w {workspace.root}"):
        open_log(workspace, Viewer.owner())


def test_a_pruned_one_is_not_there(workspace):
    publish_one(workspace)
    with pytest.raises(NotFound, match="Generation 7"):
        open_log(workspace, Viewer.owner(), generation=7)
