"""A detector small enough to follow by hand: it learns the mean hours of a timesheet, and suspects what is above."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.access import Viewer
from core.workspace import Workspace
from eventlog.reading import EventLog
from metrics.shares import keep_base_currency, nothing_kept
from models.detector import Declaration, Learned, Measured, Suspicion
from tests.metrics.tiny_log import TinyLog
from tests.models.findings.suspected import suspicion


@dataclass
class Counting:
    """`values` is what it is measured at, one look after the other; None once they are all told."""

    name: str = "counting"
    version: int = 1
    subjects: list[str] = field(default_factory=lambda: ["psa:1", "psa:2"])
    values: list[float | None] = field(default_factory=list)
    breaks: bool = False
    fitted: list[datetime] = field(default_factory=list)
    needs: tuple[str, ...] = ()
    of_service_levels: bool = False

    @property
    def declaration(self) -> Declaration:
        return Declaration(
            self.name, "unusual_time", "Counting", "Which?", "controller", self.version, "It counts.", "None.",
            self.needs, self.of_service_levels,
        )  # fmt: skip

    def fit(self, log: EventLog, until: datetime) -> Learned:
        if self.breaks:
            raise ZeroDivisionError("no hours at all")
        self.fitted.append(until)
        return {"events": log.database.value("select count(*) from event where ts <= $until", until=until)}

    def score(self, log: EventLog, learned: Learned, moment: datetime) -> list[Suspicion]:
        return [suspicion(subject, 0.5) for subject in self.subjects]

    def measure(self, log: EventLog, learned: Learned, since: datetime, until: datetime) -> Measured | None:
        value = self.values.pop(0) if self.values else None
        bands = ((0.2, 0.25, 4), (0.8, 0.75, 4))
        return None if value is None else Measured("share right", value, 0.5, "all", True, 8, since, until, bands)


def log_in(workspace: Workspace, days: int = 100) -> EventLog:
    """A log with an event a day, the last on 1 April 2026; a pound is worth 1.25 dollars."""
    tiny = TinyLog("2026-04-01")
    tiny.thing("currency", "netsuite:gbp", code="GBP")
    tiny.say("netsuite:gbp", "2026-01-01", rate=1.25, base="USD")
    tiny.thing("timesheet", "psa:1")
    tiny.thing("resource", "psa:7", name="Anna Ames")
    for before in range(days):
        tiny.event("time_logged", str(datetime(2026, 4, 1) - timedelta(days=before)), "psa:1")
    database = tiny.facts()
    nothing_kept(database)
    keep_base_currency(database)
    return EventLog(workspace, 7, {"processes": []}, Viewer.owner(), database)
