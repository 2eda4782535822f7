"""A run of records while it is landed: what is new of each stream, as text, under the vendor's names for streams and
columns. Several streams, one commit."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from core.errors import SourceFailed
from eventlog.landed import LandedRun
from eventlog.record_stream import Stream
from ingest.known_records import KnownRecords, SeenRecords
from ingest.landing import RunFolder
from ingest.record_numbers import numbered
from ingest.record_text import CONTENT, KEY, text_table
from ingest.stream_file import StreamFile


class StreamLanding:
    """What one run lands of one stream: records that are new or say something new, and keys that are gone.

    A record that says what the newest landed version of its key says does not land again, so a second pull, an
    overlap and a page that is handed out twice add nothing.
    """

    def __init__(self, run: RunFolder, stream: Stream, before: Sequence[LandedRun], *, frozen: bool) -> None:
        self.stream = stream
        self._source, self._frozen = run.source, frozen
        files = [path for earlier in before if (path := earlier.stream(stream.name))]
        self.known, self._seen = KnownRecords(files), SeenRecords()
        self._file = StreamFile(run.folder, stream.name)
        self._columns_before = _columns_of(before, stream.name)
        self._columns: dict[str, set[str]] = {}
        self.deleted = 0

    @property
    def rows(self) -> int:
        """How many rows land, deletions among them."""
        return self._file.rows

    def land(self, records: Sequence[Mapping[str, Any]] | pa.Table) -> int:
        """Land what is new among the records; returns how many were not seen in this run before."""
        if not len(records):
            return 0
        texts = text_table(records)
        for name, kinds in texts.kinds.items():
            self._columns.setdefault(name, set()).update(kinds)
        if self._frozen and self.drift():
            self._refuse_drift()
        return self._write(numbered(texts.table, self.stream.key))[0]

    def delete(self, keys: Sequence[Mapping[str, Any]] | pa.Table) -> None:
        """Land that the records with these keys are gone."""
        if len(keys):
            table = text_table(keys).table.select(list(self.stream.key))
            self.deleted += self._write(numbered(table, self.stream.key, deleted=True))[1]

    def drift(self) -> dict[str, Any]:
        """The columns that are new, and those with values of a kind they did not have, against the runs before."""
        if not self._columns_before:
            return {}
        new = sorted(set(self._columns) - set(self._columns_before))
        changed = {
            name: sorted(kinds - self._columns_before[name])
            for name, kinds in sorted(self._columns.items())
            if self._columns_before.get(name) and kinds - self._columns_before[name]
        }
        return {key: value for key, value in (("new", new), ("changed", changed)) if value}

    def end(self) -> None:
        self._file.end()

    def drop(self) -> None:
        """Land nothing of the stream."""
        self._file.drop()

    def described(self) -> dict[str, Any]:
        """What the manifest tells of the stream beside its rows and hash."""
        return {"deleted": self.deleted, "columns": {name: sorted(kinds) for name, kinds in self._columns.items()}}

    def _write(self, table: pa.Table) -> tuple[int, int]:
        """Write what is new; returns how many rows this run had not seen, and how many were written."""
        contents = table[CONTENT].to_numpy()
        unseen = self._seen.take(contents)
        new = unseen & ~self.known.holds(table[KEY].to_numpy(), contents)
        written = int(new.sum())
        if written:
            self._file.write(table if written == len(new) else table.filter(pa.array(new)))
        return int(unseen.sum()), written

    def _refuse_drift(self) -> None:
        drift = self.drift()
        told = [f"new {', '.join(drift['new'])}"] if "new" in drift else []
        told += [f"{name} now {' or '.join(kinds)}" for name, kinds in drift.get("changed", {}).items()]
        raise SourceFailed(
            f"{self._source}: the columns of {self.stream.name} are not what they were ({'; '.join(told)}), and "
            f'[sources.{self._source}] says drift = "freeze". Nothing of this pull landed. To take them in, say '
            'drift = "evolve" and pull again.'
        )


def _columns_of(runs: Sequence[LandedRun], stream: str) -> dict[str, set[str]]:
    """Every column that earlier runs had in a stream, with the kinds of its values."""
    columns: dict[str, set[str]] = {}
    for run in runs:
        for name, kinds in run.manifest["streams"].get(stream, {}).get("columns", {}).items():
            columns.setdefault(name, set()).update(kinds)
    return columns
