"""The table of what came in: the memory of ids that are not taken in twice, and what was said."""

from sqlalchemy import Column, LargeBinary, String, Table

from core.state.tables import Instant, metadata

inbound_table = Table(
    "inbound_message",
    metadata,
    Column("channel", String(100), primary_key=True),
    Column("id", String(200), primary_key=True),
    Column("type", String(200), nullable=False),
    # the message of ours that it answers
    Column("about", String(100), index=True),
    Column("body", LargeBinary, nullable=False),
    # the time in the newest signature that was accepted
    Column("signed_at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
)
