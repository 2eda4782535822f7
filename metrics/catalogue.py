"""Which indicators there are: those in `indicators`, and a workspace's own, which replace ours of the same name."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from core.errors import BadSettings, NotFound
from core.workspace import Workspace
from metrics.declaration import Indicator
from metrics.header import read_declaration


class Catalogue(NamedTuple):
    """The indicators by name, why files of the workspace's own give none, and the names of the workspace's own."""

    indicators: Mapping[str, Indicator]
    left_out: Mapping[str, str]
    own: frozenset[str]


def catalogue(workspace: Workspace | None = None) -> Catalogue:
    """All indicators, in alphabetical order. A file with mistakes in its header is left out; one of ours that it was
    to replace is not taken instead."""
    found, left_out = dict(_ours()), {}
    folder = workspace.root / "indicators" if workspace else None
    paths = sorted(folder.glob("*.sql")) if folder else []
    for path in paths:
        found.pop(path.stem, None)
        try:
            text = path.read_text(encoding="utf-8")
            found[path.stem] = read_declaration(Indicator, path.stem, text, f"The indicator {path}")
        except BadSettings as error:
            left_out[path.stem] = str(error)
        except UnicodeDecodeError:
            left_out[path.stem] = f"The indicator {path} is not text in UTF-8. Save it as that."
    own = frozenset(path.stem for path in paths)
    return Catalogue(MappingProxyType(dict(sorted(found.items()))), MappingProxyType(left_out), own)


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
    folder = files("metrics") / "indicators"
    found = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".sql"):
            name = file.name.removesuffix(".sql")
            text = file.read_text(encoding="utf-8")
            found[name] = read_declaration(Indicator, name, text, f"The indicator metrics/indicators/{file.name}")
    return found
