"""Jobs: work that runs in a process of its own."""

import sqlalchemy as sa
from alembic import op

from core.state.tables import Instant

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("command", sa.JSON, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("pid", sa.Integer),
        sa.Column("progress", sa.Float),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("created", Instant, nullable=False),
        sa.Column("started", Instant),
        sa.Column("stop_asked", Instant),
        sa.Column("finished", Instant),
        sa.Column("exit_code", sa.Integer),
        sa.Column("result", sa.JSON(none_as_null=True)),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
        sa.CheckConstraint("state in ('queued', 'running', 'done', 'failed', 'stopped')", name="ck_job_state"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("job")
