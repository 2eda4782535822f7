"""SQL as files and the one place where names and paths are quoted into it."""

from functools import cache
from importlib.resources import files
from pathlib import Path


@cache
def load(package: str, name: str) -> str:
    """The text of the statement file `name` that lies in `package`, such as `load("mining", "process_map.sql")`."""
    return files(package).joinpath(name).read_text(encoding="utf-8")


def quoted(identifier: str) -> str:
    """An identifier as SQL takes it, whatever characters it has."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str | Path) -> str:
    """A text as an SQL string; for paths, which DuckDB does not take as bound values everywhere."""
    return "'" + str(text).replace("'", "''") + "'"
