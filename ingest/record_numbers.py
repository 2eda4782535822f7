"""Two numbers for each record, by which it is known again: one of its key, one of all it says.

Both are the same in every version of the program and do not depend on the order of columns; a column that is null, or
that came to be later, does not count. Together they have 128 bits, so by chance no record is taken for another.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from xxhash import xxh3_64_intdigest

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
    numbers = map(xxh3_64_intdigest, pc.cast(rows, pa.binary()).to_pylist())
    return pa.array(np.fromiter(numbers, np.uint64, count=table.num_rows))
