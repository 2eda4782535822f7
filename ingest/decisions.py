"""What a person decided lands as a run of the source `tracework`, so it can be traced and withdrawn as any load."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from core.errors import WrongUse
from core.workspace import Workspace
from eventlog.numbering import OURS
from eventlog.records.decisions import ANSWERS, DECISIONS, IDENTITY, MEND
from ingest.landing import RunFolder
from ingest.record_numbers import numbered
from ingest.record_text import text_table
from ingest.stream_file import StreamFile


def decide_identity(
    workspace: Workspace, left: str, right: str, answer: str, by: str, object_type: str | None = None
) -> str:
    """Land that two objects of a type are `same`, `different`, or to be decided `later`; returns the run's number.

    Without a type it is about every type that both ids are of. The caller holds the workspace's lock.
    """
    if answer not in ANSWERS:
        raise WrongUse(f'"{answer}" is no answer. Say one of {", ".join(ANSWERS)}.')
    if left == right:
        raise WrongUse(f"{left} is one object. Name two that may be one thing; `tracework identities` lists pairs.")
    for each in (left, right):
        if each.startswith(f"{OURS}:"):
            raise WrongUse(
                f"{each} follows by a rule from records of others, so it is no second copy of anything. "
                "Decide on the objects it follows from; `tracework lineage` names them."
            )
    about = {"type": object_type} if object_type else {}
    return _land(workspace, IDENTITY, {**about, "left": left, "right": right, "answer": answer, "by": by})


def mend_record(workspace: Workspace, about: Mapping[str, str], values: Mapping[str, str | None], by: str) -> str:
    """Land what a record in quarantine should say; `about` has its `source`, `stream` and `record` as quarantine shows
    it, or its `run` and `row`. The caller holds the workspace's lock."""
    return _land(workspace, MEND, {**about, "values": json.dumps(values, ensure_ascii=False), "by": by})


def _land(workspace: Workspace, stream: str, record: Mapping[str, str]) -> str:
    at = datetime.now(UTC).isoformat()
    identifier = hashlib.sha256(json.dumps([stream, at, record], sort_keys=True).encode()).hexdigest()[:16]
    table = numbered(text_table([{"id": identifier, **record, "at": at}]).table, ("id",))
    with RunFolder(workspace, OURS) as run:
        file = StreamFile(run.folder, stream)
        file.write(table)
        file.end()
        return run.commit({"kind": "records", "connector": OURS, "system": DECISIONS.system, "as_of": at})
