"""How fast records come in: a million over HTTP in JSON pages, and a million rows of a PostgreSQL, into the landing.

Each function makes ready, in a folder, what it then measures: `measure("pull_speed", "records_over_http", folder, 1)`.
The file `records` in the folder says how many; the server works in a process of its own, on the same machine.
By hand: python -m benchmarks.pull_speed [RECORDS]
"""

import atexit
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from benchmarks.comparisons import Aim
from core.workspace import create_workspace
from eventlog.record_mapping import RecordMapping
from eventlog.record_stream import Stream
from ingest.connectors import Connector
from ingest.http import Http
from ingest.http_settings import HttpSettings
from ingest.pull import pull_source
from ingest.source import Missing, Page, Source, Window
from ingest.source_settings import CommonSettings, ConfiguredSource, configured_source

Answer = dict[str, list[float]]
MILLION = 1_000_000
AIMS = {
    "records_over_http": Aim(seconds=MILLION / 30_000, megabytes=400),
    "rows_of_postgres": Aim(seconds=MILLION / 100_000, megabytes=400),
}
TIMECARDS = Stream("Timecard", ("Id",), {"Id": "text", "Changed": "instant"}, cursor="Changed")
ROWS = """
create table timecard as select n as id, 'TC-' || n as name, n % 911 as resource_id, n % 4001 as project_id,
    (array['Draft', 'Submitted', 'Approved'])[1 + n % 3] as status, (n % 33 / 4.0)::numeric(6, 2) as hours,
    n % 5 > 0 as billable, (95 + n % 140)::numeric(10, 2) as rate, 'USD' as currency,
    case when n % 2 = 0 then 'work on part ' || n % 57 end as notes, timestamptz '2026-01-01' as created,
    timestamptz '2026-01-01' + n * interval '1 s' as changed
from generate_series(1, {rows}) n;
create unique index on timecard (changed, id)
"""


class Pages:
    """A connection that reads page after page."""

    def __init__(self, http: Http) -> None:
        self._http = http

    def now(self) -> datetime:
        return datetime.now(UTC)

    def probe(self) -> list[Missing]:
        return []

    def read(self, stream: Stream, window: Window) -> Iterator[Page]:
        offset: int | None = 0
        while offset is not None:
            answer = self._http.get(params={"offset": offset})
            yield Page(answer["records"])
            offset = answer["next"]

    def keys(self, stream: Stream) -> None:
        pass

    def close(self) -> None:
        pass


def records_over_http(folder: Path) -> Callable[[], Answer]:
    """Records in JSON pages of 2,000."""
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.record_server", str(_wanted(folder))], stdout=subprocess.PIPE, text=True
    )
    atexit.register(server.terminate)
    assert server.stdout is not None
    url = server.stdout.readline().strip()
    module = ModuleType("pages")
    module.connect = lambda settings, http: Pages(http.at(url))  # type: ignore[attr-defined]
    declared = Source("pages", "Pages", "timecards", (TIMECARDS,), RecordMapping())
    common = CommonSettings(connector="pages")
    return _pulling(folder, ConfiguredSource("psa", common, HttpSettings(), Connector("pages", module), declared))


def rows_of_postgres(folder: Path) -> Callable[[], Answer]:
    """Rows of a table in the order of cursor and key."""
    import sqlalchemy as sa

    from tests.postgres import running_postgres

    ended = ExitStack()
    atexit.register(ended.close)
    data = Path(ended.enter_context(tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True)))
    data.chmod(0o755)
    server = ended.enter_context(running_postgres(data / "pg"))
    with sa.create_engine(server.url).begin() as connection:
        connection.execute(sa.text(ROWS.format(rows=_wanted(folder))))
    workspace = create_workspace(folder / "settings")
    (workspace.root / "url").write_text(server.url)
    workspace.settings_file.write_text(
        '[sources.psa]\nconnector = "sql"\nurl = {file = "url"}\n'
        '[sources.psa.tables.timecard]\nkey = ["id"]\ncursor = "changed"\nappend_only = true\n'
    )
    return _pulling(folder, configured_source(workspace, "psa"))


def _pulling(folder: Path, source: ConfiguredSource) -> Callable[[], Answer]:
    def run() -> Answer:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            return {"records": [sum(pull_source(create_workspace(Path(place) / "firm"), source).records.values())]}

    return run


def _wanted(folder: Path) -> int:
    said = folder / "records"
    return int(said.read_text()) if said.exists() else MILLION


def main() -> None:
    from benchmarks.measured import measure

    records = int(sys.argv[1]) if len(sys.argv) > 1 else MILLION
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "records").write_text(str(records))
        for name in AIMS:
            done = measure("pull_speed", name, Path(place), 1)
            print(f"{name}: {records / done.median:,.0f} a second, {done.peak_mb:.0f} MB, {done.answer}")


if __name__ == "__main__":
    main()
