"""The table of what was reported back of actions."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text

from core.state.tables import Instant, metadata

outcome_table = Table(
    "action_outcome",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("action", Integer, ForeignKey("action.number"), nullable=False, index=True),
    # receipt or outcome
    Column("kind", String(12), nullable=False),
    Column("at", Instant, nullable=False),
    # accepted, running; succeeded, failed, no_effect
    Column("result", String(20), nullable=False),
    Column("words", Text, nullable=False),
    Column("data", JSON, nullable=False),
    # who reported it: the channel, and the id of its message
    Column("source", String(80), nullable=False),
    Column("message", String(200), nullable=False),
    sqlite_autoincrement=True,
)
