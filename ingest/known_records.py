"""What is landed already: of each key its newest version, and within one run every record seen, in 16 bytes each."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from ingest.record_text import CONTENT, DELETED, KEY

Numbers = npt.NDArray[np.uint64]
Marks = npt.NDArray[np.bool_]
MERGE_FROM = 4_096
NUMBERED = pa.schema({KEY: pa.uint64(), CONTENT: pa.uint64(), DELETED: pa.bool_()})


class KnownRecords:
    """The newest landed version of each key of one stream, from the files of its runs, oldest first."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._files = list(files)
        tables = [pq.read_table(path, columns=[KEY, CONTENT, DELETED]) for path in self._files]
        whole = pa.concat_tables(tables) if tables else NUMBERED.empty_table()
        keys: Numbers = whole[KEY].to_numpy()
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        newest = np.append(keys[1:] != keys[:-1], True) if len(keys) else np.zeros(0, np.bool_)
        self._keys = keys[newest]
        self._contents: Numbers = whole[CONTENT].to_numpy()[order][newest]
        self._deleted: Marks = whole[DELETED].to_numpy()[order][newest]

    def __len__(self) -> int:
        return len(self._keys)

    def holds(self, keys: Numbers, contents: Numbers) -> Marks:
        """For each record, whether the newest landed version of its key says the same."""
        if not len(self._keys):
            return np.zeros(len(keys), np.bool_)
        places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        same: Marks = (self._keys[places] == keys) & (self._contents[places] == contents)
        return same

    def alive(self) -> Numbers:
        """The keys whose newest version is not a deletion."""
        living: Numbers = self._keys[~self._deleted]
        return living

    def spelled(self, keys: Numbers, columns: list[str]) -> Iterator[pa.Table]:
        """The key columns of landed records, as they were written, for the keys with these numbers: each once."""
        wanted = np.unique(keys)
        for path in self._files:
            for batch in pq.ParquetFile(path).iter_batches(columns=[*columns, KEY]):
                numbers: Numbers = batch.column(KEY).to_numpy()
                rows = np.flatnonzero(np.isin(numbers, wanted))
                rows = rows[np.unique(numbers[rows], return_index=True)[1]]
                if len(rows):
                    yield pa.table(batch.select(columns)).take(rows)
                    wanted = np.setdiff1d(wanted, numbers[rows])


class SeenRecords:
    """The numbers of all records of one run so far, in sorted runs of doubling length."""

    def __init__(self) -> None:
        self._sorted: list[Numbers] = []

    def take(self, contents: Numbers) -> Marks:
        """For each record, whether it is the first that says this; they count as seen from now on."""
        first = np.zeros(len(contents), np.bool_)
        first[np.unique(contents, return_index=True)[1]] = True
        for numbers in self._sorted:
            places = np.minimum(np.searchsorted(numbers, contents), len(numbers) - 1)
            first &= numbers[places] != contents
        if first.any():
            self._sorted.append(np.sort(contents[first]))
            self._merge()
        return first

    def _merge(self) -> None:
        while len(self._sorted) > 1 and len(self._sorted[-2]) < 2 * len(self._sorted[-1]) + MERGE_FROM:
            newer, older = self._sorted.pop(), self._sorted.pop()
            self._sorted.append(np.sort(np.concatenate([older, newer])))
