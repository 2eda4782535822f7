"""The acquired firm's own NetSuite account: the same interface over other records."""

from __future__ import annotations

from simulator.interfaces.netsuite import ERRORS, SECRETS, app
from simulator.systems.netsuite import records_of_acquired as records

__all__ = ["ERRORS", "SECRETS", "app", "records"]
