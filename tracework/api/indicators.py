"""The indicators in the JSON of the command line: all, one by slices and periods, the records behind it, what it is.

Each is told as far as whoever asks may see it.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from core.settings import firm_settings
from dashboards.ask import Asker
from eventlog.reading import EventLog
from metrics.as_json import definition_as_json, records_as_json, told
from metrics.cut import Cut, read_cut
from metrics.history import what_was_known
from metrics.period import read_period
from metrics.records import records
from metrics.stored import stored_indicator

By = Annotated[str, Query(description="Slices with commas between, such as entity,practice")]
Span = Annotated[
    str | None, Query(description="2026-03-14, 2026-W11, 2026-03, 2026-Q1, 2026, or a range such as 2026-01..2026-03")
]
Trend = Annotated[str | None, Query(description="day, week, month, quarter or year")]
Where = Annotated[str, Query(description="Only these, such as: practice = Data and entity in (munich, london)")]
Measures = Annotated[str, Query(description="Only these measures, such as median,p90")]
KnownOn = Annotated[
    str | None,
    Query(description="As it was known on this day, such as 2026-03-31: the whole, over all time or by month"),
]
Most = Annotated[int, Query(ge=1, le=10_000)]


def router(asker: Asker) -> APIRouter:
    routes = APIRouter(tags=["indicators"])

    @routes.get("/indicators")
    async def indicators(cut: Annotated[Cut, Depends(asked_cut)], known_on: KnownOn = None) -> list[dict[str, Any]]:
        """The totals of every indicator."""
        return await asker.ask_log(told_by_settings, None, cut, known_on)

    @routes.get("/indicators/{name}")
    async def one_indicator(
        name: str, cut: Annotated[Cut, Depends(asked_cut)], known_on: KnownOn = None
    ) -> list[dict[str, Any]]:
        """The totals of one indicator."""
        return await asker.ask_log(told_by_settings, name, cut, known_on)

    @routes.get("/indicators/{name}/definition")
    async def definition(name: str) -> dict[str, Any]:
        """What it counts, who owns it, where its definition comes from, and its statement."""
        return await asker.ask_log(definition_of, name)

    @routes.get("/indicators/{name}/records")
    async def records_behind(
        name: str, measure: str, period: Span = None, where: Where = "", most: Most = 100
    ) -> dict[str, Any]:
        """The records behind a measure, open ones and the largest first, and how many there are in all."""
        return await asker.ask_log(records_of, name, measure, read_cut((), period, None, where), most)

    return routes


def asked_cut(by: By = "", period: Span = None, trend: Trend = None, where: Where = "", measure: Measures = "") -> Cut:
    """What a request asks of indicators."""
    return read_cut(by, period, trend, where, measure)


def told_by_settings(log: EventLog, name: str | None, cut: Cut, known_on: str | None = None) -> list[dict[str, Any]]:
    """The totals with the targets and limits of the workspace; or what was told on a day."""
    if known_on:
        return what_was_known(log, read_period(known_on).last, name, cut)
    return told(log, name, cut, firm_settings(log.workspace))


def definition_of(log: EventLog, name: str) -> dict[str, Any]:
    return definition_as_json(stored_indicator(log, name))


def records_of(log: EventLog, name: str, measure: str, cut: Cut, most: int) -> dict[str, Any]:
    return records_as_json(records(log, name, measure, cut, most))
