"""When the bytes of a message were let go, and what they were by their SHA-256."""

import sqlalchemy as sa
from alembic import op

from core.state.tables import Instant

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("delivery", sa.Column("pruned_at", Instant))
    op.add_column("delivery", sa.Column("body_sha256", sa.String(64)))


def downgrade() -> None:
    op.drop_column("delivery", "body_sha256")
    op.drop_column("delivery", "pruned_at")
