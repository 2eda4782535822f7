"""Unbilled work by client, project, entity or practice: each with its ages, and what of it leaks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.counted import many
from figures.ageing import Ages, Part
from metrics.unbilled import AgeClass, Money, OfProject, Unbilled

GROUPS = {"client": "Client", "project": "Project", "entity": "Entity", "practice": "Practice"}
NONE = "Not told"
CENTS = 100


@dataclass(frozen=True)
class Group:
    """The projects of one name; money in hundredths of the base currency."""

    name: str
    projects: tuple[OfProject, ...]
    money: Money


def groups(projects: Sequence[OfProject], by: str, said: Callable[[str], str] = str) -> list[Group]:
    """The groups, the most worth first; `said` makes of a slug its words."""
    by_name: dict[str, list[OfProject]] = {}
    for each in projects:
        by_name.setdefault(getattr(each, by) or NONE, []).append(each)
    found = [
        Group(name if by in ("client", "project") else said(name), tuple(own), together([one.money for one in own]))
        for name, own in by_name.items()
    ]
    return sorted(found, key=lambda group: (-group.money.worth, group.name))


def together(moneys: Sequence[Money]) -> Money:
    """The sum of them; age weighs by worth."""
    worth = sum(each.worth for each in moneys)
    aged = sum((each.age_days or 0.0) * each.worth for each in moneys)
    return Money(
        items=sum(each.items for each in moneys),
        worth=worth,
        leakage=sum(each.leakage for each in moneys),
        age_days=aged / worth if worth else None,
        oldest_days=max((each.oldest_days for each in moneys), default=0),
    )


def age_parts(found: Sequence[Group]) -> list[Part]:
    """What the picture of ages is drawn from."""
    return [
        Part(group.name, age_words(age), age.money.worth / CENTS, age.money.items)
        for group in found
        for project in group.projects
        for age in project.ages
        if age.money.items
    ]


def ages_of(found: Unbilled, currency: str, most: int) -> Ages:
    return Ages(tuple(age_words(age) for age in found.ages), currency, most)


def age_words(age: AgeClass) -> str:
    """0–30 days, over 90 days"""
    if age.until_days is None:
        return f"over {many(age.from_days - 1, 'day')}"
    return f"{age.from_days}–{age.until_days} days"
