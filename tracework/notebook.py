"""The notebook face: a firm, its processes, their maps, variants, cases and events, as pictures and as frames.

It reads a folder as its owner, through the same filters and kernels as the pages and the command line; a server as the
holder of a token.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from core.access import Viewer
from core.counted import many
from core.errors import WrongUse
from core.settings import firm_settings
from core.sql import load
from core.workspace import open_workspace
from eventlog.filters import Selection, parse, select
from eventlog.reading import EventLog, ProcessLog, open_log
from figures.process_map import process_map_svg
from metrics.as_json import flat, told
from metrics.cut import Cut, read_cut
from metrics.history import what_was_known
from metrics.period import read_period
from mining.bottlenecks import bottlenecks
from mining.map_graph import graph
from mining.process_map import process_map, usual_activities
from mining.variants import variants
from tracework.notebook_table import FINDINGS, KNOWN, MOVES, VARIANTS, WAITS, Table, by_slices, table_of, waits_of

if TYPE_CHECKING:
    from tracework.remote import RemoteFirm

SECOND = 1_000_000

Parts = str | Sequence[str]
"""Names: as a list, or as one text with commas between."""


def open_firm(folder: str | Path = "firm", token: str | None = None) -> "Firm | RemoteFirm":
    """Open a workspace folder, at its current generation; or a server by its address, with a token of yours."""
    if str(folder).startswith(("http://", "https://")):
        from tracework.remote import open_server

        return open_server(str(folder), token)
    workspace = open_workspace(Path(folder))
    limits = firm_settings(workspace).reader
    return Firm(firm_settings(workspace).name, open_log(workspace, Viewer.owner(), limits=limits))


class Firm:
    """A workspace, held at one generation: nothing changes under a notebook until it opens the firm again."""

    def __init__(self, name: str, log: EventLog) -> None:
        self.name, self._log = name, log

    @property
    def generation(self) -> int:
        return self._log.generation

    @property
    def processes(self) -> list[str]:
        """The names to ask `process` for."""
        return self._log.processes()

    def process(self, name: str) -> "Process":
        """One process by its name."""
        return Process(self._log.process(name))

    def indicators(self) -> Table:
        """The totals of every indicator over all time; `name` and `measure` are what `indicator` takes."""
        return self._totals(None, read_cut())

    def indicator(
        self, name: str, by: Parts = (), period: str | None = None, trend: str | None = None, where: str = "",
        measure: Parts = (),
    ) -> Table:  # fmt: skip
        """An indicator's totals on everything or by slices, over a period or as a trend, with targets beside them."""
        return self._totals(name, read_cut(by, period, trend, where, measure))

    def _totals(self, name: str | None, cut: Cut) -> Table:
        rows = told(self._log, name, cut, firm_settings(self._log.workspace))
        return table_of([flat(row, cut) for row in rows], by_slices(cut.by))

    def known_on(
        self, day: str, name: str | None = None, period: str | None = None, trend: str | None = None,
        measure: Parts = (),
    ) -> Table:  # fmt: skip
        """What an indicator, or each, told when the data was complete up to a day: all time, one month, or by month."""
        cut = read_cut((), period, trend, "", measure)
        return table_of(what_was_known(self._log, read_period(day).last, name, cut), KNOWN)

    def findings(self, state: str = "open") -> Table:
        """What the detectors found, the most expected money first; `state` as in `tracework findings`, or any."""
        # loads SQLAlchemy, which a notebook that only reads the log does without
        from core.state import open_state
        from models.findings.as_json import as_json
        from models.findings.as_json import flat as finding_row
        from models.findings.reading import findings, wanted_state

        with open_state(self._log.workspace) as opened:
            found = findings(opened, Viewer.owner(), wanted_state(state))
        return table_of([finding_row(as_json(each)) for each in found], FINDINGS)

    def sql(self, query: str) -> Table:
        """Any question to the event log, in DuckDB's SQL. The tables are those of OCEL 2.0 and of each process."""
        with self._log.database.cursor() as cursor:
            return Table(cursor.arrow(query))

    def close(self) -> None:
        self._log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{self.name}, generation {self.generation}: {', '.join(self.processes)}"


class Process:
    """One process. `where` takes the conditions of the command line and of the pages' addresses."""

    def __init__(self, log: ProcessLog) -> None:
        self._log = log

    @property
    def activities(self) -> list[str]:
        """The names of its activities, in the order in which its map runs."""
        placed = sorted(zip(self._log.places, self._log.activities, strict=True))
        return [name for _, name in placed]

    def map(self, where: str = "", activities: int | None = None) -> "MapPicture":
        """The process map on the usual activities, or on so many of the commonest."""
        selection = self._select(where)
        if activities is None:
            shown = usual_activities(self._log, selection)
        else:
            shown = usual_activities(self._log, selection, share=0, most=at_least_one("activities", activities))
        return MapPicture(graph(process_map(self._log, selection, shown)))

    def variants(self, where: str = "", top: int = 20) -> Table:
        """The ways the cases run, the commonest first."""
        found = variants(self._log, self._select(where), at_least_one("top", top))
        rows = [
            {
                "variant": row.number,
                "cases": row.cases,
                "share": row.share,
                "median_s": row.median_us / SECOND,
                "difference": row.difference,
                "activities": list(row.activities),
            }
            for row in found.top
        ]
        return table_of(rows, VARIANTS)

    def bottlenecks(self, where: str = "", top: int = 20) -> Table:
        """The moves with the most waiting, all of it together."""
        rows = [
            {"after": row.after, "before": row.before, "count": row.count, "share": row.share}
            | waits_of({"elapsed": row.elapsed.seconds()}, {"elapsed": ""})
            for row in bottlenecks(self._log, self._select(where), top=at_least_one("top", top))
        ]
        return table_of(rows, WAITS)

    def cases(self, where: str = "") -> Table:
        """The cases with their attributes."""
        return self._read("notebook_cases.sql", where)

    def events(self, where: str = "") -> Table:
        """The events with the wait that follows each."""
        return self._read("notebook_events.sql", where)

    def _read(self, query: str, where: str) -> Table:
        self._select(where).on(self._log)
        return Table(self._log.database.arrow(load("tracework", query)))

    def _select(self, where: str) -> Selection:
        return select(self._log, parse(where))

    def __repr__(self) -> str:
        return f"{self._log.title}: {many(self._log.cases, 'case')}, {many(self._log.events, 'event')}"


class MapPicture:
    """A process map, drawn by the same scripts as in the browser."""

    def __init__(self, drawn: Mapping[str, Any]) -> None:
        self._graph = dict(drawn)

    def svg(
        self,
        paths: int | None = None,
        measure: Literal["median", "mean", "p95", "total", "count"] = "median",
        clock: Literal["elapsed", "business"] = "elapsed",
        theme: Literal["light", "dark"] = "light",
    ) -> str:
        """The picture as text; `paths` is how many ways between activities it draws."""
        return process_map_svg(self._graph, paths=paths, measure=measure, clock=clock, theme=theme)

    def save(self, path: str | Path) -> Path:
        """Write the picture into an SVG file."""
        place = Path(path)
        place.write_text(self.svg(), encoding="utf-8")
        return place

    def table(self) -> Table:
        """The moves between activities, the most frequent first: how often, and how long."""
        names = {node["id"]: node["name"] for node in self._graph["nodes"]}
        repeated = [
            {"from": each["id"], "to": each["id"], "count": each["self_count"], "cases": each["self_cases"]}
            | {"elapsed": each["self"], "business": each["self_business"]}
            for each in self._graph["nodes"]
            if each["self_count"]
        ]
        moves = sorted([*self._graph["edges"], *repeated], key=lambda move: -move["count"])
        rows = [
            {**move, "from": names[move["from"]], "to": names[move["to"]]}
            | waits_of(move, {"elapsed": "", "business": "business_"})
            for move in moves
        ]
        return table_of(rows, MOVES)

    def _repr_svg_(self) -> str:
        return self.svg()


def at_least_one(name: str, number: int) -> int:
    """A number of rows to show."""
    if number < 1:
        raise WrongUse(f"{name}={number} would show nothing. Give {name} as a number from 1 on.")
    return number
