"""The tables of what leaves: messages, their delivery to each channel, every try, and how each receiver is."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, UniqueConstraint

from core.state.tables import Instant, metadata

message_table = Table(
    "message",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("type", String(200), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("title", String, nullable=False),
    Column("time", Instant, nullable=False),
    Column("posted_at", Instant, nullable=False),
)

delivery_table = Table(
    "delivery",
    metadata,
    # the order in which messages about one subject are sent
    Column("id", Integer, primary_key=True),
    Column("message_id", String(100), ForeignKey("message.id"), nullable=False),
    Column("channel", String(100), nullable=False),
    # that of the message, kept here too for the order
    Column("subject", String(300), nullable=False),
    Column("content_type", String(200), nullable=False),
    # what is sent, byte for byte
    Column("body", LargeBinary, nullable=False),
    Column("state", String(10), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("replays", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    # who sends it now, and until when nobody else may
    Column("lease", String(40)),
    Column("lease_until", Instant),
    Column("reason", String, nullable=False),
    Column("posted_at", Instant, nullable=False),
    Column("finished_at", Instant),
    # when the bytes were let go, and the SHA-256 of what they were
    Column("pruned_at", Instant),
    Column("body_sha256", String(64)),
    CheckConstraint("state in ('waiting', 'sending', 'sent', 'dead')", name="state"),
    UniqueConstraint("message_id", "channel", name="uq_delivery_message_id_channel"),
    Index("ix_delivery_state_due_at", "state", "due_at"),
    Index("ix_delivery_channel_subject", "channel", "subject", "state"),
    # numbers only grow, so a later message never comes before an earlier one
    sqlite_autoincrement=True,
)

attempt_table = Table(
    "delivery_attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("delivery_id", Integer, ForeignKey("delivery.id"), nullable=False, index=True),
    Column("lease", String(40), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant),
    # delivered, again, never, gone; unknown where the sender was ended amid the try
    Column("outcome", String(10)),
    Column("status", Integer),
    Column("words", String, nullable=False),
    sqlite_autoincrement=True,
)

endpoint_table = Table(
    "channel_state",
    metadata,
    Column("channel", String(100), primary_key=True),
    Column("disabled", String, nullable=False),
    # failures in a row, of one subject after another: one message that never passes does not stop the rest
    Column("failures", Integer, nullable=False),
    Column("failing_subject", String(300)),
    Column("failing_since", Instant),
    # nothing is sent there before
    Column("not_before", Instant),
    Column("changed_at", Instant, nullable=False),
)
