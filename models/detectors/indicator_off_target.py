"""Parts of the firm of which an indicator is off its target, or has changed for the worse since some month."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import pairwise
from typing import Any

from core.settings import firm_settings
from core.sql import load
from eventlog.reading import EventLog
from metrics.figures import in_words
from metrics.narrowing import where_facts_are
from models.detector import Declaration, Learned, Measured, Peers, Place, Suggestion, Suspicion
from models.known_then import known_then
from models.off_target.change import Change, change, false_shares
from models.off_target.series import FIRM, SLICES, Series, peers_of, read_series
from models.off_target.staying import BACK, chance_of_staying, followed, learned_from
from models.unusual.evidence import Piece, reasons, weight

LEAST = 0.5
FALSE_SHARE = 0.05
"""Of the changes told, at most so many are accidents of the months."""

FEWEST = 40
SUBJECTS = {"entity": "legal_entity", "practice": "practice", "client": "client", FIRM: FIRM}
BANDS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.01)


@dataclass(frozen=True)
class Told:
    """Something that is told of a series."""

    series: Series
    piece: Piece
    title: str
    since: datetime


class IndicatorOffTarget:
    """One suspicion for the firm, an entity, a practice or a client: all of its indicators that are off."""

    declaration = Declaration(
        name="indicator_off_target",
        kind="indicator_off_target",
        title="Indicator off target",
        question="Of which part of the firm is an indicator off its target, or worse since some month?",
        owner_role="process_owner",
        version=1,
        method=(
            "Every measure with a better side, by month that is over and by entity, practice and client; and of the "
            "firm as a whole, but for what is told of one of its entities alone. "
            "Off target: beyond the tolerance in the last month; its chance is the share that stayed so the month "
            "after, by how many of the last three months were off. Changed: the last months against the median of "
            "those before, at the split that says most (Student's tail), told where of all measures looked at no more "
            "than one in 20 would be so by accident (Benjamini and Hochberg)."
        ),
        limits=(
            "Months with fewer than five things say nothing. A change needs four months before it, and of what is "
            "summed or stands open none is told, because it grows with the firm. The time of the year is not known to "
            "it: a slow August looks like a change once."
        ),
    )

    def fit(self, log: EventLog, until: datetime) -> Learned:
        with known_then(log, until, "indicators") as then:
            found = learned_from(list(followed(_series(then, until)))) if then else {"months": 0}
        return found if found["months"] else {}

    def score(self, log: EventLog, learned: Learned, moment: datetime) -> list[Suspicion]:
        with known_then(log, moment, "indicators") as then:
            series = _series(then, moment, (*SLICES, FIRM)) if then else []
            if then is None or not learned or not series:
                return []
            statement = where_facts_are(then.database, load("models.off_target", "places.sql"))
            ids = {(slice_, value): object_id for slice_, value, object_id in then.database.rows(statement)}
        by_place: dict[tuple[str, str], list[Told]] = defaultdict(list)
        for each in _not_of_one_alone([*_off_target(series, learned), *_changed(series)]):
            by_place[(each.series.slice, each.series.value)].append(each)
        found = [
            _suspicion(place, ids.get(place, place[1]), told, (series, float(str(learned["usual"]))))
            for place, told in by_place.items()
        ]
        return sorted(found, key=lambda each: (-each.score, each.subject_type, each.subject_id))

    def measure(self, log: EventLog, learned: Learned, since: datetime, until: datetime) -> Measured | None:
        """Whether what was off stayed off, of the months that ended between: against that all do as often."""
        with known_then(log, until, "indicators") as then:
            months = list(followed(_series(then, until))) if then and learned else []
        months = [each for each in months if since.date() <= each.after.period.last < until.date()]
        if len(months) < FEWEST:
            return None
        told = [(chance_of_staying(learned, each.off), each.after.is_off) for each in months]
        usual = float(str(learned["usual"]))
        return Measured(
            "Brier score of being off target next month", _mean((chance - came) ** 2 for chance, came in told),
            _mean((usual - came) ** 2 for _, came in told), "share of all months that were off", False, len(told),
            since, until, _calibrated(told),
        )  # fmt: skip


def _series(log: EventLog, moment: datetime, slices: Sequence[str] = SLICES) -> list[Series]:
    return read_series(log, firm_settings(log.workspace).all_targets(), moment.date(), slices)


def _not_of_one_alone(told: Sequence[Told]) -> list[Told]:
    """Without what is told of the firm because one entity is so: that one is told."""
    entities: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in told:
        if each.series.slice == "entity":
            entities[(each.series.indicator, each.series.measure)].add(each.series.value)
    return [
        each
        for each in told
        if each.series.slice != FIRM or len(entities[(each.series.indicator, each.series.measure)]) != 1
    ]


def _off_target(series: Sequence[Series], learned: Mapping[str, Any]) -> list[Told]:
    told = []
    for each in series:
        month, standing = each.last, each.last.standing
        off = each.off_lately(len(each.months) - 1, BACK)
        if standing is None or not month.is_off or chance_of_staying(learned, off) < LEAST:
            continue
        target = in_words(replace(month.total, value=standing.target))
        value, chance = in_words(month.total), chance_of_staying(learned, off)
        text = (
            f"{each.title}: {value} in {month.period.title}, target {target}; off target in {off} of the last {BACK} "
            f"months, and of measures that were, {chance:.0%} stayed so the month after"
        )
        title = f"{each.title} {value}, target {target}"
        told.append(Told(each, Piece(text, chance), title, _start(each.off_since().period.first)))
    return told


def _changed(series: Sequence[Series]) -> list[Told]:
    looked_at = [each for each in series if each.is_rate]
    found = [change([month.badness for month in each.months]) for each in looked_at]
    false = false_shares([one.share if one else 1.0 for one in found])
    return [
        _told_of(each, one, share)
        for each, one, share in zip(looked_at, found, false, strict=True)
        if one is not None and share <= FALSE_SHARE
    ]


def _told_of(series: Series, one: Change, share: float) -> Told:
    sign = -1 if series.last.total.of.better == "higher" else 1
    before, after = (in_words(replace(series.last.total, value=sign * value)) for value in (one.before, one.after))
    since = series.months[one.since].period
    text = f"{series.title}: {after} on average since {since.title}, {before} in the months before"
    title = f"{series.title} worse since {since.title}, {after} after {before}"
    return Told(series, Piece(text, 1 - share), title, _start(since.first))


def _suspicion(
    place: tuple[str, str], object_id: str, told: Sequence[Told], about: tuple[Sequence[Series], float]
) -> Suspicion:
    (slice_, value), (series, usual) = place, about
    name = {"entity": value.replace("_", " ").title(), FIRM: "The firm"}.get(slice_, value)
    pieces = [each.piece for each in told]
    worst = max(told, key=lambda each: (each.piece.chance, _by_tolerances(each.series), each.series.key))
    # they hang together, so several are no surer than the surest
    chance, last = max(piece.chance for piece in pieces), worst.series.last
    peers = tuple(peers_of(worst.series, series))
    money, currency = _money(told)
    measures = len({each.series.indicator for each in told})
    return Suspicion(
        subject_type=SUBJECTS[slice_], subject_id=object_id, score=weight(pieces), chance=chance, usual=usual,
        title=f"{name}: {worst.title}",
        summary=f"{worst.piece.text}." + (f" {measures} indicators are off in all." if measures > 1 else ""),
        since=min(each.since for each in told), reasons=reasons(pieces, usual, chance),
        suggestion=Suggestion("review_indicator", f"Open {worst.series.title} and the records behind it."),
        place=Place() if slice_ == FIRM else Place(**{slice_: value}), money=money, currency=currency,
        peers=Peers(
            f"{worst.series.title}, {last.period.title}", last.total.unit, peers, float(last.total.value or 0.0)
        ) if peers else None,
    )  # fmt: skip


def _by_tolerances(series: Series) -> float:
    """How far off its target the last month is, in tolerances: what tells which of several is the worst."""
    standing = series.last.standing
    return standing.off_by / max(series.last.tolerance, abs(standing.target) * 0.05, 1e-6) if standing else 0.0


def _money(told: Sequence[Told]) -> tuple[float | None, str | None]:
    """What is beyond the target where the measure is money, or a share of money: the most of them."""
    found = []
    for each in told:
        total, standing = each.series.last.total, each.series.last.standing
        if standing is None or standing.off_by <= 0 or not total.of.is_money or not total.currency:
            continue
        if total.unit == "money":
            found.append((standing.off_by, total.currency))
        elif total.unit == "share" and total.of.aggregate == "ratio" and total.denominator:
            found.append((standing.off_by * total.denominator, total.currency))
    amount, currency = max(found, default=(None, None), key=lambda each: each[0] or 0.0)
    return (round(amount, 2), currency) if amount is not None else (None, None)


def _start(day: Any) -> datetime:
    return datetime.combine(day, time())


def _mean(values: Any) -> float:
    found = list(values)
    return float(sum(found) / len(found))


def _calibrated(told: Sequence[tuple[float, bool]]) -> tuple[tuple[float, float, int], ...]:
    bands = []
    for low, high in pairwise(BANDS):
        those = [(chance, came) for chance, came in told if low <= chance < high]
        if those:
            bands.append((_mean(chance for chance, _ in those), _mean(came for _, came in those), len(those)))
    return tuple(bands)


DETECTOR = IndicatorOffTarget()
