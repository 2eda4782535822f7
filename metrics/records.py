"""The records behind a number: each share of a total, with the name in the log by which it is traced to its sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import NotAllowed
from eventlog.reading import EventLog
from metrics.chosen import choose
from metrics.cut import Cut
from metrics.declaration import Indicator, Measure
from metrics.rollup import measure_told_as
from metrics.shares import SLICES
from metrics.standing import too_few
from metrics.stored import group_limit, stored_indicator
from metrics.total import SCALE, hours

MOST = 1_000


@dataclass(frozen=True)
class Share:
    """One share in the units that people read. `object_id` is what `tracework lineage` takes; durations in hours."""

    object_id: str
    part: str
    at: Any
    day: Any
    is_open: bool
    value: float | None
    elapsed: float | None
    numerator: float | None
    denominator: float | None
    weight: float | None
    currency: str | None
    slice: Mapping[str, str | None]


@dataclass(frozen=True)
class Records:
    """The first of the shares, those open and the largest before others, and how many there are in all."""

    shares: tuple[Share, ...]
    in_all: int


def records(log: EventLog, indicator: Indicator | str, measure: str, cut: Cut, most: int = MOST) -> Records:
    """The shares behind the total of a measure. `cut` narrows them: by its period, and to values of slices.

    Of an indicator about people there are none to see for who may not see names, nor of fewer people than the limit.
    """
    found = stored_indicator(log, indicator) if isinstance(indicator, str) else indicator
    if found.about_people and not log.viewer.may_see_names:
        raise NotAllowed(f"The records of {found.title} are about single people, and names are hidden for your role.")
    of = measure_told_as(found, measure)
    chosen = choose(log.database, found, of, cut.seen_by(log.viewer))
    (counted,) = chosen.rows(
        log.database, f"select count(*) as n, count(distinct person) as people from ({chosen.statement})"
    )
    limit = group_limit(log.database)
    if found.about_people and too_few(counted["people"], limit):
        raise NotAllowed(
            f"These are records of fewer than {limit:.0f} people, and are not shown. Take in more of them."
        )
    order = "is_open desc, coalesce(abs(value), abs(numerator), 0) desc, object_id, part, project"
    rows = chosen.rows(log.database, f"from ({chosen.statement}) order by {order} limit {int(most)}")
    return Records(tuple(_share(of, row) for row in rows), counted["n"])


def _share(measure: Measure, row: Mapping[str, Any]) -> Share:
    parts = float(SCALE.get(measure.parts, 1))
    own = hours if measure.aggregate == "km" else float(SCALE.get(measure.unit, 1)).__mul__
    value = row["value"]
    if value is not None:
        value = value if measure.unit == "business_days" else own(value)
    return Share(
        object_id=row["object_id"], part=row["part"], at=row["at"], day=row["day"], is_open=row["is_open"], value=value,
        elapsed=None if row["elapsed"] is None else hours(row["elapsed"]),
        numerator=_times(row["numerator"], parts), denominator=_times(row["denominator"], parts),
        weight=_times(row["weight"], parts), currency=row["currency"] if measure.is_money else None,
        slice={name: row[name] for name in SLICES if row[name] is not None},
    )  # fmt: skip


def _times(value: float | None, scale: float) -> float | None:
    return None if value is None else value * scale
