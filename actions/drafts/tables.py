"""The table of drafts: what was written from which generation, who decided on it, and the message it became."""

from sqlalchemy import JSON, Column, Integer, String, Table, Text

from core.state.tables import Instant, metadata

draft_table = Table(
    "draft",
    metadata,
    Column("number", Integer, primary_key=True),
    # team or client
    Column("reader", String(12), nullable=False),
    # the project's id in the log, and whose it is
    Column("subject_id", String(400), nullable=False),
    Column("entity", String(400)),
    Column("practice", String(400)),
    Column("client", String(400)),
    Column("project", String(400)),
    Column("title", Text, nullable=False),
    Column("sentences", JSON, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("channel", String(80), nullable=False),
    # waiting, approved, refused
    Column("state", String(12), nullable=False, index=True),
    Column("drafted_by", String(200), nullable=False),
    Column("drafted_at", Instant, nullable=False),
    Column("decided_by", String(200)),
    Column("decided_at", Instant),
    Column("note", Text),
    Column("message", String(100)),
    sqlite_autoincrement=True,
)
