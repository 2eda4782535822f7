"""What tests of actions share: a new state database, once in SQLite and once in PostgreSQL, and a real receiver."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.actions.receiver import Receiver, receiver
from tests.core.conftest import either_state

__all__ = ["either_state", "there"]


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as found:
        yield found
