"""Indicators as scripts read them: the same objects from the command line, the API and a notebook."""

from collections.abc import Mapping
from typing import Any

from core.settings import FirmSettings
from eventlog.reading import EventLog
from metrics.comparison import Compared, compared
from metrics.cut import Cut
from metrics.declaration import Indicator
from metrics.figures import in_words
from metrics.records import Records
from metrics.shares import SLICES
from metrics.stored import stored_indicators
from metrics.total import Total, told_names


def told(log: EventLog, name: str | None, cut: Cut, settings: FirmSettings) -> list[dict[str, Any]]:
    """The totals of one indicator, or of all, for the log's viewer."""
    return [as_json(found, log.generation) for found in compared_all(log, name, cut, settings)]


def compared_all(log: EventLog, name: str | None, cut: Cut, settings: FirmSettings) -> list[Compared]:
    """The totals of one indicator, or of all that have a measure asked for, each with what it is held against."""
    names = [name] if name else [each for each, of in stored_indicators(log).items() if _has(of, cut)]
    return [found for each in names for found in compared(log, each, cut, settings)]


def flat(row: Mapping[str, Any], cut: Cut) -> dict[str, Any]:
    """A total as a row with a column for each slice it is told by."""
    others = {name: value for name, value in row.items() if name != "slice"}
    return {**{name: row["slice"].get(name) for name in cut.by}, **others}


def definition_as_json(indicator: Indicator) -> dict[str, Any]:
    """What an indicator says of itself."""
    measures = [{**measure.model_dump(), "told_as": told_names(measure)} for measure in indicator.measures]
    own = indicator.model_dump(exclude={"measures"})
    return {**own, "definition": indicator.definition, "measures": measures}


def records_as_json(found: Records) -> dict[str, Any]:
    """The records behind a number."""
    return {"in_all": found.in_all, "records": [{**vars(share), "slice": dict(share.slice)} for share in found.shares]}


def records_flat(found: Records) -> list[dict[str, Any]]:
    """The same as rows, with a column for each slice."""
    slices = [{name: share.slice.get(name) for name in SLICES} for share in found.shares]
    own = [{name: value for name, value in vars(share).items() if name != "slice"} for share in found.shares]
    return [{**row, **where} for row, where in zip(own, slices, strict=True)]


def as_json(found: Compared, generation: int) -> dict[str, Any]:
    """One total with what it is held against."""
    total, standing = found.total, found.standing
    return {
        "name": total.indicator,
        "measure": total.measure,
        "unit": total.unit,
        "value": total.value,
        "n": total.n,
        "open": total.open,
        "slice": dict(total.slice),
        "period": total.period.slug if total.period else None,
        "target": found.target,
        "generation": generation,
        "title": total.title,
        "clock": total.clock or None,
        "formula": total.of.formula or None,
        "currency": total.currency,
        "numerator": total.numerator,
        "denominator": total.denominator,
        "shown": in_words(total),
        "why": total.why or None,
        "caution": found.caution or None,
        "hidden": total.hidden,
        "status": standing.state if standing else None,
        "status_words": f"{standing.shape} {standing.words}" if standing else None,
        "so_far": found.so_far,
        "before": _value(found.before),
        "change": found.change,
        "year_ago": _value(found.year_ago),
    }


def _has(indicator: Indicator, cut: Cut) -> bool:
    names = {name for measure in indicator.measures for name in (measure.name, *told_names(measure))}
    return not cut.measures or not names.isdisjoint(cut.measures)


def _value(total: Total | None) -> float | None:
    return total.value if total else None
