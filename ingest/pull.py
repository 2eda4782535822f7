"""Pull a source: read each stream from where the runs before ended up to the source's clock now, land what is new.

All streams of a source are one run, committed by one rename together with how far they were read. What fails midway
leaves nothing; a stream that may not be read is noted and the others go on. Then the files that a source keeps, and
firm.toml wants, are fetched by what has landed of them.
"""

import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from core.errors import Refused, SourceFailed, TraceworkError
from core.progress import Progress, silent
from core.secret import concealed
from core.workspace import Workspace
from eventlog.landed import LandedRun, landed_runs
from eventlog.record_stream import Stream
from ingest.coverage import as_manifest, covered, next_window
from ingest.deletions import sweep
from ingest.documents import bring_documents
from ingest.http import Http
from ingest.landing import RunFolder
from ingest.last_try import LastTry, failed_try, last_try, note_try, still_absent
from ingest.records_run import StreamLanding
from ingest.source import Connection, Documents, Missing, PassesOver, Pulled, Window
from ingest.source_settings import ConfiguredSource

MOST_PAGES_WITHOUT_NEWS = 50


@dataclass(frozen=True)
class ReadStream:
    """A stream that has been read: what lands of it, from which window, and the token of its last page."""

    landing: StreamLanding
    window: Window
    token: str | None


def pull_source(workspace: Workspace, source: ConfiguredSource, progress: Progress = silent) -> Pulled:
    """Pull a source once. The caller holds the workspace's lock."""
    before = [run for run in landed_runs(workspace) if run.source == source.name and run.kind == "records"]
    with Http(source.name, source.common.http) as http, closing(source.connect(http)) as connection:
        pulled = _Pull(source, before, progress).run(RunFolder(workspace, source.name), connection)
        if isinstance(connection, PassesOver):
            return replace(pulled, documents=_passed_over(source.name, connection))
        return replace(pulled, documents=bring_documents(workspace, source, connection, progress))


def pull_and_note(workspace: Workspace, source: ConfiguredSource, progress: Progress = silent) -> Pulled:
    """Pull a source and keep what it came to."""
    at, before = datetime.now(UTC).isoformat(), last_try(workspace, source.name)
    try:
        pulled = pull_source(workspace, source, progress)
    except TraceworkError as error:
        note_try(workspace, source.name, failed_try(at, naming_source(error, source.name), before))
        raise
    as_of = pulled.as_of.isoformat() if pulled.as_of else None
    absent = still_absent(pulled.documents.absent, before, at)
    refused = dict(pulled.refused)
    note_try(workspace, source.name, LastTry(at, as_of, pulled.run, None, refused, absent, read_at=at))
    return pulled


def naming_source(error: TraceworkError, source: str) -> str:
    """What befell a source, in one line that names it: a secret that is not there does not tell whose it is."""
    told = concealed(str(error))
    return told if told.startswith(f"{source}: ") else f"{source}: {told}"


def probe_source(source: ConfiguredSource) -> list[Missing]:
    """What the source does not let us see, without reading it."""
    with Http(source.name, source.common.http) as http, closing(source.connect(http)) as connection:
        return connection.probe()


class _Pull:
    """One pull of one source."""

    def __init__(self, source: ConfiguredSource, before: list[LandedRun], progress: Progress) -> None:
        self._source, self._before, self._progress = source, before, progress
        self._ahead = timedelta()  # the source's clock before ours
        self._refused: dict[str, str] = {}
        self._read: list[ReadStream] = []

    def run(self, folder: RunFolder, connection: Connection) -> Pulled:
        began = datetime.now(UTC)
        missing = connection.probe()
        until, since = connection.now(), time.monotonic()
        self._ahead = until - datetime.now(UTC)
        with folder:
            for number, stream in enumerate(self._source.streams):
                self._progress(number / len(self._source.streams), f"{folder.source}: {stream.name}")
                self._stream(folder, connection, stream, until)
            if self._refused and not self._read:
                first = next(iter(self._refused.values())).removeprefix(f"{folder.source}: ")
                raise Refused(f"{folder.source}: none of its streams may be read. {first}")
            # machines behind one address may disagree on the time, and the slowest may have answered only now
            until = min(until, connection.now() - timedelta(seconds=time.monotonic() - since))
            for each in self._read:
                each.landing.end()
            anything = any(each.landing.rows for each in self._read)
            manifest = self._manifest(began, until, missing)
            return self._pulled(folder.commit(manifest) if anything else None, until, missing)

    def _stream(self, folder: RunFolder, connection: Connection, stream: Stream, until: datetime) -> None:
        so_far = covered(stream.name, self._before, self._ahead)
        window = next_window(stream, so_far, until, self._source.common.overlap)
        landing = StreamLanding(folder, stream, self._before, frozen=self._source.common.drift == "freeze")
        try:
            token = self._pages(connection, landing, window)
            sweep(landing, partial(connection.keys, stream))
        except Refused as error:
            landing.drop()
            self._refused[stream.name] = _naming_stream(error, folder.source, stream.name)
        except SourceFailed as error:
            raise SourceFailed(_naming_stream(error, folder.source, stream.name), error.status) from error
        except TraceworkError:
            raise
        except Exception as error:
            raise SourceFailed(
                f"{folder.source}: {stream.name} holds something that its connector does not understand "
                f"({type(error).__name__}: {concealed(str(error))[:200]}). Nothing of this pull landed."
            ) from error
        else:
            self._read.append(ReadStream(landing, window, token))

    def _pages(self, connection: Connection, landing: StreamLanding, window: Window) -> str | None:
        """Land the pages of a stream; returns the token of the last one that had one."""
        token, without_news, name = window.token, 0, landing.stream.name
        for page in connection.read(landing.stream, window):
            unseen = landing.land(page.records)
            landing.delete(page.deleted)
            token = page.token or token
            without_news = 0 if unseen or page.deleted else without_news + 1
            if without_news > MOST_PAGES_WITHOUT_NEWS and not self._source.declared.ends_by_itself:
                raise SourceFailed(
                    f"{self._source.name}: {name} hands out the same records without end ({without_news} pages without "
                    "a new one). Nothing of this pull landed; tell the vendor, or exclude the stream in firm.toml."
                )
            self._progress(None, f"{self._source.name}: {name}, {landing.rows:,} new")
        return token

    def _manifest(self, began: datetime, until: datetime, missing: list[Missing]) -> dict[str, Any]:
        source = self._source
        return {
            "kind": "records", "connector": source.connector.name, "system": source.declared.title,
            "zone": source.common.zone, "fetched_at": began.isoformat(), "as_of": until.isoformat(),
            "windows": {
                each.landing.stream.name: as_manifest(each.window, until, each.token) for each in self._read
            },
            "streams": {each.landing.stream.name: each.landing.described() for each in self._read},
            "drift": self._drift(), "refused": self._refused, "missing": [asdict(each) for each in missing],
        }  # fmt: skip

    def _drift(self) -> Mapping[str, Mapping[str, Any]]:
        return {each.landing.stream.name: drift for each in self._read if (drift := each.landing.drift())}

    def _pulled(self, run: str | None, until: datetime, missing: list[Missing]) -> Pulled:
        landings = {each.landing.stream.name: each.landing for each in self._read}
        return Pulled(
            source=self._source.name, run=run, refused=self._refused, missing=tuple(missing), drift=self._drift(),
            records={name: each.rows - each.deleted for name, each in landings.items()},
            deleted={name: each.deleted for name, each in landings.items()}, as_of=until,
        )  # fmt: skip


def _passed_over(source: str, connection: PassesOver) -> Documents:
    absent = tuple(connection.passed_over())
    return Documents(
        failed=tuple(f"{source}: {each.name} is not read: {each.reason}" for each in absent), absent=absent
    )


def _naming_stream(error: Refused | SourceFailed, source: str, stream: str) -> str:
    """What happened, with the stream it befell: an address alone does not always tell which records are meant."""
    told = str(error).removeprefix(f"{source}: ")
    return f"{source}: {told if told.startswith(stream) else f'{stream}: {told}'}"
