"""Closes the log that the tests of the filters share."""

from collections.abc import Iterator

import pytest

from tests.eventlog.filters.chosen import process


@pytest.fixture(scope="session", autouse=True)
def _shared_log_is_closed() -> Iterator[None]:
    yield
    process().close()
    process.cache_clear()
