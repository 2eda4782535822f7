"""The table of the audit. Triggers, made with it, refuse to change or remove an entry."""

from sqlalchemy import Column, Integer, String, Table, Text

from core.state.tables import Instant, metadata

audit_table = Table(
    "audit_entry",
    metadata,
    # given by whoever appends, one after the other, so that a gap shows
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("who", String, nullable=False),
    Column("act", String, nullable=False),
    Column("subject_type", String, nullable=False),
    Column("subject_id", String, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
