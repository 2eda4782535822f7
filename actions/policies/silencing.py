"""Silences: made by people for a while, with a reason, within what they may see; and ended early."""

from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import insert, select, update

from actions.policies.history import Silence
from actions.policies.remembering import silences
from actions.policies.tables import silence_table
from core.access import Viewer
from core.audit.writing import audited
from core.errors import NotAllowed, NotFound, WrongUse
from core.roles import Act, refuse_unless_allowed
from core.state import State


def all_silences(state: State, viewer: Viewer, moment: datetime) -> list[Silence]:
    """Those that hold at the moment or will; without who made them for who may not see names."""
    with state.reading() as connection:
        found = silences(connection, moment)
    return found if viewer.may_see_names else [replace(each, who=viewer.shown(each.who)) for each in found]


def silence(state: State, viewer: Viewer, who: str, wanted: Silence) -> Silence:
    """Keep policies from acting on what meets all that the silence names; its number and its maker are given here."""
    refuse_unless_allowed(viewer, Act.REVIEW)
    _refuse_unclear(wanted)
    _refuse_far(viewer, wanted)
    values = {name: value for name, value in asdict(replace(wanted, who=who)).items() if name != "number"}
    with audited(state, who) as work:
        made = insert(silence_table).values(**values).returning(silence_table.c.number)
        number: int = work.connection.execute(made).scalar_one()
        work.tell("silence made", ("silence", str(number)), None, values)
    return replace(wanted, number=number, who=who)


def end_silence(state: State, viewer: Viewer, who: str, number: int, moment: datetime) -> None:
    """End it now."""
    refuse_unless_allowed(viewer, Act.REVIEW)
    with audited(state, who) as work:
        query = select(silence_table).where(silence_table.c.number == number, silence_table.c.until > moment)
        row = work.connection.execute(query).mappings().one_or_none()
        if row is None:
            raise NotFound(f"There is no silence {number} that holds. `tracework act silences` lists them.")
        _refuse_far(viewer, Silence(**row))
        ended = update(silence_table).where(silence_table.c.number == number).values(until=moment)
        work.connection.execute(ended)
        work.tell("silence ended", ("silence", str(number)), {"until": row["until"]}, {"until": moment})


def _refuse_unclear(wanted: Silence) -> None:
    if not wanted.reason.strip():
        raise WrongUse("A silence has a reason, so that others know why nothing is sent. Say it.")
    if wanted.until <= wanted.since:
        raise WrongUse("A silence ends after it begins.")
    if not (wanted.policy or wanted.kind or wanted.entity or wanted.subject_id):
        raise WrongUse("Say what is silenced: a policy, a kind of finding, an entity or a subject.")


def _refuse_far(viewer: Viewer, wanted: Silence) -> None:
    """Whoever sees some entities silences those only."""
    if viewer.scopes and (set(viewer.scopes) != {"entity"} or wanted.entity not in viewer.scopes["entity"]):
        raise NotAllowed("A silence of yours must name one of the entities that you may see.")
