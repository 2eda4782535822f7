"""Names of people for those who may not see them: each is shown by a pseudonym that stays the same in a workspace."""

from collections.abc import Mapping

from core.access import Viewer
from core.database import Database
from core.sql import load, quoted
from eventlog.scoped.visible import SCOPE, WHOLE, whole

PEOPLE = ("resource", "person", "employee", "user")
"""Types of objects that are people."""
NAMES = (
    "name", "full_name", "display_name", "first_name", "last_name", "given_name", "family_name", "email", "mail",
    "user_name", "username", "login",
)  # fmt: skip
"""Attributes by which people are named."""


def hide_names(database: Database, key: str) -> None:
    """Make `pseudonym(text)`: a text that names somebody becomes a pseudonym, any other stays."""
    text = load("eventlog.scoped", "people.sql").replace("{whole}", WHOLE).replace("{scope}", SCOPE)
    database.run(text, key=key, people=list(PEOPLE), names=list(NAMES))


def shown_columns(
    database: Database, viewer: Viewer, table: tuple[str, str], instead: Mapping[str, str] | None = None
) -> str:
    """The columns of a table, known as `kase`, with its texts as the viewer may see them and others `instead`."""
    changed = dict(instead or {})
    if not viewer.may_see_names:
        described = database.rows(f"describe select * from {whole(*table)}")
        changed |= {name: f"{SCOPE}.pseudonym({quoted(name)})" for name, kind, *_ in described if kind == "VARCHAR"}
    told = ", ".join(f"{value} as {quoted(name)}" for name, value in changed.items())
    return f"kase.* replace ({told})" if told and instead else f"* replace ({told})" if told else "*"
