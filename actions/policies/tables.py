"""What policies remember: their standings, conflicts between them, and silences."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text

from core.state.tables import Instant, metadata

standing_table = Table(
    "policy_standing",
    metadata,
    Column("policy", String(120), primary_key=True),
    Column("kind", String(120), primary_key=True),
    Column("subject_type", String(120), primary_key=True),
    Column("subject_id", String(400), primary_key=True),
    Column("finding", Integer, ForeignKey("finding.number"), nullable=False),
    # pending, active, recovering
    Column("phase", String(12), nullable=False),
    Column("since", Instant, nullable=False),
    Column("active_since", Instant),
    Column("acted_at", Instant),
    Column("held_out", Boolean, nullable=False),
    # why it is due and has not gone, as of the last look, and until when
    Column("waits_for", Text),
    Column("waits_until", Instant),
)

conflict_table = Table(
    "policy_conflict",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("winner", String(120), nullable=False),
    Column("loser", String(120), nullable=False),
    Column("subject_type", String(120), nullable=False),
    Column("subject_id", String(400), nullable=False),
    Column("finding", Integer, ForeignKey("finding.number"), nullable=False),
    Column("why", Text, nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

silence_table = Table(
    "silence",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    # empty: whatever it is
    Column("policy", String(120), nullable=False),
    Column("kind", String(120), nullable=False),
    Column("entity", String(400), nullable=False),
    Column("subject_id", String(400), nullable=False),
    Column("reason", Text, nullable=False),
    Column("who", String(200), nullable=False),
    sqlite_autoincrement=True,
)
