"""`[sources.NAME]` in firm.toml: which connector reads a system, and how. All mistakes are told together."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from core.errors import BadSettings, NotFound, TraceworkError
from core.settings import FirmSettings, firm_content, mistakes_in, refuse_mistakes
from core.workspace import Workspace
from eventlog.record_stream import Stream
from eventlog.records.declared_source import DeclaredSource
from ingest.connectors import Connector, connector
from ingest.declared_expressions import mistakes_in_expressions
from ingest.declared_names import mistakes_in_names
from ingest.http import Http
from ingest.http_settings import HttpSettings
from ingest.source import Connection, Source

UNITS = {"s": 1, "min": 60, "h": 3_600, "d": 86_400}
LONGEST_S = 36_500 * 86_400
"""A calendar has room for a moment so much earlier."""
NAME = re.compile(r"[a-z][a-z0-9_]*")


def _as_duration(value: Any) -> Any:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(s|min|h|d)", value.strip()) if isinstance(value, str) else None
    if not found or (seconds := float(found[1]) * UNITS[found[2]]) > LONGEST_S:
        raise ValueError('write a duration like "5 min" (s, min, h, d), of 100 years at most')
    return timedelta(seconds=seconds)


def _as_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'there is no time zone "{name}"; write one like "Europe/Berlin"') from None
    return name


class StreamChoice(BaseModel):
    """Which streams to pull; all, if it says nothing."""

    model_config = ConfigDict(extra="forbid")
    include: list[str] | None = None
    exclude: list[str] = Field(default_factory=list)


class CommonSettings(BaseModel):
    """What every source may say, whatever its connector."""

    model_config = ConfigDict(extra="ignore")
    connector: str
    zone: Annotated[str, AfterValidator(_as_zone)] = "UTC"
    drift: Literal["evolve", "freeze"] = "evolve"
    overlap: Annotated[timedelta, BeforeValidator(_as_duration)] = timedelta(minutes=5)
    streams: StreamChoice = StreamChoice()
    http: HttpSettings = HttpSettings()


@dataclass(frozen=True)
class ConfiguredSource:
    """A source as firm.toml has it: checked, with what its connector declares."""

    name: str
    common: CommonSettings
    own: BaseModel
    connector: Connector
    declared: Source

    @property
    def streams(self) -> list[Stream]:
        """The streams that shall be pulled."""
        choice = self.common.streams
        wanted = {stream.name for stream in self.declared.streams} if choice.include is None else set(choice.include)
        return [stream for stream in self.declared.streams if stream.name in wanted - set(choice.exclude)]

    @property
    def has_own_tables(self) -> bool:
        """Whether the firm itself says in firm.toml which tables there are, and what they yield."""
        return "tables" in self.connector.settings_model.model_fields

    def connect(self, http: Http) -> Connection:
        return self.connector.connect(self.own, http)

    def for_the_build(self) -> DeclaredSource:
        """What the build needs to know of it."""
        return DeclaredSource(
            name=self.name, connector=self.connector.name, system=self.declared.title, zone=self.common.zone,
            streams=self.declared.streams, yields=self.declared.yields,
        )  # fmt: skip


def configured_sources(workspace: Workspace) -> dict[str, ConfiguredSource]:
    """The sources that firm.toml names, by name. Every mistake anywhere in the file is told, in one message."""
    content = firm_content(workspace)
    mistakes = mistakes_in(FirmSettings, content)
    configured = {}
    tables = content.get("sources", {})
    for name, table in tables.items() if isinstance(tables, dict) else ():
        found = _checked(name, table, workspace.root) if isinstance(table, dict) else []
        if isinstance(found, ConfiguredSource):
            configured[name] = found
        else:
            mistakes += found
    refuse_mistakes(mistakes, workspace.settings_file)
    return configured


def configured_source(workspace: Workspace, name: str) -> ConfiguredSource:
    """The source of that name."""
    sources = configured_sources(workspace)
    if name not in sources:
        raise NotFound(
            f"firm.toml has no source {name}. It has: {', '.join(sources) or 'none'}. Add one as [sources.{name}]."
        )
    return sources[name]


def _checked(name: str, table: Mapping[str, Any], folder: Path) -> ConfiguredSource | list[str]:
    """The source that a table describes, or its mistakes."""
    section = f"sources.{name}"
    mistakes = [] if NAME.fullmatch(name) else [f"{section}: a source is named like crm or erp_munich"]
    mistakes += mistakes_in(CommonSettings, table, section)
    try:
        kind = connector(str(table.get("connector", "")))
    except NotFound as error:
        told = [f"{section}.connector: {error}".rstrip(".")] if "connector" in table else []
        return mistakes + told
    # a connector that needs to know what is common, such as the zone, names it among its own
    own = {
        key: value
        for key, value in table.items()
        if key not in CommonSettings.model_fields or key in kind.settings_model.model_fields
    }
    mistakes += mistakes_in(kind.settings_model, own, section, folder)
    if mistakes:
        return mistakes
    settings = kind.settings_model.model_validate(own, context={"folder": folder})
    try:
        source = ConfiguredSource(name, CommonSettings.model_validate(table), settings, kind, kind.source(settings))
    except (BadSettings, ValueError) as error:
        return [f"{section}: {_in_one_clause(error)}"]
    return _unknown_streams(source, section) + _bad_declarations(source, section) or source


def _unknown_streams(source: ConfiguredSource, section: str) -> list[str]:
    known = {stream.name for stream in source.declared.streams}
    choice = source.common.streams
    return [
        f"{section}.streams: there is no stream {name}; there are {', '.join(sorted(known))}"
        for name in [*(choice.include or ()), *choice.exclude]
        if name not in known
    ]


def _bad_declarations(source: ConfiguredSource, section: str) -> list[str]:
    """Of a source whose tables only the firm knows; what a connector declares is tried by its tests."""
    if not source.has_own_tables:
        return []
    streams, yields = source.declared.streams, source.declared.yields
    own_types = getattr(source.own, "own_types", ())
    told = mistakes_in_names(streams, yields, own_types) + mistakes_in_expressions(streams, yields)
    return [f"{section}.{each}" for each in told]


def _in_one_clause(error: TraceworkError | ValueError) -> str:
    return str(error).rstrip(".")
