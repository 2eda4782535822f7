"""Accounts with their grants, sessions and tokens; the audit, whose entries nobody may change; settings seen last."""

import sqlalchemy as sa
from alembic import op

from core.state.tables import Instant

revision = "0002"
down_revision = "0001"

REFUSAL = "entries of the audit are never changed or removed"


def upgrade() -> None:
    op.add_column("job", sa.Column("asked_by", sa.String))
    op.create_table(
        "account",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("email", sa.String(300), nullable=False),
        sa.Column("password_hash", sa.String(300)),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("name", name="uq_account_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("scope", sa.JSON, nullable=False),
        sa.Column("may_see_names", sa.Boolean, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_role_grant"),
        _of_account("role_grant"),
        sqlite_autoincrement=True,
    )
    _sessions_and_tokens()
    op.create_table(
        "failed_sign_in",
        sa.Column("subject", sa.String(400), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last", Instant, nullable=False),
        sa.Column("locked_until", Instant),
        sa.PrimaryKeyConstraint("subject", name="pk_failed_sign_in"),
    )
    op.create_table(
        "setting_seen",
        sa.Column("part", sa.String, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("part", name="pk_setting_seen"),
    )
    _audit()


def downgrade() -> None:
    for table in (
        "audit_entry", "setting_seen", "failed_sign_in", "api_token", "web_session", "role_grant", "account",
    ):  # fmt: skip
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function refuse_change_of_audit()")
    with op.batch_alter_table("job") as job:
        job.drop_column("asked_by")


def _sessions_and_tokens() -> None:
    op.create_table(
        "web_session",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("grant_id", sa.Integer),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("expires", Instant, nullable=False),
        sa.Column("last_seen", Instant, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_web_session"),
        _of_account("web_session"),
        _of_grant("web_session", "SET NULL"),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("grant_id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("expires", Instant, nullable=False),
        sa.Column("revoked", Instant),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("hash", name="uq_api_token_hash"),
        _of_account("api_token"),
        _of_grant("api_token", "CASCADE"),
        sqlite_autoincrement=True,
    )


def _audit() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("act", sa.String, nullable=False),
        sa.Column("subject_type", sa.String, nullable=False),
        sa.Column("subject_id", sa.String, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_entry"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "create function refuse_change_of_audit() returns trigger language plpgsql as "
            f"$$ begin raise exception '{REFUSAL}'; end $$"
        )
        op.execute(
            "create trigger audit_is_kept before update or delete or truncate on audit_entry "
            "for each statement execute function refuse_change_of_audit()"
        )
        return
    for change in ("update", "delete"):
        op.execute(
            f"create trigger audit_{change} before {change} on audit_entry begin select raise(abort, '{REFUSAL}'); end"
        )


def _of_account(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=f"fk_{table}_account_id", ondelete="CASCADE")


def _of_grant(table: str, on_delete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["grant_id"], ["role_grant.id"], name=f"fk_{table}_grant_id", ondelete=on_delete)
