"""The line that is always at the bottom: how far the data go, which generation is shown, which clock durations use."""

from typing import Any
from urllib.parse import parse_qs

from dash import Dash, Input, Output, html

from core.errors import TraceworkError
from dashboards.ask import Asker, NothingYet, TooLong
from dashboards.parts import Part, status
from eventlog.reading import EventLog, ProcessLog
from figures.words import count, many, moment


def register(app: Dash, asker: Asker) -> None:
    @app.callback(
        Output("foot-figures", "children"),
        Output("process-links", "children"),
        Input("_pages_location", "pathname"),
        Input("_pages_location", "search"),
        Input("published", "data"),
    )
    async def show(pathname: str, search: str | None, _published: str | None) -> tuple[Part, Part]:
        """The footer of the page one is on, and the processes one may jump to."""
        try:
            facts = await asker.ask_log(known)
            name = (parse_qs((search or "").lstrip("?")).get("process") or facts["processes"][:1] or [""])[0]
            clock = await asker.ask(clock_words, name) if pathname == "/process" and name in facts["processes"] else ""
        except NothingYet:
            return status("none", "No data yet"), []
        except (TraceworkError, TooLong) as error:
            return status("bad", str(error)), []
        titles: dict[str, str] = facts["titles"]
        links = [html.A(title, href=f"/process?process={name}") for name, title in titles.items()]
        return _line(facts, clock), links


def known(log: EventLog) -> dict[str, Any]:
    """What the footer says of a generation."""
    manifest = log.manifest
    return {
        "generation": log.generation,
        "data_to": manifest.get("data_to"),
        "events": manifest.get("events", 0),
        # of what was set apart nobody with a limited scope knows
        "quarantined": None if log.viewer.scopes else manifest.get("quarantined", 0),
        "processes": log.processes(),
        "titles": {name: log.process(name).title for name in log.processes()},
    }


def clock_words(process: ProcessLog) -> str:
    return (
        f"business hours of {process.calendar.replace('_', ' ').title()}"
        if process.has_business_time
        else "elapsed time"
    )


def _read(quarantined: int | None) -> Part:
    if quarantined is None:
        return html.Span("Within your scope")
    return (
        status("watch", f"{many(quarantined, 'record')} set apart")
        if quarantined
        else status("good", "All records read")
    )


def _line(facts: dict[str, Any], clock: str) -> Part:
    quarantined = facts["quarantined"]
    return [
        html.Span(["Data to ", html.B(moment(facts["data_to"]))]),
        html.Span(
            ["Generation ", html.B(count(facts["generation"]))],
            id="generation",
            className="wide",
            **{"data-generation": str(facts["generation"])},
        ),
        html.Span(["Events ", html.B(count(facts["events"]))], className="wide"),
        _read(quarantined),
        html.Span(
            ["There is newer data. ", html.Button("Show it", className="link", **{"data-reload": ""})],
            id="newer",
            hidden=True,
        ),
        html.Span(["Clock: ", html.B(clock)], className="push wide") if clock else None,
    ]
