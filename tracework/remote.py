"""The notebook face of a server: `tw.open("https://tracework.example", token=…)` reads what its token may see.

The server answers, so roles hold: this machine holds no rows that its person may not see.
"""

from typing import Any, Self
from urllib.parse import quote

import httpx
import pyarrow as pa

from core.counted import many
from core.errors import NotAllowed, NotFound, SourceFailed, TraceworkError, WrongUse
from core.secret import Secret
from metrics.as_json import flat as total_row
from metrics.cut import read_cut
from models.findings.as_json import flat
from tracework.notebook import MapPicture, Parts, at_least_one
from tracework.notebook_table import (
    CASES,
    FINDINGS,
    KINDS,
    KNOWN,
    VARIANTS,
    WAITS,
    Table,
    by_slices,
    table_of,
    waits_of,
)

PAGE = 1000
ERRORS: dict[int, type[TraceworkError]] = {400: WrongUse, 401: NotAllowed, 403: NotAllowed, 404: NotFound}


def open_server(address: str, token: str | None = None) -> "RemoteFirm":
    """The firm that a server shows to the holder of `token`."""
    secret = Secret.of(token) if token else None
    headers = {"Authorization": f"Bearer {secret.reveal()}"} if secret else {}
    return RemoteFirm(httpx.Client(base_url=f"{address.rstrip('/')}/api/v1/", headers=headers, timeout=60))


class RemoteFirm:
    """A firm on a server, as one sees it there."""

    def __init__(self, web: httpx.Client) -> None:
        self._web = web
        self._about = {each["name"]: each for each in self._asked("processes")}

    @property
    def processes(self) -> list[str]:
        """The names to ask `process` for."""
        return list(self._about)

    def process(self, name: str) -> "RemoteProcess":
        """One process by its name."""
        if name not in self._about:
            raise NotFound(f"You see no process {name!r} there. You see: {', '.join(self.processes) or 'none'}.")
        return RemoteProcess(self, name, self._about[name])

    def indicators(self) -> Table:
        """The totals of every indicator over all time; `name` and `measure` are what `indicator` takes."""
        return self._told("indicators", (), {})

    def indicator(
        self, name: str, by: Parts = (), period: str | None = None, trend: str | None = None, where: str = "",
        measure: Parts = (),
    ) -> Table:  # fmt: skip
        """An indicator's totals on everything or by slices, over a period or as a trend, with targets beside them."""
        asked = {"period": period, "trend": trend, "where": where, "measure": _listed(measure)}
        return self._told(f"indicators/{quote(name, safe='')}", by, asked)

    def known_on(
        self, day: str, name: str | None = None, period: str | None = None, trend: str | None = None,
        measure: Parts = (),
    ) -> Table:  # fmt: skip
        """What an indicator, or each, told when the data was complete up to a day: all time, one month, or by month."""
        path = f"indicators/{quote(name, safe='')}" if name else "indicators"
        asked = {"known_on": day, "period": period, "trend": trend, "measure": _listed(measure)}
        return table_of(self._asked(path, **_given(asked)), KNOWN)

    def _told(self, path: str, by: Parts, asked: dict[str, str | None]) -> Table:
        cut = read_cut(by)
        rows = self._asked(path, **_given({**asked, "by": _listed(by)}))
        return table_of([total_row(row, cut) for row in rows], by_slices(cut.by))

    def findings(self, state: str = "open") -> Table:
        """What the detectors found of what one sees there, the most expected money first."""
        return table_of([flat(row) for row in self._asked("findings", state=state)], FINDINGS)

    def close(self) -> None:
        self._web.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{self._web.base_url.host}: {', '.join(self.processes)}"

    def _asked(self, path: str, **query: Any) -> Any:
        try:
            answer = self._web.get(path, params=query)
        except httpx.HTTPError as error:
            raise SourceFailed(
                f"{self._web.base_url} did not answer: {error}. Check the address, or try again."
            ) from None
        if answer.is_success:
            return answer.json()
        told = answer.json().get("detail") if "json" in answer.headers.get("content-type", "") else answer.text[:200]
        raise ERRORS.get(answer.status_code, SourceFailed)(f"{self._web.base_url.host} says: {told}")


class RemoteProcess:
    """One process. `where` takes the same conditions as everywhere."""

    def __init__(self, firm: RemoteFirm, name: str, about: dict[str, Any]) -> None:
        self._firm, self._about = firm, about
        self._path = f"processes/{quote(name, safe='')}"

    def map(self, where: str = "", activities: int | None = None) -> MapPicture:
        """The process map on the usual activities, or on so many of the commonest."""
        most = {} if activities is None else {"activities": at_least_one("activities", activities)}
        return MapPicture(self._firm._asked(f"{self._path}/graph", where=where, **most))

    def variants(self, where: str = "", top: int = 20) -> Table:
        """The ways the cases run, the commonest first."""
        rows = self._firm._asked(f"{self._path}/variants", where=where, top=at_least_one("top", top))["top"]
        return table_of([{**row, "variant": row["number"]} for row in rows], VARIANTS)

    def bottlenecks(self, where: str = "", top: int = 20) -> Table:
        """The moves with the most waiting, all of it together."""
        rows = self._firm._asked(f"{self._path}/bottlenecks", where=where, top=at_least_one("top", top))
        return table_of([{**row, **waits_of(row, {"elapsed": ""})} for row in rows], WAITS)

    def cases(self, where: str = "") -> Table:
        """The cases with their attributes."""
        attributes = {each["name"]: KINDS[each["type"]] for each in self._about["attributes"]}
        rows: list[dict[str, Any]] = []
        while True:
            page = self._firm._asked(f"{self._path}/cases", where=where, limit=PAGE, offset=len(rows), sort="case")
            rows += [_case(case) for case in page["page"]]
            if len(page["page"]) < PAGE:
                more = {name: kind for name, kind in attributes.items() if name not in CASES}
                return table_of(rows, {**CASES, **more})

    def __repr__(self) -> str:
        cases, events = many(self._about["cases"], "case"), many(self._about["events"], "event")
        return f"{self._about['title']}: {cases}, {events}"


def _given(asked: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in asked.items() if value}


def _listed(parts: Parts) -> str:
    return parts if isinstance(parts, str) else ",".join(parts)


def _case(case: dict[str, Any]) -> dict[str, Any]:
    times = {name: pa.scalar(case[f"{name}_us"], pa.timestamp("us")).as_py() for name in ("start", "end")}
    return {**case["attributes"], **case, **times, "case": case["id"], "events": case["steps"]}
