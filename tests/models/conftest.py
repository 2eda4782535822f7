"""What tests of models share: a new state database, once in SQLite and once in PostgreSQL."""

from __future__ import annotations

from tests.core.conftest import either_state

__all__ = ["either_state"]
