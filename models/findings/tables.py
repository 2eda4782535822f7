"""The tables of findings: each finding as it stands, every change a detector saw in it, and every verdict on it."""

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Integer, String, Table, Text, UniqueConstraint, false

from core.state.tables import Instant, metadata

finding_table = Table(
    "finding",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("detector", String(80), nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", String(120), nullable=False),
    Column("subject_type", String(120), nullable=False),
    Column("subject_id", String(400), nullable=False),
    Column("state", String(12), nullable=False, index=True),
    Column("owner_role", String(40), nullable=False),
    # whose it is, beside the suspicion, so that a viewer's limits are a condition
    Column("entity", String(400)),
    Column("practice", String(400)),
    Column("client", String(400)),
    Column("project", String(400)),
    Column("suspicion", JSON, nullable=False),
    # who is named in it, and what is shown instead to whoever may not see names
    Column("named", JSON, nullable=False),
    Column("chance", Float, nullable=False),
    Column("base_money", Float),
    Column("expected", Float),
    Column("first_seen", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("assigned_to", String(100)),
    Column("snoozed_until", Instant),
    Column("settled_at", Instant),
    Column("audited", Boolean, nullable=False),
    # the shapes of the reasons for which a person dismissed it
    Column("dismissed_for", JSON),
    UniqueConstraint("kind", "subject_type", "subject_id", name="uq_finding_subject"),
    sqlite_autoincrement=True,
)

sighting_table = Table(
    "finding_sighting",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("finding", Integer, ForeignKey("finding.number"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("generation", Integer, nullable=False),
    # raised, seen, reopened, gone, awake
    Column("act", String(12), nullable=False),
    Column("chance", Float, nullable=False),
    Column("base_money", Float),
    sqlite_autoincrement=True,
)

verdict_table = Table(
    "finding_verdict",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("finding", Integer, ForeignKey("finding.number"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("who", String(200), nullable=False),
    # confirm, dismiss, snooze, assign, settle
    Column("verdict", String(12), nullable=False),
    Column("reason", Text),
    Column("until", Instant),
    Column("assignee", String(100)),
    Column("undone", Boolean, nullable=False),
    # the finding as it stood, so that the verdict can be undone
    Column("before", JSON, nullable=False),
    # what the model said then, for what verdicts teach
    Column("detector", String(80), nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", String(120), nullable=False),
    Column("chance", Float, nullable=False),
    Column("base_money", Float),
    Column("audited", Boolean, nullable=False),
    # whether only the lot had put it before a person, who would not have come to it by money times chance
    Column("by_lot", Boolean, nullable=False, server_default=false()),
    sqlite_autoincrement=True,
)
