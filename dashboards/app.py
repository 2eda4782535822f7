"""The Dash app: its pages, its document and its callbacks, on a FastAPI server that is there already."""

import asyncio
import importlib
import inspect
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dash
from dash import Dash
from fastapi import FastAPI

import figures
from core import registry
from core.settings import firm_settings
from dashboards import charts, footer, shell, theme, waiting_counts
from dashboards.ask import Asker
from dashboards.places import Placed

told = logging.getLogger(__name__)

ROOT = Path(__file__).parent
FIGURES = Path(figures.__path__[0]) / "assets"
PAGES = "dashboards.pages"
MAP_SCRIPTS = ("map_view.js", "map_motion.js", "map_keys.js", "process_map_page.js")
MAP_STYLES = ("process_map.css",)


def create(asker: Asker, server: FastAPI) -> Dash:
    """The app for one workspace. Its routes come after those the server already has."""
    # Plotly trips on it while a thread is half way through importing it
    importlib.import_module("pandas")
    app = Dash(
        "tracework",
        server=False,
        backend="fastapi",
        external_scripts=[_figure(name) for name in MAP_SCRIPTS],
        external_stylesheets=[_figure(name) for name in MAP_STYLES],
        use_pages=True,
        pages_folder="",
        assets_folder=str(ROOT / "assets"),
        assets_path_ignore=["early"],
        index_string=theme.document(),
        include_pages_meta=False,
        title="Tracework",
        update_title="",
        suppress_callback_exceptions=True,
        add_log_handler=False,
        on_error=_tell,
    )
    # The pages' router is async too. Dash's own switch for it asks for Flask's adapter, which FastAPI does not need.
    app._use_async = True
    # No callback uses a web socket, so none is opened.
    app.backend.websocket_capability = False
    app.init_app(server)
    pages = [registry.module(PAGES, name) for name in registry.found(PAGES)]
    for module in pages:
        dash.register_page(
            module.__name__, path=module.PATH, title=f"{module.TITLE} · Tracework", layout=module.layout(asker)
        )
        module.register(app, asker)
    shell.register(app)
    footer.register(app, asker)
    waiting_counts.register(app, asker)
    charts.register(app)
    placed = [
        Placed(module.PATH, module.TITLE, module.PLACE, getattr(module, "ACT", None))
        for module in pages
        if hasattr(module, "PLACE")
    ]
    placed.sort(key=lambda page: page.place.rank)
    # made for each visitor, who may not open every page
    app.layout = lambda: shell.frame(firm_settings(asker.workspace).name, placed)
    # on a thread of its own, because the one who makes the app may have a loop running already
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, _prepare(app)).result()
    return app


def _tell(error: Exception) -> None:
    """A fault of ours goes to the log with its traceback; the browser then says that the server could not answer."""
    told.error("a callback failed", exc_info=error)
    raise error


def _figure(name: str) -> str:
    """The address of one of the map's files, which names its version so that a browser may keep it."""
    path = FIGURES / name
    return f"/figures/{name}?v={path.stat().st_mtime_ns}"


async def _prepare(app: Dash) -> None:
    """Dash readies itself at the first request for `/`; somebody may open another address first."""
    for ready in app.backend._before_request_funcs:
        waiting = ready()
        if inspect.isawaitable(waiting):
            await waiting
