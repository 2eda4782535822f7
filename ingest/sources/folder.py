"""A watched folder of files: CSV, Parquet and JSON lines, packed or not, each file pattern one stream.

    [sources.bank]
    connector = "folder"
    path = "exports"                              # below the workspace, or absolute
    [sources.bank.tables.statement]               # see ingest/declared_tables.py
    files = "statements/*.csv"                    # else every file of the subfolder `statement`
    key = ["number"]

Without a key, a row is known by all it says and by how often the same row stood before it in its file: a later file
that overlaps adds only what is new, and true duplicates inside a file are kept. A file that is still being written
waits for the next pull; one that has not changed since it was read is not opened again. Of one that cannot be read
nothing lands, and it is told; the others go on.
"""

import gzip
import os
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import orjson
import pyarrow as pa
from pydantic import BaseModel, BeforeValidator, Field, ValidationInfo, field_validator

from core.errors import BadInput, SourceFailed
from core.progress import silent
from eventlog.exchange.csv_dialect import find_dialect, opened
from eventlog.exchange.flat_batches import csv_batches, parquet_batches
from eventlog.exchange.flat_columns import UNREADABLE
from eventlog.exchange.flat_mapping import FlatMapping
from eventlog.record_stream import Stream
from ingest.declared_tables import STRICT, DeclaredTable, mapping_of, naming_their_stream
from ingest.http import Http
from ingest.record_numbers import FILE, row_numbers
from ingest.record_text import text_table
from ingest.source import AbsentDocument, Missing, Page, Source, Window

ROW, TIMES_BEFORE, BROKEN = "_row_hash", "_times_before", "_unreadable"
UNFINISHED = (".part", ".tmp", ".crdownload", ".partial", ".filepart")
KINDS = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".parquet": "parquet", ".pq": "parquet", ".jsonl": "json",
    ".ndjson": "json", ".json": "json",
}  # fmt: skip
LINES_AT_ONCE = 10_000
LOCK_OF_AN_OFFICE = "~$"
OPTION_OF_AN_IMPORT = re.compile(r"--map (\w+)=([\w-]*)")


class Files(DeclaredTable):
    """The files of one stream. `files` is a pattern below the folder."""

    files: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    quote: str | None = None

    @field_validator("files")
    @classmethod
    def _below_the_folder(cls, files: str | None) -> str | None:
        if files is not None and (not files.strip() or Path(files).is_absolute() or ".." in Path(files).parts):
            raise ValueError("write a pattern below the folder, such as statements/*.csv")
        return files


class Settings(BaseModel):
    """What `[sources.NAME]` may say. A file is left alone until it has not changed for `settle` seconds."""

    model_config = STRICT
    path: Path
    title: str = "Files"
    settle: float = Field(5, ge=0)
    own_types: list[str] = Field(default_factory=list)
    tables: Annotated[dict[str, Files], BeforeValidator(naming_their_stream)]

    @field_validator("path")
    @classmethod
    def _below_the_workspace(cls, path: Path, info: ValidationInfo) -> Path:
        return Path((info.context or {}).get("folder", Path())) / path


def source(settings: Settings) -> Source:
    """The streams that the settings declare."""
    streams = tuple(_stream(name, files) for name, files in settings.tables.items())
    yields = mapping_of(settings.tables)
    return Source("folder", settings.title, "what its files hold", streams, yields, "L2", ends_by_itself=True)


def connect(settings: Settings, http: Http) -> "Folder":
    """Look at the folder."""
    return Folder(settings, http.source)


class Folder:
    """The files of one folder."""

    def __init__(self, settings: Settings, name: str) -> None:
        self._settings, self._name = settings, name
        self._unread: dict[str, str] = {}

    def now(self) -> datetime:
        return datetime.now(UTC)

    def probe(self) -> list[Missing]:
        path = self._settings.path
        if not path.is_dir() or not os.access(path, os.R_OK | os.X_OK):
            found = "may not be read by this user" if path.is_dir() else "is not there"
            raise SourceFailed(
                f"{self._name}: the folder {path} {found}. Make it, or mount it again, or mend path in "
                f"[sources.{self._name}]."
            )
        return [
            Missing(f"every file like {self._pattern(name)}", f"nothing of {name} is known", "an export", name)
            for name in self._settings.tables
            if not any(self._files(name))
        ]

    def read(self, stream: Stream, window: Window) -> Iterator[Page]:
        """The rows of files that are new or have changed; the token is what each file read looked like."""
        read: dict[str, list[int]] = orjson.loads(window.token) if window.token else {}
        for path in sorted(self._files(stream.name), key=lambda path: (path.stat().st_mtime_ns, path.name)):
            place, looks = path.relative_to(self._settings.path).as_posix(), _looks(path)
            if read.get(place) == looks:
                continue
            if waits := self._waits(looks[1] / 1e9, window.until.timestamp()):
                self._unread[place] = waits
                continue
            if not self._readable(stream, path, place):
                continue
            yield from self._pages(stream, path, place)
            if _looks(path) != looks:
                raise BadInput(f"{self._name}: {path} was written while it was read. Nothing landed; pull again.")
            read[place] = looks
            yield Page(token=orjson.dumps(read).decode())

    def keys(self, stream: Stream) -> None:
        """A file that is taken away says nothing of its records."""

    def passed_over(self) -> list[AbsentDocument]:
        """Files that are there and were not read: those that cannot be, and those of a kind that is not."""
        others = {place: reason for name in self._settings.tables for place, reason in self._others(name)}
        return [AbsentDocument(place, place, reason) for place, reason in sorted((others | self._unread).items())]

    def close(self) -> None:
        pass

    def _waits(self, written: float, until: float) -> str:
        """Why a file is left for another pull, if it may still be being written. Both are seconds since 1970."""
        if written <= until - self._settings.settle:
            return ""
        if written <= self.now().timestamp():
            return "it was written a moment ago and may not be whole yet. Pull again."
        at = datetime.fromtimestamp(written, UTC)
        return (
            f"its time, {at:%Y-%m-%d %H:%M} UTC, is ahead of this machine's clock, so it may still be being written. "
            "Set the clock that is wrong right, or save the file again."
        )

    def _readable(self, stream: Stream, path: Path, place: str) -> bool:
        """Whether the file can be read to its end: what is damaged further down shall not land in part."""
        try:
            for _ in self._tables(self._settings.tables[stream.name], path):
                pass
        except PermissionError:
            self._unread[place] = "it may not be read by this user. Change its permissions."
        except BadInput as error:
            self._unread[place] = self._in_our_words(error, path, stream.name)
        else:
            return True
        return False

    def _in_our_words(self, error: BadInput, path: Path, name: str) -> str:
        """What is wrong with a file, with what to say in firm.toml where the advice is meant for an import."""
        said = str(error).removeprefix(f"{path}").lstrip(": ").replace("is not an event log", "is no table", 1)
        where = f"under [sources.{self._name}.tables.{name}]"
        said = OPTION_OF_AN_IMPORT.sub(lambda found: f'{found[1]} = "{found[2]}" {where}', said)
        return said if said.startswith("the ") else f"it {said}"

    def _pages(self, stream: Stream, path: Path, place: str) -> Iterator[Page]:
        before: Counter[int] = Counter()
        for table in self._tables(self._settings.tables[stream.name], path):
            keyed = _with_key(table, before) if ROW in stream.key else table
            yield Page(keyed.append_column(FILE, pa.array([place] * table.num_rows, pa.string())))

    def _tables(self, files: Files, path: Path) -> Iterator[pa.Table]:
        kind = KINDS[_ending(path)]
        if kind == "csv":
            said = FlatMapping(delimiter=files.delimiter, encoding=files.encoding, quote=files.quote)
            yield from map(_without_our_own, csv_batches(path, find_dialect(path, said), silent))
        elif kind == "parquet":
            yield from map(_without_our_own, parquet_batches(path, silent))
        else:
            yield from _json_tables(path)

    def _pattern(self, name: str) -> str:
        return self._settings.tables[name].files or f"{name}/*"

    def _files(self, name: str) -> Iterable[Path]:
        return (path for path in self._finished(name) if _ending(path) in KINDS and path.stat().st_size)

    def _finished(self, name: str) -> Iterable[Path]:
        """Every file that somebody put there as whole."""
        return (
            path
            for path in self._settings.path.glob(self._pattern(name))
            if path.is_file()
            and not path.name.startswith((".", LOCK_OF_AN_OFFICE))
            and path.suffix.lower() not in UNFINISHED
        )

    def _others(self, name: str) -> Iterator[tuple[str, str]]:
        """The files of a pattern that nothing can be read of, and why."""
        for path in self._finished(name):
            place = path.relative_to(self._settings.path).as_posix()
            if _ending(path) not in KINDS:
                yield place, "it is neither CSV, Parquet nor JSON lines. Save it as one of these, or take it away."
            elif not path.stat().st_size:
                yield place, "it is empty. Export it again, or take it away."


def _stream(name: str, files: Files) -> Stream:
    declared = files.stream(name)
    if files.key:
        return declared
    return Stream(
        name, (ROW, TIMES_BEFORE), {ROW: "text", TIMES_BEFORE: "integer", BROKEN: "text", **declared.columns},
        version=declared.version, required=declared.required, append_only=True,
        checks={"the line does not split into the columns of its file": f"r.{BROKEN} is null", **declared.checks},
    )  # fmt: skip


def _ending(path: Path) -> str:
    return Path(path.name.lower().removesuffix(".gz")).suffix


def _looks(path: Path) -> list[int]:
    """What tells that a file has changed."""
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns]


def _without_our_own(batch: pa.RecordBatch) -> pa.Table:
    """The rows as the file has them; a line that cannot be split is one text."""
    table = text_table(pa.table(batch).drop_columns(["row", UNREADABLE])).table
    broken = [None if each is None else f"{each['reason']}: {each['record']}" for each in batch[UNREADABLE].to_pylist()]
    return table.append_column(BROKEN, pa.array(broken, pa.string()))


def _with_key(table: pa.Table, before: Counter[int]) -> pa.Table:
    """The table with what a row without a key is known by; `before` counts the rows of the file so far."""
    rows = row_numbers(table, sorted(table.column_names)).to_pylist()
    times = []
    for row in rows:
        times.append(str(before[row]))
        before[row] += 1
    spelled = pa.array([f"{row:016x}" for row in rows], pa.string())
    return table.append_column(ROW, spelled).append_column(TIMES_BEFORE, pa.array(times, pa.string()))


def _json_tables(path: Path) -> Iterator[pa.Table]:
    """One JSON object a line."""
    try:
        with opened(path) as file:
            numbered = enumerate(file, start=1)
            while lines := list(islice(numbered, LINES_AT_ONCE)):
                yield text_table([_record(number, line) for number, line in lines if line.strip()]).table
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BadInput(f"{path} breaks off or is damaged ({error}). Copy or export it again.") from None


def _record(number: int, line: bytes) -> dict[str, Any]:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError:
        record = None
    return record if isinstance(record, dict) else {BROKEN: f"line {number} is no JSON object: {line[:500]!r}"}
