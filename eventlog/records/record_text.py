"""A landed record as one text: JSON of what came, without nulls, its columns in the order of the alphabet.

So it does not change when other records of the stream get more columns, and the same record always reads the same.
"""

from core.sql import quoted
from eventlog.records.landed_stream import LandedStream


def record_text(landed: LandedStream, alias: str) -> str:
    """SQL for the text of the record `alias` of a stream's relation."""
    record = ", ".join(f"{quoted(name)} := {alias}.{quoted(name)}" for name in landed.columns)
    return f"json_merge_patch('{{}}', to_json(struct_pack({record})))::varchar"
