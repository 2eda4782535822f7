"""The state database: what people and jobs change while generations are only read. One engine, one Alembic history.

Importing it loads SQLAlchemy, so the command line imports it only inside a verb.
"""

from core.state.database import State, open_state

__all__ = ["State", "open_state"]
