"""The app as it is put together: every server callback is asynchronous, and it is ready before its first request."""

import inspect
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from dash import Dash
from fastapi import FastAPI

from core.access import Viewer
from core.workspace import create_workspace
from dashboards.app import create
from dashboards.ask import Asker


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dash]:
    asker = Asker(create_workspace(tmp_path_factory.mktemp("app") / "firm"), Viewer.owner())
    yield create(asker, FastAPI())
    asker.close()


def test_no_callback_runs_on_the_event_loop(app: Dash):
    plain = [
        name
        for name, callback in app.callback_map.items()
        if "callback" in callback and not inspect.iscoroutinefunction(inspect.unwrap(callback["callback"]))
    ]
    assert plain == []


def test_there_are_callbacks_to_look_at(app: Dash):
    assert len([callback for callback in app.callback_map.values() if "callback" in callback]) >= 7


def test_a_plain_callback_would_be_found(app: Dash):
    other = Dash(__name__, server=False, backend="fastapi")

    @other.callback(output=[], inputs=[])
    def plain() -> None:
        """A callback as it must not be."""

    found = [inspect.iscoroutinefunction(inspect.unwrap(each["callback"])) for each in other.callback_map.values()]
    assert found == [False]


def test_it_is_ready_before_its_first_request(app: Dash):
    assert app._got_first_request == {"pages": True, "setup_server": True}
    assert app._use_async
    assert any("10_shell.js" in str(each) for each in app.scripts.get_all_scripts())


def test_pandas_is_imported_before_any_thread_does(tmp_path: Path):
    """Half imported by a thread, it made the first answers fail."""
    code = (
        "import sys; from pathlib import Path; from fastapi import FastAPI; from core.access import Viewer; "
        "from core.workspace import create_workspace; from dashboards.app import create; "
        "from dashboards.ask import Asker; "
        "create(Asker(create_workspace(Path(sys.argv[1])), Viewer.owner()), FastAPI()); print('pandas' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "firm")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "True"


def test_every_inline_script_is_allowed_by_its_hash(app: Dash):
    assert len(app.csp_hashes()) == len(app._inline_scripts) + 1


def test_nothing_comes_from_another_host(app: Dash):
    assert app.config.serve_locally
    assert not app._enable_mcp
    for folder in ("assets", "pages", "process_page"):
        for path in (Path(__file__).resolve().parents[2] / "dashboards" / folder).rglob("*.*"):
            if path.suffix in (".js", ".css", ".py"):
                assert "https://" not in path.read_text(encoding="utf-8"), path
