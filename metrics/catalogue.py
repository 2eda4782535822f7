"""Which indicators there are: those in `indicators`, and a workspace's own, which replace ours of the same name."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from core.errors import BadSettings, NotFound
from core.workspace import Workspace
from metrics.declaration import Indicator
from metrics.header import declared_in


class Catalogue(NamedTuple):
    """The indicators by name, why files of the workspace's own give none, and the names of the workspace's own."""

    indicators: Mapping[str, Indicator]
    left_out: Mapping[str, str]
    own: frozenset[str]


def catalogue(workspace: Workspace | None = None) -> Catalogue:
    """All indicators, in alphabetical order. A file with mistakes in its header is left out; one of ours that it was
    to replace is not taken instead."""
    own: dict[str, Indicator] = {}
    left_out: dict[str, str] = {}
    if workspace:
        own, left_out = declared_in(workspace.root / "indicators", Indicator, "indicator")
    found = {name: one for name, one in _ours().items() if name not in left_out} | own
    return Catalogue(MappingProxyType(dict(sorted(found.items()))), left_out, frozenset({*own, *left_out}))


def indicators(workspace: Workspace | None = None) -> Mapping[str, Indicator]:
    """All indicators by name, in alphabetical order, without those that have mistakes."""
    return catalogue(workspace).indicators


def indicator(name: str, workspace: Workspace | None = None) -> Indicator:
    """One indicator; NotFound says which there are."""
    there, left_out, _ = catalogue(workspace)
    if name in left_out:
        raise BadSettings(left_out[name])
    if name not in there:
        raise NotFound(f"There is no indicator {name!r}. There are: {', '.join(there)}.")
    return there[name]


@cache
def _ours() -> Mapping[str, Indicator]:
    return declared_in(files("metrics") / "indicators", Indicator, "indicator")[0]
