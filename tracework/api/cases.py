"""The cases of a process, page by page, and one case with every step."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from dashboards import questions
from dashboards.ask import Asker
from mining.cases import CaseRow
from tracework.api.processes import SECOND, Where, seconds


def router(asker: Asker) -> APIRouter:
    routes = APIRouter(tags=["cases"])

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


def _case(row: CaseRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "variant": row.variant,
        "start_us": row.start_us,
        "end_us": row.end_us,
        "duration_s": row.duration_us / SECOND,
        "business_s": seconds(row.business_us),
        "steps": row.steps,
        "attributes": row.attributes,
    }
