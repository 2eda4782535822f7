"""The Dash app: its pages, its document and its callbacks, on a FastAPI server that is there already."""

import asyncio
import inspect
from pathlib import Path

import dash
from dash import Dash
from fastapi import FastAPI

from core.settings import firm_settings
from dashboards import footer, shell, theme
from dashboards.ask import Asker
from dashboards.pages import data, overview, process

ROOT = Path(__file__).parent
PAGES = (overview, process, data)
SCRIPTS = ("vendor/viz/viz-global.js", "process_map_layout.js", "process_map.js")


def create(asker: Asker, server: FastAPI) -> Dash:
    """The app for one workspace. Its routes come after those the server already has."""
    app = Dash(
        "tracework",
        server=False,
        backend="fastapi",
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
    )
    # The pages' router is async too. Dash's own switch for it asks for Flask's adapter, which FastAPI does not need.
    app._use_async = True
    app.init_app(server)
    for module in PAGES:
        dash.register_page(module.__name__, path=module.PATH, title=f"{module.TITLE} · Tracework", layout=module.layout(asker))
        module.register(app, asker)
    shell.register(app)
    footer.register(app, asker)
    app.layout = shell.frame(firm_settings(asker.workspace).name)
    asyncio.run(_prepare(app))
    return app


async def _prepare(app: Dash) -> None:
    """Dash readies itself at the first request for `/`; somebody may open another address first."""
    for ready in app.backend._before_request_funcs:
        waiting = ready()
        if inspect.isawaitable(waiting):
            await waiting
