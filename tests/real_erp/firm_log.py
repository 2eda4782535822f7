"""Workspaces that read the seeded Tryton, and what their logs say, asked from the tables of a generation themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from core.workspace import Workspace, create_workspace
from tests.real_erp.environment import ADMIN, PASSWORD
from tests.real_erp.tryton_server import TrytonServer
from tracework.pipeline import PulledSources, pull


@dataclass(frozen=True)
class LoggedEvent:
    """An event, with the ids of its objects as Tryton has them."""

    id: int
    type: str
    at: datetime
    logged_at: datetime | None
    quality: str
    objects: frozenset[str]
    attributes: tuple[tuple[str, str], ...]


def new_workspace(folder: Path, tables: str) -> Workspace:
    workspace = create_workspace(folder / "firm")
    (folder / "password").write_text(PASSWORD)
    add_settings(workspace, tables)
    return workspace


def add_settings(workspace: Workspace, tables: str) -> None:
    with workspace.settings_file.open("a") as file:
        file.write(tables)


def by_rpc(server: TrytonServer, folder: Path, name: str = "erp", more: str = "") -> str:
    """The table of firm.toml that reads the server; a small page, so that there are several."""
    return (
        f'[sources.{name}]\nconnector = "tryton"\nurl = "{server.url}"\ndatabase = "firm"\nuser = "{ADMIN}"\n'
        f'password = {{file = "{folder / "password"}"}}\npage_size = 40\n{more}\n'
    )


def by_database(folder: Path, url: str, name: str = "erp") -> str:
    """The table of firm.toml that reads a database."""
    (folder / f"{name}.url").write_text(url)
    return f'[sources.{name}]\nconnector = "tryton_database"\nurl = {{file = "{folder / name}.url"}}\n'


def pulled(workspace: Workspace) -> PulledSources:
    """Pull everything and build; nothing may fail or be refused."""
    result = pull(workspace)
    assert not result.failed, result.failed
    assert not any(each.refused for each in result.pulled), result.pulled
    return result


class FirmLog:
    """The published log of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        number = workspace.current_generation()
        assert number is not None
        self._path = workspace.generation_file(number)

    def rows(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self._path), read_only=True) as database:
            return database.execute(sql, values or None).fetchall()

    def events(self, source: str = "erp") -> list[LoggedEvent]:
        """The events of a source."""
        found = self.rows(EVENTS, source=source)
        return [LoggedEvent(*row[:5], frozenset(row[5]), tuple(map(tuple, row[6]))) for row in found]

    def relations(self) -> set[tuple[str, str, str]]:
        """From, qualifier, to; ids as Tryton has them."""
        return set(self.rows(RELATIONS))

    def objects(self, object_type: str) -> set[str]:
        return {row[0] for row in self.rows(OBJECTS, object_type=object_type)}


WITHOUT_SOURCE = "regexp_replace({}.object_id, '^[a-z_]+:', '')"
EVENTS = f"""
select event_id, event_type.name, ts, logged_at, quality,
    (select list(distinct {WITHOUT_SOURCE.format("object")}) from event_object join object using (object_no)
     where event_object.event_no = event.event_no),
    (select coalesce(list([name, value] order by name), []) from event_attribute
     where event_attribute.event_no = event.event_no)
from event join event_type using (type_no) join source using (source_no) where source.name = $source order by ts, place
"""
RELATIONS = f"""
select {WITHOUT_SOURCE.format("one")}, qualifier, {WITHOUT_SOURCE.format("other")} from object_object
join object as one on one.object_no = from_object_no join object as other on other.object_no = to_object_no
"""
OBJECTS = f"""
select {WITHOUT_SOURCE.format("object")} from object join object_type using (type_no)
where object_type.name = $object_type
"""
