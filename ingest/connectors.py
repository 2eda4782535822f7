"""The connectors there are, found by their folder."""

from dataclasses import dataclass
from types import ModuleType

from pydantic import BaseModel

from core.errors import NotFound
from core.registry import found, module
from ingest.http import Http
from ingest.source import Connection, Source

FOLDER = "ingest.sources"


@dataclass(frozen=True)
class Connector:
    """One file of `ingest/sources`."""

    name: str
    module: ModuleType

    @property
    def settings_model(self) -> type[BaseModel]:
        """The keys of its own that `[sources.NAME]` may have."""
        model: type[BaseModel] = self.module.Settings
        return model

    def source(self, settings: BaseModel) -> Source:
        """What it declares; a connector for any tables or files makes its declaration of its settings."""
        if hasattr(self.module, "source"):
            made: Source = self.module.source(settings)
            return made
        declared: Source = self.module.SOURCE
        return declared

    def connect(self, settings: BaseModel, http: Http) -> Connection:
        connection: Connection = self.module.connect(settings, http)
        return connection


def known_connectors() -> list[str]:
    return found(FOLDER)


def connector(name: str) -> Connector:
    """The connector of that name."""
    if name not in known_connectors():
        raise NotFound(f'There is no connector "{name}". There are: {", ".join(known_connectors()) or "none"}.')
    return Connector(name, module(FOLDER, name))
