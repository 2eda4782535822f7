"""Two numbers for each record, by which it is known again: one of its key, one of all it says.

Both are the same in every version of the program and do not depend on the order of columns; a column that is null, or
that came to be later, does not count. Together they have 128 bits: a record is taken for another by chance never.
"""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.record_text import CONTENT, DELETED, KEY

# where a record was found is no part of what it says
FILE = "_file"
BETWEEN, WITHIN = "\x1e", "\x1f"


def numbered(table: pa.Table, key: Sequence[str], *, deleted: bool = False) -> pa.Table:
    """The table with our three columns added."""
    marked = table.append_column(DELETED, pa.array(np.full(table.num_rows, deleted)))
    contents = row_numbers(table, sorted(set(table.column_names) - {FILE}), "deleted" if deleted else "")
    return marked.append_column(KEY, row_numbers(table, list(key))).append_column(CONTENT, contents)


def row_numbers(table: pa.Table, names: Sequence[str], before: str = "") -> pa.Array:
    """One number a row, of the columns named; those that the table lacks count as null."""
    parts = [pc.binary_join_element_wise(name, table[name], WITHIN) for name in names if name in table.column_names]
    start = pa.array([before] * table.num_rows, pa.string())
    rows = pc.binary_join_element_wise(start, *parts, BETWEEN, null_handling="skip")
    digests = b"".join([blake2b(row, digest_size=8).digest() for row in pc.cast(rows, pa.binary()).to_pylist()])
    return pa.array(np.frombuffer(digests, dtype="<u8"))
