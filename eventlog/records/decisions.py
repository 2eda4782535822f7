"""What people decided, as records of the source `tracework`: which objects are one thing, how a bad record is mended.

They land as any record does, so withdrawing their run takes the decision back, and a rebuild finds them again.
"""

from collections.abc import Mapping, Sequence

from core.database import Database
from eventlog.numbering import OURS, NumberedRun
from eventlog.record_mapping import RecordMapping
from eventlog.record_stream import Stream
from eventlog.records.declared_source import DeclaredSource

IDENTITY = "identity_decision"
MEND = "mended_record"
ANSWERS = ("same", "different", "later")

IDENTITY_STREAM = Stream(
    name=IDENTITY,
    key=("id",),
    columns={
        "id": "text", "type": "text", "left": "text", "right": "text", "answer": "text", "by": "text", "at": "instant",
    },
    required=("left", "right", "answer", "at"),
    checks={"the answer is none of same, different, later": "r.answer in ('same', 'different', 'later')"},
    append_only=True,
)  # fmt: skip
"""`left` and `right` are ids of objects of `type`: a system may give a client and a person the same. A decision that an
older program took has no type, and is about every type that both ids are of. Of several answers for a pair the last
holds."""
MEND_STREAM = Stream(
    name=MEND,
    key=("id",),
    columns={
        "id": "text", "source": "text", "stream": "text", "run": "text", "row": "integer", "record": "json",
        "values": "json", "by": "text", "at": "instant",
    },
    required=("source", "stream", "values", "at"),
    append_only=True,
)  # fmt: skip
"""Corrected `values` by column for what stands in quarantine as `record` (however often it lands again), or, where that
is empty, for row `row` of run `run`. Of several mends of a record the last holds."""

DECISIONS = DeclaredSource(OURS, OURS, "Tracework", (IDENTITY_STREAM, MEND_STREAM), RecordMapping())

NOTHING_DECIDED = {
    IDENTITY: '(id varchar, "type" varchar, "left" varchar, "right" varchar, answer varchar, "by" varchar, '
    '"at" timestamp, _run_no integer, _row bigint)',
    MEND: '(source varchar, stream varchar, run varchar, "row" bigint, id varchar, record json, "values" json, '
    '"at" timestamp, _run_no integer, _row bigint)',
}


def keep_decisions(database: Database, records: Mapping[str, str]) -> None:
    """Let the temporary `identity_decision` and `mended_record` hold what was decided, for the rest of the build;
    `records` are the staged relations by stream."""
    for name in (IDENTITY, MEND):
        if name in records:
            database.run(f"create or replace temp table {name} as select * from {records[name]}")
        else:
            database.run(f"create or replace temp table {name} {NOTHING_DECIDED[name]}")


def of_decisions(runs: Sequence[NumberedRun]) -> list[NumberedRun]:
    """The runs that hold decisions."""
    return [run for run in runs if run.landed.source == OURS and run.landed.kind == "records"]
