"""The contract of a system's records: tables by the vendor's names, and the list of what is planted wrong in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl


@dataclass(frozen=True)
class Planted:
    """A record that stands wrong on purpose: `reason` is unreadable, missing, unknown_reference, duplicate_identity,
    unknown_master_data, contradicting_times, contradicting_systems or written_otherwise."""

    source: str
    stream: str
    key: str
    reason: str


@dataclass(frozen=True)
class SystemRecords:
    """One system's tables, and what is planted wrong in them."""

    tables: Mapping[str, pl.DataFrame]
    planted: list[Planted] = field(default_factory=list)
