"""The outbox: messages, their delivery to each channel, every try, and how each receiver is; what came in, signed."""

import sqlalchemy as sa
from alembic import op

from core.state.tables import Instant

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.String(100), nullable=False),
        sa.Column("type", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("time", Instant, nullable=False),
        sa.Column("posted_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
    )
    _delivery()
    op.create_table(
        "delivery_attempt",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("delivery_id", sa.Integer, nullable=False),
        sa.Column("lease", sa.String(40), nullable=False),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("finished_at", Instant),
        sa.Column("outcome", sa.String(10)),
        sa.Column("status", sa.Integer),
        sa.Column("words", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_delivery_attempt"),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name="fk_delivery_attempt_delivery_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delivery_attempt_delivery_id", "delivery_attempt", ["delivery_id"])
    op.create_table(
        "channel_state",
        sa.Column("channel", sa.String(100), nullable=False),
        sa.Column("disabled", sa.String, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("failing_subject", sa.String(300)),
        sa.Column("failing_since", Instant),
        sa.Column("not_before", Instant),
        sa.Column("changed_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_channel_state"),
    )
    op.create_table(
        "inbound_message",
        sa.Column("channel", sa.String(100), nullable=False),
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("type", sa.String(200), nullable=False),
        sa.Column("about", sa.String(100)),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("signed_at", Instant, nullable=False),
        sa.Column("received_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("channel", "id", name="pk_inbound_message"),
    )
    op.create_index("ix_inbound_message_about", "inbound_message", ["about"])


def downgrade() -> None:
    for table in ("inbound_message", "channel_state", "delivery_attempt", "delivery", "message"):
        op.drop_table(table)


def _delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("message_id", sa.String(100), nullable=False),
        sa.Column("channel", sa.String(100), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("content_type", sa.String(200), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("replays", sa.Integer, nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("lease", sa.String(40)),
        sa.Column("lease_until", Instant),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("posted_at", Instant, nullable=False),
        sa.Column("finished_at", Instant),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_delivery_message_id"),
        sa.UniqueConstraint("message_id", "channel", name="uq_delivery_message_id_channel"),
        sa.CheckConstraint("state in ('waiting', 'sending', 'sent', 'dead')", name="ck_delivery_state"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delivery_state_due_at", "delivery", ["state", "due_at"])
    op.create_index("ix_delivery_channel_subject", "delivery", ["channel", "subject", "state"])
