"""What the pages and the API ask of a process: plain functions that `Asker.ask` runs on a thread."""

from dataclasses import dataclass
from typing import Any

from core.sql import quoted
from eventlog.filters import Selection, parse, select
from eventlog.reading import EventLog, ProcessLog
from metrics.comparison import missing_of
from mining.bottlenecks import By, Waiting
from mining.bottlenecks import bottlenecks as waiting
from mining.cases import CaseRow, Timeline
from mining.cases import cases as listed_cases
from mining.cases import timeline as one_timeline
from mining.map_graph import graph as graph_of
from mining.process_map import process_map, usual_activities
from mining.rework import Rework
from mining.rework import rework as repeated
from mining.variants import Variants
from mining.variants import variants as listed_variants

SECOND = 1_000_000
VALUES_OFFERED = 60


@dataclass(frozen=True)
class Summary:
    """How many cases are chosen and how long they take, in seconds."""

    cases: int
    events: int
    median_s: float | None
    p90_s: float | None
    business_median_s: float | None
    business_p90_s: float | None


@dataclass(frozen=True)
class Wait:
    """The place with the most waiting."""

    first: str
    second: str
    share: float
    count: int
    total_s: float


def process_titles(log: EventLog) -> dict[str, str]:
    """By name, what a process is called."""
    return {name: log.process(name).title for name in log.processes()}


def missing(log: EventLog, process: str) -> str:
    """In words, which steps of a process no history tells as they happened."""
    return missing_of(log, processes=(process,))


def usual_clock(process: ProcessLog) -> str:
    return "business" if process.has_business_time else "elapsed"


def facts(process: ProcessLog) -> dict[str, Any]:
    """What does not depend on filters: its name, its size, and the words a filter may use."""
    return {
        "name": process.name,
        "title": process.title,
        "owner": process.owner,
        "version": process.version,
        "cases": process.cases,
        "events": process.events,
        "business": process.has_business_time,
        "vocabulary": {
            "activities": process.activities,
            "business": process.has_business_time,
            "attributes": [
                {"name": each.name, "type": each.type, "values": _values(process, each.name)} for each in process.slices
            ],
        },
    }


def summary(process: ProcessLog, where: str) -> Summary:
    """How many of the cases meet the filter, and how long they take."""
    selection = chosen(process, where)
    median, most, business_median, business_most = process.database.row(
        "select median(duration_us), quantile_cont(duration_us, 0.9), "
        "median(business_us), quantile_cont(business_us, 0.9) from chosen_case"
    )
    times = [None if value is None else value / SECOND for value in (median, most, business_median, business_most)]
    return Summary(selection.cases, selection.events, *times)


def worst_wait(process: ProcessLog, where: str, business: bool) -> Wait | None:
    """The move with the most waiting of all; None where nothing waits."""
    found = bottlenecks(process, where, "move", business, 1)
    if not found or not found[0].share:
        return None
    first = found[0]
    times = first.business if business and first.business else first.elapsed
    return Wait(first.after or "", first.before or "", first.share, first.count, times.total_us / SECOND)


def graph(process: ProcessLog, where: str, activities: int | None) -> dict[str, Any]:
    """The map's graph on the usual activities, or on the `activities` commonest."""
    selection = chosen(process, where)
    if activities is None:
        shown = usual_activities(process, selection)
    else:
        shown = usual_activities(process, selection, share=0, most=activities)
    return graph_of(process_map(process, selection, shown))


def variants(process: ProcessLog, where: str, top: int) -> Variants:
    return listed_variants(process, chosen(process, where), top)


def bottlenecks(process: ProcessLog, where: str, by: By, business: bool, top: int) -> list[Waiting]:
    return waiting(process, chosen(process, where), by, "business" if business else "elapsed", top)


def rework(process: ProcessLog, where: str) -> Rework:
    return repeated(process, chosen(process, where))


def case_count(process: ProcessLog, where: str) -> int:
    return chosen(process, where).cases


def case_page(process: ProcessLog, where: str, sort: str, limit: int, offset: int) -> tuple[int, list[CaseRow]]:
    """How many cases there are, and a page of them."""
    selection = chosen(process, where)
    return selection.cases, listed_cases(process, selection, sort, limit, offset)


def timeline(process: ProcessLog, case_id: str) -> Timeline:
    return one_timeline(process, chosen(process, ""), case_id)


def chosen(process: ProcessLog, where: str) -> Selection:
    """The cases of a filter text that the viewer may see."""
    return select(process, parse(where))


def _values(process: ProcessLog, name: str) -> list[str]:
    """The commonest values of an attribute, to choose from."""
    rows = process.database.rows(
        f"select {quoted(name)}::varchar as value from case_slice where value is not null "
        f"group by value order by count(*) desc, value limit {VALUES_OFFERED}"
    )
    return [row[0] for row in rows]
