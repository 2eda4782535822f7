"""Whether a verdict was on a finding that only the lot had put before a person; of older ones nobody knows."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("finding_verdict", sa.Column("by_lot", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("finding_verdict", "by_lot")
