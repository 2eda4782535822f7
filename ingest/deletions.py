"""Records that are gone, for sources that do not tell: what is landed, less the keys there are now."""

from collections.abc import Iterator

import numpy as np

from core.errors import SourceFailed
from ingest.record_numbers import numbered
from ingest.record_text import KEY, text_table
from ingest.records_run import StreamLanding
from ingest.source import Page

FEW = 10


def sweep(landing: StreamLanding, pages: Iterator[Page]) -> None:
    """Mark as deleted what was landed before and is not among the keys of `pages`."""
    alive = landing.known.alive()
    gone, found = alive, 0
    for page in pages:
        if len(page.records):
            numbers = numbered(text_table(page.records).table, landing.stream.key)[KEY].to_numpy()
            found += len(numbers)
            gone = np.setdiff1d(gone, numbers)
    if not found and len(alive) > FEW:
        # more likely a right that was taken away without a word than a system that was emptied
        raise SourceFailed(
            f"{landing.stream.name} shows no record at all, where {len(alive):,} are known. None was marked as "
            "deleted; check that the source still lets us see them."
        )
    for keys in landing.known.spelled(gone, list(landing.stream.key)):
        landing.delete(keys)
