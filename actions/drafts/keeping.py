"""Drafts kept: written down with the figures they cite, approved by somebody else, posted as they were read."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from actions.channel_settings import configured_channels
from actions.drafts.tables import draft_table
from actions.drafts.writing import Text
from actions.message import Message, Severity
from actions.outbox import post
from core.access import Viewer
from core.audit.writing import audited
from core.errors import NotAllowed, NotFound, WrongUse
from core.roles import Act, refuse_unless_allowed
from core.state import State

APPROVED = "tracework.status.approved"


@dataclass(frozen=True)
class Draft:
    """`sentences` have `text` and `figures`, each with label, words, value, unit and source."""

    number: int
    reader: str
    subject_id: str
    entity: str | None
    practice: str | None
    client: str | None
    project: str | None
    title: str
    sentences: list[dict[str, Any]]
    generation: int
    channel: str
    state: str
    drafted_by: str
    drafted_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    note: str | None
    message: str | None

    @property
    def id(self) -> str:
        return f"D-{self.number}"

    @property
    def text(self) -> str:
        """What leaves: the sentences, then what each number is."""
        lines = [" ".join(each["text"] for each in self.sentences), ""]
        figures = [figure for each in self.sentences for figure in each["figures"]]
        lines += [f"[{place}] {figure['label']}: {figure['words']}" for place, figure in enumerate(figures, 1)]
        return "\n".join(lines).rstrip()


def keep(state: State, viewer: Viewer, who: str, text: Text, channel: str, moment: datetime) -> Draft:
    """Write a draft down for somebody else to approve."""
    refuse_unless_allowed(viewer, Act.REVIEW)
    known = configured_channels(state.workspace).one(channel)
    if not known.takes(APPROVED):
        raise WrongUse(f"The channel {channel} does not take {APPROVED}; see its types in firm.toml.")
    project = text.project
    row = {
        "reader": text.reader, "subject_id": project.object_id, "entity": project.entity, "practice": project.practice,
        "client": project.client, "project": project.code, "title": text.title,
        "sentences": [asdict(each) for each in text.sentences], "generation": text.generation, "channel": channel,
        "state": "waiting", "drafted_by": who, "drafted_at": moment,
    }  # fmt: skip
    with audited(state, who) as work:
        made = insert(draft_table).values(**row).returning(draft_table.c.number)
        number: int = work.connection.execute(made).scalar_one()
        told = {"project": project.code, "for": text.reader, "channel": channel, "generation": text.generation}
        work.tell("draft written", ("draft", f"D-{number}"), None, told)
        return _draft(work.connection, viewer, number)


def decide(
    state: State, viewer: Viewer, who: str, number: int, answer: Literal["approve", "refuse"], note: str = "",
) -> Draft:  # fmt: skip
    """Approve a draft, which posts it as it stands, or refuse it."""
    refuse_unless_allowed(viewer, Act.APPROVE)
    channels = configured_channels(state.workspace)
    with audited(state, who) as work:
        found = _kept(work.connection, viewer, number, to_change=True)
        if found.state != "waiting":
            raise WrongUse(f"{found.id} is {found.state}; there is nothing to decide any more.")
        if answer == "approve" and who == found.drafted_by:
            raise NotAllowed(f"You wrote {found.id}, so somebody else must approve it.")
        values: dict[str, Any] = {"state": "refused" if answer == "refuse" else "approved", "decided_by": who}
        if answer == "approve":
            message = message_of(found)
            post(work.connection, message, channels)
            values["message"] = message.id
        moment = datetime.now(UTC)
        change = update(draft_table).where(draft_table.c.number == number)
        work.connection.execute(change.values(**values, decided_at=moment, note=note or None))
        work.tell(
            f"draft {values['state']}", ("draft", found.id), {"state": "waiting"}, {"note": note} if note else None
        )
        return _draft(work.connection, viewer, number)


def drafts(state: State, viewer: Viewer, states: Sequence[str] = (), most: int = 100) -> list[Draft]:
    """The newest first, of the projects that the viewer may see."""
    wanted = [_visible_to(viewer)] + ([draft_table.c.state.in_(list(states))] if states else [])
    query = select(draft_table).where(*wanted).order_by(draft_table.c.number.desc()).limit(most)
    with state.reading() as connection:
        return [_shown(Draft(**row), viewer) for row in connection.execute(query).mappings()]


def draft(state: State, viewer: Viewer, number: int) -> Draft:
    """One of them."""
    with state.reading() as connection:
        return _draft(connection, viewer, number)


def message_of(found: Draft) -> Message:
    """The message as it leaves."""
    return Message(
        type=APPROVED,
        subject=f"draft/{found.id}",
        data={"id": found.id, "project": found.subject_id, "for": found.reader, "generation": found.generation},
        title=found.title,
        text=found.text,
        facts={"sentences": found.sentences},
        severity=Severity.INFO,
        to=(found.channel,),
    )


def _draft(connection: Connection, viewer: Viewer, number: int) -> Draft:
    return _shown(_kept(connection, viewer, number), viewer)


def _kept(connection: Connection, viewer: Viewer, number: int, *, to_change: bool = False) -> Draft:
    """One that the viewer may see, with who wrote it whoever the viewer is: nobody approves their own."""
    query = select(draft_table).where(draft_table.c.number == number, _visible_to(viewer))
    row = connection.execute(query.with_for_update() if to_change else query).mappings().one_or_none()
    if row is None:
        raise NotFound(f"There is no draft D-{number} that you may see. `tracework act drafts` lists them.")
    return Draft(**row)


def _shown(found: Draft, viewer: Viewer) -> Draft:
    """Without who wrote and decided, for who may not see names."""
    if viewer.may_see_names:
        return found
    decided_by = found.decided_by and viewer.shown(found.decided_by)
    return replace(found, drafted_by=viewer.shown(found.drafted_by), decided_by=decided_by)


def _visible_to(viewer: Viewer) -> ColumnElement[bool]:
    return and_(True, *(draft_table.c[slice].in_(sorted(names)) for slice, names in viewer.scopes.items()))
