"""How objects of one type are known again across systems (`<type>.toml`), and which values of an attribute exist at all
(`<attribute>.master.toml`)."""

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

MASTER = ".master"


class Suggest(BaseModel):
    """Which pairs to show to a person: values of attribute `by` that are alike by at least so much (1: the same)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    by: str
    least: float


class IdentityDeclaration(BaseModel):
    """Objects with an equal key are one thing, the first key of the list speaking first; then those for which all
    values of a rule are equal, where no system has two such. Of several, the one whose connector comes first in
    `precedence` gives its id. `shared` are attributes and keys that all systems should say alike.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    type: str
    precedence: tuple[str, ...]
    keys: tuple[str, ...]
    rules: tuple[tuple[str, ...], ...] = ()
    shared: tuple[str, ...] = ()
    suggest: Suggest | None = None


class KnownValues(BaseModel):
    """Where a kind of system lists the values that exist: each in any of `columns` of a stream."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    connector: str
    stream: str
    columns: tuple[str, ...]


class MasterData(BaseModel):
    """An attribute whose values, on objects of `types`, must be among those that are known, where any are."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    attribute: str
    types: tuple[str, ...]
    known: tuple[KnownValues, ...]


@cache
def declared_identities() -> tuple[IdentityDeclaration, ...]:
    """The declarations of all types, by name."""
    return tuple(
        IdentityDeclaration.model_validate({"type": name, **content})
        for name, content in _contents().items()
        if not name.endswith(MASTER)
    )


@cache
def declared_master_data() -> tuple[MasterData, ...]:
    """The declarations of all attributes with known values."""
    return tuple(
        MasterData.model_validate({"attribute": name.removesuffix(MASTER), **content})
        for name, content in _contents().items()
        if name.endswith(MASTER)
    )


def _contents() -> dict[str, dict[str, object]]:
    entries = sorted(files("eventlog.identities").iterdir(), key=lambda entry: entry.name)
    return {
        entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text(encoding="utf-8"))
        for entry in entries
        if entry.name.endswith(".toml")
    }
