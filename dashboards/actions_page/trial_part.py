"""What came of trying a change on the past: the sentence, and behind it the tables, each to be opened."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dash import html

from actions.changes.change import Change, ChangeState
from actions.changes.trial_job import job_for
from actions.changes.trying import why_not_try
from core.access import Viewer
from core.jobs import Job
from core.roles import Act, may
from dashboards.indicator_page.words import slice_words
from dashboards.parts import Part, status, table
from dashboards.revenue_page.work_list import sources_of
from figures.words import count, many, moment

SHOWN = 24
NUMBER = re.compile(r"[^A-Za-z-]*[\d–][^A-Za-z-]*( of [\d,]+| h)?")
"""What stands under each other by its last digit: counts, money, hours; no dates."""
NAMED = 1
"""The column that names a thing."""


def trial_part(change: Change, viewer: Viewer, who: str, job: Job | None = None) -> Part:
    """Nothing of a change that was decided before it was tried. `job` is the latest that tried one that waits."""
    trial, again = change.trial, _again(change, viewer, who, job)
    if trial is None:
        waits = change.state is ChangeState.PROPOSED
        return html.P(["Not tried on the past yet. ", *again], className="ink-3 small trial") if waits else None
    tried = trial.get("tried", True)
    parts = [
        html.P([html.B("Tried on the past: ") if tried else None, trial["sentence"]]),
        html.P(trial["note"], className="small") if trial.get("note") else None,
        *(_table(each) for each in trial.get("tables", ())),
        html.P([_when(trial), *again], className="ink-3 small"),
    ]
    return html.Div(parts, className="trial")


def _when(trial: Mapping[str, Any]) -> str:
    if not trial.get("tried_at"):
        return ""
    on = f" on generation {count(trial['generation'])}" if trial.get("generation") else ""
    return f"Tried{on}, {moment(datetime.fromisoformat(trial['tried_at']))}. "


def _again(change: Change, viewer: Viewer, who: str, job: Job | None) -> list[Part]:
    """While it waits, it may be tried on newer data, and what a trial came to that ended without an answer is said; one
    that is under way is waited for by the page."""
    if change.state is not ChangeState.PROPOSED:
        return []
    if job is not None and job.under_way:
        return [html.Span("It is being tried now.", className="status running", **{"data-trying": change.id})]
    ended = (
        [status("bad", f"The last trial ended without an answer. {words}")]
        if (words := _silent(change, job and job_for(job, viewer)))
        else []
    )
    if not may(viewer, Act.REVIEW):
        return ended
    if reason := why_not_try(change, viewer, who):
        return [*ended, None if change.trial else reason]
    does = "Try it again" if change.trial or ended else "Try it on the past"
    return [*ended, html.Button(does, className="button quiet", **{"data-try": change.id})]


def _silent(change: Change, job: Job | None) -> str:
    """What is said of the latest job where it has ended and left nothing; else empty."""
    if job is None or job.state not in ("failed", "stopped"):
        return ""
    tried_at = change.trial and change.trial.get("tried_at")
    return job.words if not tried_at or datetime.fromisoformat(tried_at) < job.created else ""


def _table(told: Mapping[str, Any]) -> Part:
    rows, names = told["rows"], told["columns"]
    numeric = [i > 0 and all(NUMBER.fullmatch(str(row["cells"][i])) for row in rows) for i in range(len(names))]
    columns = [(name[:1].upper() + name[1:], number) for name, number in zip(names, numeric, strict=True)]
    shown = [_cells(row, names) for row in rows[:SHOWN]]
    whole = len(rows) + told["left_off"]
    left = whole - len(shown)
    more = html.P(f"and {count(left)} more", className="ink-3 small") if left > 0 else None
    heading = html.Summary([told["title"], html.Span(f" · {many(whole, 'row')}", className="ink-3")])
    return html.Details([heading, table(columns, shown, told["title"]), more], className="sends")


def _told(cell: str | int, name: str) -> str:
    if isinstance(cell, int):
        return count(cell)
    return slice_words(cell) if name == "entity" else cell


def _cells(row: Mapping[str, Any], names: Sequence[str]) -> list[Part]:
    """What names a thing opens to the records behind it."""
    cells: list[Part] = [_told(cell, name) for cell, name in zip(row["cells"], names, strict=True)]
    if isinstance(cells[0], str):
        cells[0] = cells[0][:1].upper() + cells[0][1:]
    if row["thing"]:
        finding = row["thing"].startswith("F-")
        href = f"/findings?pick={row['thing']}" if finding else sources_of(row["thing"])
        cells[NAMED] = html.A(cells[NAMED], href=href, className="long", title=str(row["cells"][NAMED]))
    return cells
