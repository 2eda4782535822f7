"""The tables of actions: each with its findings, whom it was asked of, and what they answered."""

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from core.state.tables import Instant, metadata

action_table = Table(
    "action",
    metadata,
    Column("number", Integer, primary_key=True),
    # empty: a person proposed it
    Column("policy", String(120), nullable=False, index=True),
    Column("policy_version", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("action", String(80), nullable=False),
    Column("channel", String(80), nullable=False),
    Column("instruction", Text, nullable=False),
    # what its findings have in common, as JSON
    Column("grouped", Text, nullable=False),
    # waiting, approved, refused, expired, withdrawn, held_out, succeeded, failed
    Column("state", String(12), nullable=False, index=True),
    Column("proposed_at", Instant, nullable=False),
    Column("proposed_by", String(200), nullable=False),
    Column("expires_at", Instant),
    Column("people", Integer, nullable=False),
    Column("four_eyes", Boolean, nullable=False),
    Column("decided_at", Instant),
    # exactly what is posted once it is approved
    Column("content", JSON, nullable=False),
    Column("message", String(100), index=True),
    Column("ended_at", Instant),
    Column("words", Text),
    sqlite_autoincrement=True,
)

action_finding_table = Table(
    "action_finding",
    metadata,
    Column("action", Integer, ForeignKey("action.number"), primary_key=True),
    Column("finding", Integer, ForeignKey("finding.number"), primary_key=True, index=True),
    Column("kind", String(120), nullable=False),
    Column("subject_type", String(120), nullable=False),
    Column("subject_id", String(400), nullable=False),
    # whose it was then: who may not see all of it may not approve it
    Column("entity", String(400)),
    Column("practice", String(400)),
    Column("client", String(400)),
    Column("project", String(400)),
    Column("chance", Float, nullable=False),
    Column("base_money", Float),
    # the moment of the data in which it was last seen by then
    Column("seen_at", Instant, nullable=False),
)

asked_table = Table(
    "action_asked",
    metadata,
    Column("action", Integer, ForeignKey("action.number"), primary_key=True),
    Column("role", String(40), primary_key=True),
    # from then on; later than the proposal where it is an escalation
    Column("asked_from", Instant, nullable=False),
    Column("told", Boolean, nullable=False),
)

answer_table = Table(
    "action_answer",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("action", Integer, ForeignKey("action.number"), nullable=False, index=True),
    Column("who", String(200), nullable=False),
    # approve or refuse
    Column("answer", String(12), nullable=False),
    Column("at", Instant, nullable=False),
    Column("note", Text, nullable=False),
    UniqueConstraint("action", "who", name="uq_action_answer_who"),
    sqlite_autoincrement=True,
)
