"""The tables of scheduled reports."""

from sqlalchemy import CheckConstraint, Column, Integer, String, Table

from core.state.tables import Instant, metadata

schedule_table = Table(
    "report_schedule",
    metadata,
    Column("schedule", String(200), primary_key=True),
    # an account, or `folder` and its path
    Column("recipient", String(300), primary_key=True),
    # what was due before is not sent
    Column("since", Instant, nullable=False),
)

run_table = Table(
    "report_run",
    metadata,
    Column("schedule", String(200), primary_key=True),
    Column("recipient", String(300), primary_key=True),
    Column("due_at", Instant, primary_key=True),
    # how many earlier times were due and passed over, because this one came before anybody was there to send them
    Column("skipped", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("words", String, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("started", Instant, nullable=False),
    Column("finished", Instant),
    CheckConstraint("state in ('started', 'sent', 'waiting', 'failed', 'unknown')", name="state"),
)
