"""The files of a library that firm.toml wants, or of a folder, that could not be had: which, why, since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dash import html

from core.errors import TraceworkError
from core.workspace import Workspace
from dashboards.health_page.first_rows import first_of
from dashboards.parts import Part, card, table
from figures.words import count, moment
from ingest.last_try import StillAbsent, last_try
from ingest.source_settings import configured_sources

COLUMNS = (("File, why it is not there, what to do", False), ("Since", False))


@dataclass(frozen=True)
class Absent:
    """A file that the last pull of a source could not fetch."""

    source: str
    system: str
    file: StillAbsent


def absent_documents(workspace: Workspace) -> list[Absent]:
    """Those of every source that is configured, the longest absent first. They are of now, not of a generation."""
    try:
        sources = configured_sources(workspace)
    except TraceworkError:
        return []
    found = [
        Absent(name, source.declared.title, each)
        for name, source in sources.items()
        if (last := last_try(workspace, name))
        for each in last.documents
    ]
    return sorted(found, key=lambda each: (each.file.since, each.source, each.file.name))


def documents_card(absent: Sequence[Absent]) -> Part:
    """Nothing where none is absent: most sources keep no files that are read."""
    if not absent:
        return None
    shown = first_of(absent, _rows, "Files that could not be taken in")
    return card("Files not taken in", shown, count(len(absent)), "absent-documents")


def _rows(absent: Sequence[Absent], caption: str) -> Part:
    return table(COLUMNS, [_row(each.source, each.system, each.file) for each in absent], caption)


def _row(source: str, system: str, file: StillAbsent) -> list[Part]:
    why = html.P(file.reason[:1].upper() + file.reason[1:], className="small why")
    told = [html.Span(file.name, className="file"), html.Span(f"{system}, {source}", className="second"), why]
    return [told, moment(datetime.fromisoformat(file.since))]
