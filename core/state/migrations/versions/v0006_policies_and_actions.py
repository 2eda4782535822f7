"""Policies' memory, actions with their approvals, changes to definitions, and what was reported back."""

import sqlalchemy as sa
from alembic import op

from core.state.tables import Instant

revision = "0006"
down_revision = "0005"

OF_FINDING = ("finding", "finding.number")
OF_ACTION = ("action", "action.number")


def upgrade() -> None:
    _make_policies()
    _make_actions()
    _make_answers()
    _make_changes()
    op.create_table(
        "action_outcome",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("action", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("result", sa.String(20), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("message", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_action_outcome"),
        _belongs("action_outcome", OF_ACTION),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_action_outcome_action", "action_outcome", ["action"])


def _make_policies() -> None:
    op.create_table(
        "policy_standing",
        sa.Column("policy", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(120), nullable=False),
        sa.Column("subject_type", sa.String(120), nullable=False),
        sa.Column("subject_id", sa.String(400), nullable=False),
        sa.Column("finding", sa.Integer, nullable=False),
        sa.Column("phase", sa.String(12), nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("active_since", Instant),
        sa.Column("acted_at", Instant),
        sa.Column("held_out", sa.Boolean, nullable=False),
        sa.Column("waits_for", sa.Text),
        sa.Column("waits_until", Instant),
        sa.PrimaryKeyConstraint("policy", "kind", "subject_type", "subject_id", name="pk_policy_standing"),
        _belongs("policy_standing", OF_FINDING),
    )
    op.create_table(
        "policy_conflict",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("winner", sa.String(120), nullable=False),
        sa.Column("loser", sa.String(120), nullable=False),
        sa.Column("subject_type", sa.String(120), nullable=False),
        sa.Column("subject_id", sa.String(400), nullable=False),
        sa.Column("finding", sa.Integer, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("first_at", Instant, nullable=False),
        sa.Column("last_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_policy_conflict"),
        _belongs("policy_conflict", OF_FINDING),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "silence",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("until", Instant, nullable=False),
        sa.Column("policy", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(120), nullable=False),
        sa.Column("entity", sa.String(400), nullable=False),
        sa.Column("subject_id", sa.String(400), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_silence"),
        sqlite_autoincrement=True,
    )


def _make_actions() -> None:
    op.create_table(
        "action",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("policy", sa.String(120), nullable=False),
        sa.Column("policy_version", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("action", sa.String(80), nullable=False),
        sa.Column("channel", sa.String(80), nullable=False),
        sa.Column("instruction", sa.Text, nullable=False),
        sa.Column("grouped", sa.Text, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("proposed_at", Instant, nullable=False),
        sa.Column("proposed_by", sa.String(200), nullable=False),
        sa.Column("expires_at", Instant),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("four_eyes", sa.Boolean, nullable=False),
        sa.Column("decided_at", Instant),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("message", sa.String(100)),
        sa.Column("ended_at", Instant),
        sa.Column("words", sa.Text),
        sa.PrimaryKeyConstraint("number", name="pk_action"),
        sqlite_autoincrement=True,
    )
    for column in ("policy", "state", "message"):
        op.create_index(f"ix_action_{column}", "action", [column])
    op.create_table(
        "action_finding",
        sa.Column("action", sa.Integer, nullable=False),
        sa.Column("finding", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(120), nullable=False),
        sa.Column("subject_type", sa.String(120), nullable=False),
        sa.Column("subject_id", sa.String(400), nullable=False),
        *(sa.Column(name, sa.String(400)) for name in ("entity", "practice", "client", "project")),
        sa.Column("chance", sa.Float, nullable=False),
        sa.Column("base_money", sa.Float),
        sa.Column("seen_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("action", "finding", name="pk_action_finding"),
        _belongs("action_finding", OF_ACTION),
        _belongs("action_finding", OF_FINDING),
    )
    op.create_index("ix_action_finding_finding", "action_finding", ["finding"])


def _make_answers() -> None:
    op.create_table(
        "action_asked",
        sa.Column("action", sa.Integer, nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("asked_from", Instant, nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("action", "role", name="pk_action_asked"),
        _belongs("action_asked", OF_ACTION),
    )
    op.create_table(
        "action_answer",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("action", sa.Integer, nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("answer", sa.String(12), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_action_answer"),
        sa.UniqueConstraint("action", "who", name="uq_action_answer_who"),
        _belongs("action_answer", OF_ACTION),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_action_answer_action", "action_answer", ["action"])


def _make_changes() -> None:
    op.create_table(
        "definition_change",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("path", sa.String(300), nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("difference", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("trial", sa.JSON),
        sa.Column("owner_role", sa.String(40), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("proposed_by", sa.String(200), nullable=False),
        sa.Column("proposed_at", Instant, nullable=False),
        sa.Column("decided_by", sa.String(200)),
        sa.Column("decided_at", Instant),
        sa.Column("note", sa.Text),
        sa.PrimaryKeyConstraint("number", name="pk_definition_change"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_definition_change_path", "definition_change", ["path"])


def downgrade() -> None:
    for table in (
        "action_outcome", "definition_change", "action_answer", "action_asked", "action_finding", "action", "silence",
        "policy_conflict", "policy_standing",
    ):  # fmt: skip
        op.drop_table(table)


def _belongs(table: str, to: tuple[str, str]) -> sa.ForeignKeyConstraint:
    column, target = to
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}")
