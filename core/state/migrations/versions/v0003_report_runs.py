"""Scheduled reports: since when a schedule is known for a recipient, and each report that was due, once."""

import sqlalchemy as sa
from alembic import op

from core.state.tables import Instant

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "report_schedule",
        sa.Column("schedule", sa.String(200), nullable=False),
        sa.Column("recipient", sa.String(300), nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.PrimaryKeyConstraint("schedule", "recipient", name="pk_report_schedule"),
    )
    op.create_table(
        "report_run",
        sa.Column("schedule", sa.String(200), nullable=False),
        sa.Column("recipient", sa.String(300), nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("skipped", sa.Integer, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("started", Instant, nullable=False),
        sa.Column("finished", Instant),
        sa.PrimaryKeyConstraint("schedule", "recipient", "due_at", name="pk_report_run"),
        sa.CheckConstraint("state in ('started', 'sent', 'waiting', 'failed', 'unknown')", name="ck_report_run_state"),
    )


def downgrade() -> None:
    op.drop_table("report_run")
    op.drop_table("report_schedule")
