"""The reports: which there are, and each as HTML, PDF or XLSX, as far as whoever asks may see it."""

import asyncio
import re
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from dashboards.ask import Asker, Patience
from eventlog.reading import EventLog
from reports.catalogue import format_named, format_names, templates
from reports.making import made

LONGEST_SECONDS = 180.0
AT_ONCE = 2
Span = Annotated[str | None, Query(description="2026-03, 2026-W11, 2026-Q1 or a range; else the last one that is over")]
Entity = Annotated[str | None, Query(description="Only this legal entity, such as munich")]
Form = Annotated[str, Query(alias="format", description="html, pdf or xlsx")]

AS_FILES: dict[str, dict[str, Any]] = {format_named(name).media_type: {} for name in format_names()}


def router(asker: Asker) -> APIRouter:
    routes = APIRouter(prefix="/reports", tags=["reports"])
    # pages go on being answered meanwhile
    some_at_a_time = asyncio.Semaphore(AT_ONCE)

    @routes.get("")
    async def reports() -> list[dict[str, Any]]:
        """The reports there are, with the grain of their period."""
        return [
            {"name": each.name, "title": each.title, "tells": each.tells, "grain": each.grain} for each in templates()
        ]

    @routes.get("/{name}", response_class=Response, responses={200: {"content": AS_FILES}})
    async def one_report(name: str, period: Span = None, entity: Entity = None, form: Form = "html") -> Response:
        """One report as a file."""
        wanted = format_named(form)
        async with some_at_a_time:
            content = await asker.ask_log_within(_patience(name), rendered, name, period, entity, form)
        # a page is read where it was asked for, a file is kept
        kind = "inline" if form == "html" else "attachment"
        disposition = f'{kind}; filename="{_file_name(name, period, entity, form)}"'
        return Response(content, media_type=wanted.media_type, headers={"Content-Disposition": disposition})

    return routes


def _patience(name: str) -> Patience:
    """A file is made whole, which in a large firm takes longer than a page may."""
    return Patience(
        LONGEST_SECONDS,
        "Ask for a shorter period or for one entity, or have it made however long it takes, where the workspace is: "
        f"tracework report {name} --out FILE.",
    )


def _file_name(name: str, period: str | None, entity: str | None, form: str) -> str:
    """Such as month_end_finance-2026-03-munich.pdf; what no file may be called by stays out."""
    parts = [re.sub(r"[^A-Za-z0-9_.-]+", "_", each) for each in (name.replace("-", "_"), period, entity) if each]
    return f"{'-'.join(parts)}.{form}"


def rendered(log: EventLog, name: str, period: str | None, entity: str | None, form: str) -> bytes:
    """The file of a report, for the log's viewer."""
    return format_named(form).rendered(made(log, name, period, entity))
