"""Which contract a document is of, where the library that it was fetched from says so."""

from pathlib import Path
from urllib.parse import unquote

from core.sql import load
from eventlog.reading import EventLog

DEPTH = 3
"""A fetched document lies in a folder of its source, and there in one of its own, named by its key."""


def filed_contracts(log: EventLog) -> dict[str, str]:
    """By the name of a document, that of its contract; one that is filed under several is left out."""
    rows = log.database.rows(load("models.contract_terms", "filed.sql"))
    named: dict[str, set[str]] = {}
    for document, contract in rows:
        named.setdefault(document, set()).add(contract)
    return {document: contracts.pop() for document, contracts in named.items() if len(contracts) == 1}


def document_of(folder: Path, path: Path) -> str | None:
    """What the log calls a document of this path; None of one that somebody put there."""
    parts = path.relative_to(folder).parts
    return f"{parts[0]}:{unquote(parts[1])}" if len(parts) == DEPTH else None
