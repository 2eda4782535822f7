"""The chips that pages of figures share: the period, what to compare with, and what to narrow to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dashboards import chips
from dashboards.indicator_page.words import slice_words
from dashboards.lens import Lens
from dashboards.parts import Part
from eventlog.reading import EventLog
from metrics.cut import Only
from metrics.empty import last_day
from metrics.period import Period, period_of
from metrics.stored import place_of

MONTHS, QUARTERS, YEARS = 12, 4, 2
MOST = 200


@dataclass(frozen=True)
class Choices:
    """What there is to choose from: the last day of the data, and the values of each slice to narrow to."""

    last: date
    entities: tuple[str, ...]
    practices: tuple[str, ...]
    clients: tuple[str, ...]


def choices(log: EventLog) -> Choices:
    """Of a log that holds no facts of a business there is nothing to narrow to."""
    if not log.database.value(
        "select count(*) from duckdb_tables() where schema_name = 'fact' and table_name = 'span'"
    ):
        return Choices(date.today(), (), (), ())
    place = place_of(log.database)

    def of(column: str, table: str, slug: str) -> tuple[str, ...]:
        seen = log.viewer.scopes.get(slug)
        values = log.database.column(
            f"select distinct {column} from {place}fact.{table} where {column} is not null order by 1"
        )
        return tuple(value for value in values if seen is None or value in seen)[:MOST]

    clients = of("client", "client", "client") if set(log.viewer.scopes) <= {"client"} else ()
    return Choices(
        last_day(log.database) or date.today(),
        of("entity", "entity", "entity"),
        of("practice", "person", "practice"),
        clients,
    )


def only(lens: Lens) -> tuple[Only, ...]:
    """The conditions of what a view is narrowed to."""
    return tuple(Only(name, (value,)) for name, value in lens.narrowed.items())


def bar(path: str, lens: Lens, found: Choices, more: Sequence[Part] = (), *, with_period: bool = True) -> Part:
    """Period, entity, practice and client, and what else a page lets one choose."""
    parts = [
        chips.choice("Period", _periods(path, lens, found), "last full month") if with_period else None,
        *more,
        narrowing(path, lens, "entity", "Entity", found.entities),
        narrowing(path, lens, "practice", "Practice", found.practices),
        narrowing(path, lens, "client", "Client", found.clients),
    ]
    return chips.bar([part for part in parts if part is not None])


def _periods(path: str, lens: Lens, found: Choices) -> list[chips.Option]:
    month = period_of(found.last.replace(day=1) - timedelta(days=1), "month")
    spans: list[Period] = [period_of(found.last, "month")]
    for grain, number in (("month", MONTHS), ("quarter", QUARTERS), ("year", YEARS)):
        span = month if grain == "month" else period_of(found.last, "quarter" if grain == "quarter" else "year")
        for _ in range(number):
            spans.append(span)
            span = span.before
    usual = chips.Option("last full month", lens.link(path, period=""), not lens.period)
    return [
        usual,
        *(chips.Option(each.title, lens.link(path, period=each.slug), lens.period == each.slug) for each in spans),
    ]


def narrowing(path: str, lens: Lens, name: str, label: str, values: Sequence[str]) -> Part:
    chosen = getattr(lens, name)
    if len(values) < 2 and not chosen:
        return None
    everything = chips.Option("all", lens.link(path, **{name: ""}), not chosen)
    return chips.choice(
        label,
        [
            everything,
            *(chips.Option(slice_words(value), lens.link(path, **{name: value}), value == chosen) for value in values),
        ],
    )
