"""Findings: each as it stands, what detectors saw of it over time, and the verdicts of people."""

import sqlalchemy as sa
from alembic import op

from core.state.tables import Instant

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "finding",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("detector", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(120), nullable=False),
        sa.Column("subject_type", sa.String(120), nullable=False),
        sa.Column("subject_id", sa.String(400), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("owner_role", sa.String(40), nullable=False),
        *(sa.Column(name, sa.String(400)) for name in ("entity", "practice", "client", "project")),
        sa.Column("suspicion", sa.JSON, nullable=False),
        sa.Column("named", sa.JSON, nullable=False),
        sa.Column("chance", sa.Float, nullable=False),
        sa.Column("base_money", sa.Float),
        sa.Column("expected", sa.Float),
        sa.Column("first_seen", Instant, nullable=False),
        sa.Column("last_seen", Instant, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("assigned_to", sa.String(100)),
        sa.Column("snoozed_until", Instant),
        sa.Column("settled_at", Instant),
        sa.Column("audited", sa.Boolean, nullable=False),
        sa.Column("dismissed_for", sa.JSON),
        sa.PrimaryKeyConstraint("number", name="pk_finding"),
        sa.UniqueConstraint("kind", "subject_type", "subject_id", name="uq_finding_subject"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_finding_state", "finding", ["state"])
    _make_sightings()
    _make_verdicts()


def _make_sightings() -> None:
    op.create_table(
        "finding_sighting",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("finding", sa.Integer, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("act", sa.String(12), nullable=False),
        sa.Column("chance", sa.Float, nullable=False),
        sa.Column("base_money", sa.Float),
        sa.PrimaryKeyConstraint("id", name="pk_finding_sighting"),
        sa.ForeignKeyConstraint(["finding"], ["finding.number"], name="fk_finding_sighting_finding"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_finding_sighting_finding", "finding_sighting", ["finding"])


def _make_verdicts() -> None:
    op.create_table(
        "finding_verdict",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("finding", sa.Integer, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("verdict", sa.String(12), nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("until", Instant),
        sa.Column("assignee", sa.String(100)),
        sa.Column("undone", sa.Boolean, nullable=False),
        sa.Column("before", sa.JSON, nullable=False),
        sa.Column("detector", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(120), nullable=False),
        sa.Column("chance", sa.Float, nullable=False),
        sa.Column("base_money", sa.Float),
        sa.Column("audited", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_finding_verdict"),
        sa.ForeignKeyConstraint(["finding"], ["finding.number"], name="fk_finding_verdict_finding"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_finding_verdict_finding", "finding_verdict", ["finding"])


def downgrade() -> None:
    op.drop_table("finding_verdict")
    op.drop_table("finding_sighting")
    op.drop_table("finding")
