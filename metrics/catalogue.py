"""Which indicators there are: those in `indicators`, and a workspace's own, which replace ours of the same name."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from core.errors import NotFound
from core.workspace import Workspace
from metrics.declaration import Indicator
from metrics.header import read_declaration


def indicators(workspace: Workspace | None = None) -> Mapping[str, Indicator]:
    """All indicators by name, in alphabetical order."""
    found = dict(_ours())
    folder = workspace.root / "indicators" if workspace else Path("indicators")
    if workspace and folder.is_dir():
        for path in sorted(folder.glob("*.sql")):
            found[path.stem] = read_declaration(
                Indicator, path.stem, path.read_text(encoding="utf-8"), f"The indicator {path}"
            )
    return MappingProxyType(dict(sorted(found.items())))


def indicator(name: str, workspace: Workspace | None = None) -> Indicator:
    """One indicator; NotFound says which there are."""
    there = indicators(workspace)
    if name not in there:
        raise NotFound(f"There is no indicator {name!r}. There are: {', '.join(there)}.")
    return there[name]


@cache
def _ours() -> Mapping[str, Indicator]:
    folder = files("metrics") / "indicators"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return {
        name.removesuffix(".sql"): read_declaration(
            Indicator,
            name.removesuffix(".sql"),
            (folder / name).read_text(encoding="utf-8"),
            f"The indicator metrics/indicators/{name}",
        )
        for name in names
    }
