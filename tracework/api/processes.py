"""Processes and what mining says of them: map, variants, bottlenecks. `where` is the filter grammar."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from core.errors import WrongUse
from dashboards import questions
from dashboards.ask import Asker
from eventlog.reading import ProcessLog
from mining.bottlenecks import GROUPINGS, Waiting
from mining.process_map import process_map
from mining.times import Times
from mining.variants import VariantRow
from tracework.commands.map_command import as_json

SECOND = questions.SECOND
Where = Annotated[
    str, Query(description='Conditions in the filter grammar, such as: has "Send invoice" and duration > 5d')
]
Top = Annotated[int, Query(ge=1, le=10_000)]


def router(asker: Asker) -> APIRouter:
    routes = APIRouter(tags=["processes"])

    @routes.get("/processes")
    async def processes() -> list[dict[str, Any]]:
        """Every process of the current generation, with its size and the attributes of its cases."""
        names = await asker.ask_log(questions.process_titles)
        return [_about(await asker.ask(questions.facts, name)) for name in names]

    @routes.get("/processes/{process}/map")
    async def full_map(process: str, where: Where = "") -> dict[str, Any]:
        """All moves of the chosen cases, times in seconds; business times where the process has a calendar."""
        return await asker.ask(whole_map, process, where)

    @routes.get("/processes/{process}/graph")
    async def graph(
        process: str, where: Where = "", activities: Annotated[int | None, Query(ge=1)] = None
    ) -> dict[str, Any]:
        """The map as the page draws it: on the usual or the commonest activities, paths in their order."""
        return await asker.ask(questions.graph, process, where, activities)

    @routes.get("/processes/{process}/variants")
    async def variants(process: str, where: Where = "", top: Top = 20) -> dict[str, Any]:
        """The commonest variants, and how many there are."""
        found = await asker.ask(questions.variants, process, where, top)
        return {"cases": found.cases, "variants": found.total, "top": [_variant(row) for row in found.top]}

    @routes.get("/processes/{process}/bottlenecks")
    async def bottlenecks(
        process: str, where: Where = "", by: str = "move", clock: str = "elapsed", top: Top = 20
    ) -> list[dict[str, Any]]:
        """Where work waits, by all waiting together. `by` is move, activity, resource or system_change."""
        if by not in GROUPINGS or clock not in ("elapsed", "business"):
            raise WrongUse(
                f"by is one of {', '.join(GROUPINGS)}, and clock is elapsed or business; found {by} and {clock}."
            )
        rows = await asker.ask(questions.bottlenecks, process, where, by, clock == "business", top)  # type: ignore[arg-type]
        return [_waiting(row) for row in rows]

    return routes


def _about(facts: dict[str, Any]) -> dict[str, Any]:
    attributes = [{"name": each["name"], "type": each["type"]} for each in facts["vocabulary"]["attributes"]]
    return {**{key: value for key, value in facts.items() if key != "vocabulary"}, "attributes": attributes}


def whole_map(process: ProcessLog, where: str) -> dict[str, Any]:
    """The map with nothing hidden, in the form the command line prints."""
    return as_json(process_map(process, questions.chosen(process, where)))


def seconds(microseconds: float | None) -> float | None:
    return None if microseconds is None else microseconds / SECOND


def _variant(row: VariantRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "key": row.key,
        "activities": row.activities,
        "cases": row.cases,
        "share": row.share,
        "median_s": row.median_us / SECOND,
        "business_median_s": seconds(row.business_median_us),
        "difference": row.difference,
    }


def _waiting(row: Waiting) -> dict[str, Any]:
    times: dict[str, Times | None] = {"elapsed": row.elapsed, "business": row.business}
    figures = {clock: found.seconds() if found else None for clock, found in times.items()}
    return {"after": row.after, "before": row.before, "count": row.count, "share": row.share, **figures}
