"""Who is free and which roles are short in the coming weeks, as reports tell it."""

from collections.abc import Sequence

from core.counted import many
from core.words import slice_words
from figures.amounts import Unit
from metrics.free_people import Role, told_roles
from reports.asked import Asked
from reports.structure import Amount, Cell, Section, table

TITLE, ROLES = "Who is free", 15
NEARLY = 0.05


def people_section(asked: Asked) -> Section:
    """From now on, whatever the period."""
    roles, hidden = told_roles(asked.log, asked.only)
    if not roles and hidden:
        return Section(TITLE, f"{many(hidden, 'role')} of too few people to be told to you.")
    if not roles:
        return Section(TITLE, "Nobody's coming weeks are known here.")
    short = [role for role in roles if role.shortest.free < -NEARLY]
    words = _words(roles, short)
    rows: list[tuple[Cell, ...]] = [
        (
            role.role, slice_words(role.entity or "–"), role.weeks[0].people, role.shortest.week,
            *(_full_time(each) for each in (role.shortest.able, role.shortest.booked, role.shortest.wanted)),
            _full_time(role.shortest.free),
        )
        for role in roles[:ROLES]
    ]  # fmt: skip
    left = len(roles) - len(rows)
    columns = ("Role", "Entity", ">People", "Shortest week from", ">Can work", ">Booked", ">Asked for", ">Free")
    more = " ".join(
        (
            *([f"{many(left, 'more role')} with more people free."] if left > 0 else []),
            *([f"{many(hidden, 'role')} of too few people, not shown."] if hidden else []),
        )
    )
    return Section(TITLE, words, (table("Roles in their shortest week, in full-time people", columns, rows, more),))


def _words(roles: Sequence[Role], short: list[Role]) -> str:
    if not short:
        return f"None of {many(len(roles), 'role')} is short of people in the coming weeks."
    worst = short[0]
    lacking = Unit("count", digits=1).words(-worst.shortest.free)
    return (
        f"{len(short)} of {many(len(roles), 'role')}, told by entity, {'is' if len(short) == 1 else 'are'} short of "
        f"people in the coming weeks; {worst.role} in {slice_words(worst.entity or 'no entity')} lacks {lacking} "
        f"in the week from {worst.shortest.week:%-d %B}."
    )


def _full_time(people: float) -> Amount:
    return Amount(people, Unit("count", digits=1))
