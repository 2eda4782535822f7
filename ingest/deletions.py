"""Records that are gone, for sources that do not tell: what is landed, less the keys there are now."""

from collections.abc import Callable, Iterator

import numpy as np

from core.errors import SourceFailed
from ingest.known_records import Numbers
from ingest.record_numbers import numbered
from ingest.record_text import KEY, text_table
from ingest.records_run import StreamLanding
from ingest.source import Page

FEW, WALKS = 10, 5


def sweep(landing: StreamLanding, walk: Callable[[], Iterator[Page] | None]) -> None:
    """Mark as deleted what was landed before and is not among the keys that a walk over all pages gives.

    Where a page begins after so many records, one that is taken away meanwhile moves the others up, and the next page
    passes one over. So what is missed is looked for again, until two walks in a row miss the same; what only some of
    them miss is there.
    """
    alive = landing.known.alive()
    gone: Numbers | None = None
    before: Numbers | None = None
    for _ in range(WALKS):
        pages = walk()
        if pages is None:
            return
        missed = _missed(landing, alive, pages)
        gone = missed if gone is None else np.intersect1d(gone, missed)
        if not len(gone) or (before is not None and np.array_equal(before, missed)):
            break
        before = missed
    if gone is not None and len(gone):
        for keys in landing.known.spelled(gone, list(landing.stream.key)):
            landing.delete(keys)


def _missed(landing: StreamLanding, alive: Numbers, pages: Iterator[Page]) -> Numbers:
    gone, found = np.unique(alive), 0
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
    return gone
