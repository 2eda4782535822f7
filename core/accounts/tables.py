"""The tables of accounts. Of passwords, sessions and tokens only hashes are kept."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, String, Table

from core.state.tables import Instant, metadata

account_table = Table(
    "account",
    metadata,
    Column("id", Integer, primary_key=True),
    # as it is typed to sign in; one name whatever its case
    Column("name", String(100), nullable=False, unique=True),
    Column("email", String(300), nullable=False),
    # none: this account cannot sign in by password
    Column("password_hash", String(300)),
    Column("active", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

grant_table = Table(
    "role_grant",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account_id", Integer, ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    Column("role", String(40), nullable=False),
    # {"entity": ["munich"], …}; what is not named has no limit
    Column("scope", JSON, nullable=False),
    Column("may_see_names", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

session_table = Table(
    "web_session",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("account_id", Integer, ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    # none: the first grant there is
    Column("grant_id", Integer, ForeignKey("role_grant.id", ondelete="SET NULL")),
    Column("created_at", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
)

token_table = Table(
    "api_token",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("account_id", Integer, ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    Column("grant_id", Integer, ForeignKey("role_grant.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(100), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("revoked", Instant),
    sqlite_autoincrement=True,
)

attempt_table = Table(
    "failed_sign_in",
    metadata,
    # a name or an address, such as `name anna` and `address 10.0.0.7`
    Column("subject", String(400), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last", Instant, nullable=False),
    Column("locked_until", Instant),
)
