"""The notebook face of a server: `tw.open("https://tracework.example", token=…)` reads what its token may see.

The server answers, so roles hold: this machine holds no rows that its person may not see.
"""

from typing import Any, Self
from urllib.parse import quote

import httpx
import pyarrow as pa

from core.errors import NotAllowed, NotFound, SourceFailed, TraceworkError, WrongUse
from core.secret import Secret
from metrics.as_json import flat as total_row
from metrics.cut import read_cut
from models.findings.as_json import flat
from tracework.notebook import Parts, Table

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
        """The totals of every indicator, of what one sees there."""
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
        return self._told(path, (), asked)

    def _told(self, path: str, by: Parts, asked: dict[str, str | None]) -> Table:
        query = {name: value for name, value in {**asked, "by": _listed(by)}.items() if value}
        cut = read_cut(by)
        return _table([total_row(row, cut) for row in self._asked(path, **query)])

    def findings(self, state: str = "open") -> Table:
        """What the detectors found of what one sees there, the most expected money first."""
        return _table([flat(row) for row in self._asked("findings", state=state)])

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

    def map(self, where: str = "") -> Table:
        """The moves between activities: how often, and how long."""
        return _table(self._firm._asked(f"{self._path}/map", where=where)["edges"])

    def variants(self, where: str = "", top: int = 20) -> Table:
        """The ways the cases run, the commonest first."""
        columns = {"number": "variant"}
        rows = self._firm._asked(f"{self._path}/variants", where=where, top=top)["top"]
        kept = ("number", "cases", "share", "median_s", "difference", "activities")
        return _table([{columns.get(name, name): row[name] for name in kept} for row in rows])

    def bottlenecks(self, where: str = "", top: int = 20) -> Table:
        """The moves with the most waiting, all of it together."""
        rows = self._firm._asked(f"{self._path}/bottlenecks", where=where, top=top)
        return _table(
            [
                {"after": row["after"], "before": row["before"], "count": row["count"], "share": row["share"]}
                | {f"{name}_s": value for name, value in (row["elapsed"] or {}).items()}
                for row in rows
            ]
        )

    def cases(self, where: str = "") -> Table:
        """The cases with their attributes."""
        rows: list[dict[str, Any]] = []
        while True:
            page = self._firm._asked(f"{self._path}/cases", where=where, limit=PAGE, offset=len(rows), sort="case")
            rows += [_case(case) for case in page["page"]]
            if len(page["page"]) < PAGE:
                return _table(rows)

    def __repr__(self) -> str:
        return f"{self._about['title']}: {self._about['cases']:,} cases, {self._about['events']:,} events"


def _listed(parts: Parts) -> str:
    return parts if isinstance(parts, str) else ",".join(parts)


def _case(case: dict[str, Any]) -> dict[str, Any]:
    plain = {name: value for name, value in case.items() if name not in ("attributes", "start_us", "end_us")}
    times = {name: pa.scalar(case[f"{name}_us"], pa.timestamp("us", "UTC")).as_py() for name in ("start", "end")}
    return {**plain, **times, **case["attributes"]}


def _table(rows: list[dict[str, Any]]) -> Table:
    """Rows that need not have the same columns; an attribute one has not is empty there."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return Table(pa.table({name: [row.get(name) for row in rows] for name in names}))
