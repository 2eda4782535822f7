"""A stream of records as it is declared: what identifies a record, which types its columns have, what must hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["text", "integer", "number", "boolean", "date", "instant", "local_time", "json"]
"""`instant` has its own offset or is UTC; `local_time` is read in the zone that the source's settings name."""


@dataclass(frozen=True)
class Stream:
    """One kind of record that a source hands out, by the vendor's own name for it.

    Records land as text, all columns that came; staging casts the declared ones. `version` orders the versions of one
    record (else the order of landing does). A record without its key or a `required` column, with a value that is not
    of its kind, or for which a check does not hold goes to quarantine; `checks` are reason → SQL over `r`, such as
    `{"the currency is not known": "r.currency in ('USD', 'EUR')"}`. `references` are column → stream of the same
    source in which its value must be a key (null refers to nothing, and is allowed).
    `append_only` records never change: each key lands once. `deleted` is an expression that says the vendor removed it.
    `worth` is an expression for the money at stake in a record, in `currency` (also an expression), for quarantine.
    """

    name: str
    key: tuple[str, ...]
    columns: Mapping[str, Kind]
    cursor: str | None = None
    version: str | None = None
    required: tuple[str, ...] = ()
    checks: Mapping[str, str] = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)
    append_only: bool = False
    deleted: str | None = None
    worth: str | None = None
    currency: str | None = None
