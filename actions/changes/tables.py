"""The table of changes to definitions; what a definition said before stays in it."""

from sqlalchemy import JSON, Column, Integer, String, Table, Text

from core.state.tables import Instant, metadata

change_table = Table(
    "definition_change",
    metadata,
    Column("number", Integer, primary_key=True),
    # process, rule, indicator, target, policy
    Column("kind", String(20), nullable=False),
    # below the workspace, such as policies/handoff.toml
    Column("path", String(300), nullable=False, index=True),
    # none: there is no such file before, or after
    Column("before", Text),
    Column("after", Text),
    Column("difference", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("trial", JSON),
    Column("owner_role", String(40), nullable=False),
    # proposed, approved (and being applied), applied, refused, overtaken
    Column("state", String(12), nullable=False),
    Column("proposed_by", String(200), nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("decided_by", String(200)),
    Column("decided_at", Instant),
    Column("note", Text),
    sqlite_autoincrement=True,
)
