"""The clock of a source, told by the Date headers of its answers."""

import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


class SourceClock:
    """The source's own clock. Of several that disagree (machines behind one address) the slowest is believed.

    A run reads up to this clock: one that is behind makes the next run read a little again, one that is ahead would
    let it pass over records.
    """

    def __init__(self) -> None:
        self._offset: float | None = None

    def heed(self, date: str | None) -> None:
        """Take in a Date header."""
        told = http_date(date)
        if told is not None:
            offset = told.timestamp() - time.time()
            self._offset = offset if self._offset is None else min(self._offset, offset)

    @property
    def offset(self) -> float:
        """How far it is ahead of this machine's, in seconds; 0 until the source has told."""
        return self._offset or 0.0

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time() + self.offset, UTC)


def http_date(text: str | None) -> datetime | None:
    """A date of a header, or None where there is none or it is broken."""
    try:
        moment = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
