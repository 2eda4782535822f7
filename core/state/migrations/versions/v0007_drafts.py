"""Drafts of texts that leave once a person has approved."""

import sqlalchemy as sa
from alembic import op

from core.state.tables import Instant

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("reader", sa.String(12), nullable=False),
        sa.Column("subject_id", sa.String(400), nullable=False),
        *(sa.Column(name, sa.String(400)) for name in ("entity", "practice", "client", "project")),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("sentences", sa.JSON, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("channel", sa.String(80), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("drafted_by", sa.String(200), nullable=False),
        sa.Column("drafted_at", Instant, nullable=False),
        sa.Column("decided_by", sa.String(200)),
        sa.Column("decided_at", Instant),
        sa.Column("note", sa.Text),
        sa.Column("message", sa.String(100)),
        sa.PrimaryKeyConstraint("number", name="pk_draft"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_draft_state", "draft", ["state"])


def downgrade() -> None:
    op.drop_table("draft")
