"""What Alembic runs: the migrations, in the transaction that the caller has opened."""

from alembic import context

from core.state.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
