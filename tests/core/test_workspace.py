"""A workspace: made once, refused where it would harm, one writer at a time, leftovers cleared."""

import json
import multiprocessing

import pytest

from core.errors import BadInput, NotFound, WorkspaceBusy, WorkspaceNewer
from core.workspace import Workspace, create_workspace, open_workspace, write_durably, writing


def test_it_is_made_once_and_opened_again(tmp_path):
    made = create_workspace(tmp_path / "firm")
    assert create_workspace(tmp_path / "firm") == made == open_workspace(tmp_path / "firm")
    assert made.current_generation() is None


def test_a_folder_with_other_things_is_refused(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(BadInput, match="other things in it"):
        create_workspace(tmp_path)
    with pytest.raises(BadInput, match="is a file"):
        create_workspace(tmp_path / "letter.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_where_there_is_none_the_next_step_is_named(tmp_path):
    with pytest.raises(NotFound, match="tracework import FILE"):
        open_workspace(tmp_path / "nowhere")
    with pytest.raises(NotFound, match=r"Name your systems in .*firm\.toml and run `tracework pull -w .*nowhere`"):
        open_workspace(tmp_path / "nowhere")
    (tmp_path / "firm.toml").write_text('name = "Ours"')
    with pytest.raises(NotFound, match=r"not begun: there is its firm\.toml alone\. `tracework pull -w"):
        open_workspace(tmp_path)


def test_a_newer_one_is_left_alone(tmp_path):
    place = create_workspace(tmp_path / "firm")
    (place.root / "workspace.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(WorkspaceNewer, match="format 99"):
        open_workspace(place.root)


def _hold(root, ready, done):
    with writing(Workspace(root)):
        ready.set()
        done.wait(20)


def test_a_second_writer_is_told_who_holds_it(tmp_path):
    place = create_workspace(tmp_path / "firm")
    spawn = multiprocessing.get_context("spawn")
    ready, done = spawn.Event(), spawn.Event()
    holder = spawn.Process(target=_hold, args=(place.root, ready, done))
    holder.start()
    assert ready.wait(20)
    with pytest.raises(WorkspaceBusy, match=f"process {holder.pid}"), writing(place):
        pass
    done.set()
    holder.join(20)
    with writing(place):
        pass


def test_what_a_killed_writer_left_is_cleared(tmp_path):
    place = create_workspace(tmp_path / "firm")
    (place.landing / "erp" / "000001.part").mkdir(parents=True)
    (place.log / "1.duckdb.part").write_text("half")
    with writing(place):
        assert not list(place.landing.glob("*/*.part"))
        assert not list(place.log.glob("*.part"))


def test_a_small_file_is_the_old_or_the_new_one(tmp_path):
    write_durably(tmp_path / "CURRENT", "1\n")
    write_durably(tmp_path / "CURRENT", "2\n")
    assert (tmp_path / "CURRENT").read_text() == "2\n"
    assert [path.name for path in tmp_path.iterdir()] == ["CURRENT"]
