"""Streams and what they yield, declared in firm.toml: for sources whose tables only the firm knows.

[sources.erp.tables.invoice]
key = ["id"]
cursor = "changed_at"
columns = {id = "integer", number = "text", sent_on = "date"}
objects = [{type = "invoice", id = "r.number"}]
events = [{type = "invoice_sent", at = "r.sent_on", objects = [{type = "invoice", id = "r.number"}]}]
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from eventlog.record_mapping import ChangesOf, EventsOf, LinksOf, ObjectsOf, ObservedIn, RecordMapping, Role
from eventlog.record_stream import Kind, Stream
from ingest.declared_expressions import PARTS

STRICT = ConfigDict(extra="forbid")


def _only_known(kind: type) -> BeforeValidator:
    """Refuses keys that a declaration of this kind does not have; a dataclass alone would pass over them."""

    def check(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        _refuse_unknown(value, kind)
        for role in [*value.get("objects", ()), value.get("source"), value.get("target")]:
            _refuse_unknown(role, Role)
        return value

    return BeforeValidator(check)


def _refuse_unknown(value: Any, kind: type) -> None:
    known = {each.name for each in fields(kind)}
    if isinstance(value, dict) and set(value) - known:
        raise ValueError(
            f"there is no {', '.join(sorted(set(value) - known))} here; there are {', '.join(sorted(known))}"
        )


class DeclaredTable(BaseModel):
    """One table, or folder of files, as a stream."""

    model_config = STRICT
    key: list[str] = Field(default_factory=list)
    cursor: str | None = None
    version: str | None = None
    columns: dict[str, Kind] = Field(default_factory=dict)
    required: list[str] = Field(default_factory=list)
    checks: dict[str, str] = Field(default_factory=dict)
    append_only: bool = False
    objects: list[Annotated[ObjectsOf, _only_known(ObjectsOf)]] = Field(default_factory=list)
    changes: list[Annotated[ChangesOf, _only_known(ChangesOf)]] = Field(default_factory=list)
    links: list[Annotated[LinksOf, _only_known(LinksOf)]] = Field(default_factory=list)
    events: list[Annotated[EventsOf, _only_known(EventsOf)]] = Field(default_factory=list)
    observed: list[Annotated[ObservedIn, _only_known(ObservedIn)]] = Field(default_factory=list)

    def stream(self, name: str) -> Stream:
        """The declaration as a stream."""
        columns: dict[str, Kind] = dict.fromkeys(self.key, "text")
        if self.cursor:
            columns[self.cursor] = "instant"
        return Stream(
            name, tuple(self.key), columns | self.columns, cursor=self.cursor, version=self.version,
            required=tuple(self.required), checks=self.checks, append_only=self.append_only,
        )  # fmt: skip


def naming_their_stream(tables: Any) -> Any:
    """The tables as written, with each declaration told which stream it stands under."""
    if not isinstance(tables, dict):
        return tables
    return {name: _naming(name, table) if isinstance(table, dict) else table for name, table in tables.items()}


def mapping_of(tables: Mapping[str, DeclaredTable]) -> RecordMapping:
    """What all tables together yield."""
    return RecordMapping(
        **{part: tuple(each for table in tables.values() for each in getattr(table, part)) for part in PARTS}
    )


def _naming(name: str, table: dict[str, Any]) -> dict[str, Any]:
    named = {
        part: [{"stream": name, **item} if isinstance(item, dict) else item for item in table[part]]
        for part in PARTS
        if isinstance(table.get(part), list)
    }
    return table | named
