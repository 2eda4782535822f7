"""Processes and what mining says of them: map, variants, bottlenecks, cases and a case's timeline. `where` is the filter grammar."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from core.errors import WrongUse
from dashboards import questions
from dashboards.ask import Asker
from eventlog.reading import ProcessLog
from mining.bottlenecks import GROUPINGS, Waiting
from mining.cases import CaseRow
from mining.process_map import process_map
from mining.times import Times
from tracework.commands.map_command import as_json

SECOND = questions.SECOND
Where = Annotated[str, Query(description='Conditions in the filter grammar, such as: has "Send invoice" and duration > 5d')]
Top = Annotated[int, Query(ge=1, le=10_000)]


def router(asker: Asker) -> APIRouter:
    routes = APIRouter(tags=["processes"])

    @routes.get("/processes")
    async def processes() -> list[dict[str, Any]]:
        """Every process of the current generation, with its size."""
        names = await asker.ask_log(questions.process_titles)
        found = [await asker.ask(questions.facts, name) for name in names]
        return [{key: value for key, value in each.items() if key != "vocabulary"} for each in found]

    @routes.get("/processes/{process}/map")
    async def full_map(process: str, where: Where = "") -> dict[str, Any]:
        """All moves of the chosen cases, with times in seconds; business times only where the process has a calendar."""
        return await asker.ask(whole_map, process, where)

    @routes.get("/processes/{process}/graph")
    async def graph(process: str, where: Where = "", activities: Annotated[int | None, Query(ge=1)] = None) -> dict[str, Any]:
        """The map as the page draws it: the usual activities, or the commonest ones, and the order in which paths appear."""
        return await asker.ask(questions.graph, process, where, activities)

    @routes.get("/processes/{process}/variants")
    async def variants(process: str, where: Where = "", top: Top = 20) -> dict[str, Any]:
        """The commonest variants, and how many there are."""
        found = await asker.ask(questions.variants, process, where, top)
        return {
            "cases": found.cases,
            "variants": found.total,
            "top": [
                {
                    "number": row.number,
                    "key": row.key,
                    "activities": row.activities,
                    "cases": row.cases,
                    "share": row.share,
                    "median_s": row.median_us / SECOND,
                    "business_median_s": _seconds(row.business_median_us),
                    "difference": row.difference,
                }
                for row in found.top
            ],
        }

    @routes.get("/processes/{process}/bottlenecks")
    async def bottlenecks(
        process: str, where: Where = "", by: str = "move", clock: str = "elapsed", top: Top = 20
    ) -> list[dict[str, Any]]:
        """Where work waits, by all waiting together. `by` is move, activity, resource or system_change."""
        if by not in GROUPINGS or clock not in ("elapsed", "business"):
            raise WrongUse(f"by is one of {', '.join(GROUPINGS)}, and clock is elapsed or business; found {by} and {clock}.")
        rows = await asker.ask(questions.bottlenecks, process, where, by, clock == "business", top)  # type: ignore[arg-type]
        return [_waiting(row) for row in rows]

    @routes.get("/processes/{process}/cases")
    async def cases(
        process: str, where: Where = "", sort: str = "-duration",
        limit: Annotated[int, Query(ge=1, le=1000)] = 50, offset: Annotated[int, Query(ge=0)] = 0,
    ) -> dict[str, Any]:  # fmt: skip
        """A page of the chosen cases, and how many there are."""
        number, rows = await asker.ask(questions.case_page, process, where, sort, limit, offset)
        return {"cases": number, "offset": offset, "page": [_case(row) for row in rows]}

    @routes.get("/processes/{process}/cases/{case_id:path}")
    async def timeline(process: str, case_id: str) -> dict[str, Any]:
        """One case with its attributes and every step, each with the record it was read from."""
        found = await asker.ask(questions.timeline, process, case_id)
        return {
            "case": _case(found.case),
            "attributes": [asdict(each) for each in found.attributes],
            "steps": [asdict(step) for step in found.steps],
        }

    return routes


def whole_map(process: ProcessLog, where: str) -> dict[str, Any]:
    """The map with nothing hidden, in the form the command line prints."""
    return as_json(process_map(process, questions.chosen(process, where)))


def _seconds(microseconds: float | None) -> float | None:
    return None if microseconds is None else microseconds / SECOND


def _case(row: CaseRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "variant": row.variant,
        "start_us": row.start_us,
        "end_us": row.end_us,
        "duration_s": row.duration_us / SECOND,
        "business_s": _seconds(row.business_us),
        "steps": row.steps,
        "attributes": row.attributes,
    }


def _waiting(row: Waiting) -> dict[str, Any]:
    times: dict[str, Times | None] = {"elapsed": row.elapsed, "business": row.business}
    figures = {clock: found.seconds() if found else None for clock, found in times.items()}
    return {"after": row.after, "before": row.before, "count": row.count, "share": row.share, **figures}
