"""In words, what histories do not tell: the sentence that a figure carries which rests on it."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from core.counted import listed
from core.words import event_label, event_types, object_label

CALLED = {"po_number": "order number"}
"""Attributes whose name is no word that people use."""


class Lost(NamedTuple):
    """What a history would have told: `name` is an activity, or an attribute as `contract.po_number`.

    Of a history that is there, but not for all that happened, it is what came before its first record, at `since`, or
    after its last, at `until`; or what it never tells of because it has nothing of one `field`.
    """

    system: str
    history: str
    object_type: str
    name: str
    field: str = ""
    since: datetime | None = None
    until: datetime | None = None


def said_of_lost(lost: Iterable[Lost]) -> str:
    """Which system sent no history of what, or only of which time, and what is therefore dated otherwise or missing."""
    ordered = sorted(lost, key=_manner)
    return " ".join(_sentence(*manner, list(alike)) for manner, alike in groupby(ordered, _manner))


def _manner(lost: Lost) -> tuple[str, str, str, str]:
    """What one sentence is about: a system, a field that it keeps no history of, the days that its history is of."""
    return lost.system, lost.field, _day(lost.since), _day(lost.until)


def _sentence(system: str, field: str, since: str, until: str, lost: list[Lost]) -> str:
    of = f"{listed(sorted({object_label(each.object_type).lower() for each in lost}))} records"
    if since and until:
        return f"{system} sent history of {of} only from {since} to {until}: of other days, {_missing(lost)}."
    if since:
        return f"{system} sent history of {of} only from {since} on: of the time before, {_missing(lost)}."
    if until:
        return f"{system} sent history of {of} only up to {until}: of the time since, {_missing(lost)}."
    if field:
        return f"{system} sent history of {of}, but none of their field {field}: {_present(lost)}."
    return f"{system} sent no history of {of}: {_as_now(lost)}."


def _as_now(lost: list[Lost]) -> str:
    """What is known of the present alone where other dates stand in for a history."""
    activities = _activities(lost)
    has, date = ("has", "date") if len(activities) == 1 else ("have", "dates")
    dated = f"{listed(activities)} {has} the {date} that the records show now, or none" if activities else ""
    return ", and ".join(filter(None, (_only_now(lost), dated)))


def _present(lost: list[Lost]) -> str:
    """What is known of the present alone where nothing stands in for a field's history."""
    activities = [each for each in lost if "." not in each.name]
    return ", and ".join(filter(None, (_only_now(lost), _missing(activities) if activities else "")))


def _only_now(lost: list[Lost]) -> str:
    values = _values(lost)
    several = len(values) > 1 or " and " in "".join(values)
    return f"only the present {listed(values)} {'are' if several else 'is'} known" if values else ""


def _missing(lost: list[Lost]) -> str:
    """What did not come of a time of which there is no history."""
    told = [*_activities(lost), *(f"changes of the {value}" for value in _values(lost))]
    return f"{listed(told)} {'is' if told == _activities(lost)[:1] else 'are'} missing"


def _activities(lost: list[Lost]) -> list[str]:
    """In the order of the work."""
    order = {name: place for place, name in enumerate(event_types())}
    names = sorted({each.name for each in lost if "." not in each.name}, key=lambda name: order.get(name, len(order)))
    return [f"“{event_label(name).lower()}”" for name in names]


def _values(lost: list[Lost]) -> list[str]:
    """The attributes, those of one type together: order number and tax code of the contract."""
    of: dict[str, list[str]] = {}
    for name in dict.fromkeys(each.name for each in lost if "." in each.name):
        object_type, _, attribute = name.partition(".")
        of.setdefault(object_type, []).append(CALLED.get(attribute, attribute.replace("_", " ")))
    return [f"{listed(values)} of the {object_label(each).lower()}" for each, values in of.items()]


def _day(moment: datetime | None) -> str:
    return f"{moment:%-d %B %Y}" if moment else ""
