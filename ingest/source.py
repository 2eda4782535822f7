"""What a connector is: one file in `ingest/sources` that declares its streams and what they yield, and can read them.

A connector module has `SOURCE` (a `Source`), `Settings` (a pydantic model of its keys in `[sources.NAME]`), and
`connect(settings, http) -> Connection`. One for any tables or files has `source(settings) -> Source` in place of
`SOURCE`. The pull does the rest: cursors, overlap, landing, retries, limits, drift. A file of the folder that begins
with an underscore is a part of others, no connector.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import pyarrow as pa

from eventlog.record_mapping import RecordMapping
from eventlog.record_stream import Stream


@dataclass(frozen=True)
class Source:
    """A kind of system. `brings` says in a few words what it knows; `level` is the ladder of evidence it stands on.

    `level`: L1 an emulated interface that independent clients read too, L2 a real server.
    `ends_by_itself`: its pages have an end whatever they say, as those of files have, so many in a row that say
    nothing new are no sign of a vendor that hands out the same for ever.
    """

    connector: str
    title: str
    brings: str
    streams: tuple[Stream, ...]
    yields: RecordMapping
    level: str = "L1"
    ends_by_itself: bool = False

    def stream(self, name: str) -> Stream:
        return next(stream for stream in self.streams if stream.name == name)


@dataclass(frozen=True)
class Window:
    """What is asked of a stream: records whose cursor is past `after` (None: all) up to `until`, fixed as a run begins.

    Both are in the source's own clock. `after` lies an overlap before where the last run ended, because records may
    become visible late; what comes twice lands twice and counts once. `token` is what the last page of the run before
    gave as `Page.token` (a delta link), for sources that keep the place themselves.
    """

    after: datetime | None
    until: datetime
    token: str | None = None


@dataclass(frozen=True)
class Page:
    """A portion of one stream: records as the vendor gives them, or as an Arrow table of text columns.

    `deleted` are the keys of records that the vendor says are gone. `token` replaces the window's.
    """

    records: Sequence[Mapping[str, Any]] | pa.Table = ()
    deleted: Sequence[Mapping[str, Any]] = ()
    token: str | None = None


@dataclass(frozen=True)
class Missing:
    """Something the probe found absent: what, what it costs the analysis, and what to ask the vendor's admin for."""

    what: str
    costs: str
    ask_for: str
    stream: str | None = None


class Connection(Protocol):
    """An open way to one source."""

    def now(self) -> datetime:
        """The source's own clock, UTC: a run reads up to here."""

    def probe(self) -> list[Missing]:
        """Before the first pull: which permissions and histories are missing, and what that will cost."""

    def read(self, stream: Stream, window: Window) -> Iterator[Page]:
        """The pages of a stream. A stream that may not be read raises `Refused` (its probe says so)."""

    def keys(self, stream: Stream) -> Iterator[Page] | None:
        """All keys there are now, for a stream whose vendor tells no deletions; None where it does."""

    def close(self) -> None:
        """End the session."""


@dataclass(frozen=True)
class Document:
    """A file that a source keeps, as its record tells of it. `tag` is another one whenever the content is."""

    key: str
    name: str
    tag: str
    saved_at: datetime
    size: int | None


class Library(Protocol):
    """The files of a source that are wanted here. `stream` tells of them, in these `columns` of its records."""

    stream: Stream
    columns: Sequence[str]
    most_bytes: int

    def chosen(self, records: Iterable[Mapping[str, str | None]]) -> Iterator[Document]:
        """Which of the records, given as text, are of files that are wanted."""

    def fetch(self, document: Document, into: Path) -> None:
        """Write the file's content to `into`; SourceFailed or Refused where it cannot be had."""


@runtime_checkable
class KeepsDocuments(Protocol):
    """A connection to a source that also keeps files."""

    def library(self) -> Library | None:
        """Those that are wanted; None where firm.toml wants none."""


@dataclass(frozen=True)
class AbsentDocument:
    """A file that is wanted and could not be had: why, with what to do."""

    key: str
    name: str
    reason: str


@runtime_checkable
class PassesOver(Protocol):
    """A connection to files that people put there, which goes on where one of them cannot be read."""

    def passed_over(self) -> Sequence[AbsentDocument]:
        """Those that are there and were not read, once all streams have been."""


@dataclass(frozen=True)
class Documents:
    """What came of the files of a source: how many were fetched and removed, a line for each that could not be, or for
    several that were not asked for, and each that is absent now."""

    fetched: int = 0
    removed: int = 0
    failed: tuple[str, ...] = ()
    absent: tuple[AbsentDocument, ...] = ()


@dataclass(frozen=True)
class Pulled:
    """What one run of a source brought, by stream; `refused` are streams that could not be read, with the reason.

    `run` is None where nothing was new. `drift` tells which columns are new or changed their kind; `as_of` is the
    moment of the source's own clock up to which it was read.
    """

    source: str
    run: str | None
    records: Mapping[str, int] = field(default_factory=dict)
    deleted: Mapping[str, int] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()
    drift: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    as_of: datetime | None = None
    documents: Documents = Documents()
