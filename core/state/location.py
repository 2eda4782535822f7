"""Where the state of a workspace is: in its own SQLite file, or in the PostgreSQL that `[state]` in firm.toml names."""

from pydantic import BaseModel, ConfigDict
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from core.errors import BadInput, BadSettings, MissingPart
from core.secret import Secret, conceal
from core.settings import firm_content, mistakes_in, refuse_mistakes
from core.workspace import Workspace


class StateSettings(BaseModel):
    """`[state]`: the address of a PostgreSQL database is a secret, for there is a password in it."""

    model_config = ConfigDict(extra="forbid")
    url: Secret | None = None


def address_of(workspace: Workspace) -> URL:
    """The database that the workspace's firm.toml names, else its own file."""
    # nothing else in firm.toml is looked at: a mistake elsewhere in it keeps nobody from the state
    said = firm_content(workspace).get("state", {})
    refuse_mistakes(mistakes_in(StateSettings, said, "state", workspace.root), workspace.settings_file)
    url = StateSettings.model_validate(said, context={"folder": workspace.root}).url
    return in_file(workspace) if url is None else postgres_at(url.reveal())


def in_file(workspace: Workspace) -> URL:
    return URL.create("sqlite", database=str(workspace.state_file))


def postgres_at(text: str) -> URL:
    """The address of a PostgreSQL database, for the driver that Tracework uses."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise BadSettings(
            "[state] url is no address of a database. It looks like postgresql://user:password@host/database."
        ) from None
    if url.password:
        conceal(str(url.password))
    if url.drivername not in ("postgres", "postgresql", "postgresql+psycopg"):
        raise BadSettings(
            f"[state] url names a database of the kind {url.drivername}. State is kept in PostgreSQL, "
            "postgresql://user:password@host/database, or in the workspace where there is no [state]."
        )
    return url.set(drivername="postgresql+psycopg")


def engine_at(url: URL) -> Engine:
    """The engine; that a database does not answer is told in our words."""
    try:
        engine = create_engine(url)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise MissingPart(
            f"The driver for {url.drivername} is not here ({error}). Install it with pip install tracework[postgres]."
        ) from None
    if engine.dialect.name == "postgresql":
        event.listen(engine, "handle_error", _in_our_words)
    return engine


def place_words(url: URL) -> str:
    """Where the state is, without a password: for people."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    host = url.host or url.query.get("host") or "this machine"
    return f"PostgreSQL database {url.database} at {host}"


def _in_our_words(context: ExceptionContext) -> None:
    error = context.original_exception
    lost = context.is_disconnect or (
        context.connection is None and isinstance(context.sqlalchemy_exception, OperationalError)
    )
    if lost and context.engine is not None:
        told = " ".join(str(error).split())
        raise BadInput(
            f"The {place_words(context.engine.url)}, which holds the state, does not answer ({told}). Nothing was "
            "changed. See that it runs and that [state] url of firm.toml is right, then try again."
        ) from error
