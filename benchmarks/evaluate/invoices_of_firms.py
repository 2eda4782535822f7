"""The client that disputes and the entity whose drafts come back, planted in three pretend firms and looked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import ModuleType

import numpy as np

from benchmarks.pretend_firms import PEOPLE, SEEDS, pretend_firms
from benchmarks.pretend_firms import Measured as Firm
from benchmarks.section import Row, Section
from eventlog.reading import EventLog
from models.detector import Measured, Suspicion
from models.detectors import invoice_exception, likely_dispute, likely_paid_late
from models.invoices.reading import FirmInvoice, invoices_of
from models.known_then import complete_until, known_then
from simulator.life.truth import troubles

LOOKS, APART, CAPACITY = 4, timedelta(weeks=6), 20
SOON, LAST = timedelta(days=30), timedelta(days=180)
MEASURED: Mapping[str, ModuleType] = {"likely_dispute": likely_dispute, "likely_paid_late": likely_paid_late}
HABITS = {"disputing_client": "client", "invoice_rework": "legal_entity"}
"""What is planted, and the type of thing that it is a habit of."""


@dataclass
class Found:
    """What was told in one firm over all looks."""

    shown: int = 0
    right: int = 0
    open_ones: int = 0
    of_planted: int = 0
    """Open invoices at all looks, and those of planted clients."""

    habits: set[tuple[str, str]] = field(default_factory=set)
    planted: set[tuple[str, str]] = field(default_factory=set)
    told: list[tuple[float, float, bool]] = field(default_factory=list)
    """Of each invoice told: the chance, the usual one, whether it was disputed within 30 days of being sent."""

    later: dict[str, Measured] = field(default_factory=dict)
    """By detector how well it told of the invoices sent since it had learnt."""


def evaluate() -> Section:
    found = [_looked(firm) for firm in pretend_firms()]
    rows = [row for seed, each in zip(SEEDS, found, strict=True) for row in _rows([each], f"seed {seed}")]
    return Section(
        title="Planted disputes and drafts sent back",
        how=(
            f"Pretend firms of {PEOPLE} people, all troubles, seeds {', '.join(map(str, SEEDS))}; what is planted is "
            f"read only here. {LOOKS} looks six weeks apart, until thirty days before the end, each at the log as it "
            "was known then, with what had been learnt six weeks before. Planted are one client, which contests 45% "
            "of its invoices where others contest 3.5%, and one legal entity, half of whose drafts come back where "
            "elsewhere 11% do. Of the invoices told at a look the first as many as the planted client has open, at "
            f"most {CAPACITY}, are right if they are its own. Of all invoices sent in the last {LAST.days} days the "
            "chance is that of the day of sending, with what had been learnt before."
        ),
        naive_is="the share of the planted client's among all open invoices; of the chance told, the usual one",
        rows=(*_rows(found, "three firms"), *_rows_of_told(found), *rows),
        limits=(
            (
                "Nothing on an invoice makes a client of these firms contest it: what the model makes of receipts, "
                "caps and rates is not tested here."
            ),
        ),
    )


def _rows(found: Sequence[Found], where: str) -> Iterator[Row]:
    planted, told = sum(len(each.planted) for each in found), sum(len(each.habits) for each in found)
    right = sum(len(each.planted & each.habits) for each in found)
    shown, shown_right = sum(each.shown for each in found), sum(each.right for each in found)
    share = sum(each.of_planted for each in found) / max(sum(each.open_ones for each in found), 1)
    data = f"{LOOKS} looks"
    if shown:
        yield Row(
            "right among the first invoices", shown_right / shown, f"{shown} invoices in {data}", where, share, 0.8,
            form=".0%",
        )  # fmt: skip
    yield Row(
        "habits told of those planted", right / max(planted, 1), f"{planted} in {data}", where, None, 0.5, form=".0%"
    )
    yield Row("right among habits told", right / max(told, 1), f"{told} in {data}", where, None, 0.8, form=".0%")
    for name in MEASURED:
        later = [each.later[name] for each in found if name in each.later]
        count = sum(each.n for each in later)
        value, naive = (
            sum(one * each.n for one, each in zip(ones, later, strict=True)) / max(count, 1)
            for ones in ([each.value for each in later], [each.naive for each in later])
        )
        yield Row(
            f"{name}: Brier score", value, f"{count} invoices of the last {LAST.days} days", where, naive,
            higher_is_better=False,
        )  # fmt: skip


def _rows_of_told(found: Sequence[Found]) -> Iterator[Row]:
    """How chances of the invoices told came true."""
    invoices = [one for each in found for one in each.told]
    chance, usual, came = (np.array([one[at] for one in invoices], np.float64) for at in range(3))
    data, where = f"{len(invoices)} invoices told", "three firms"
    yield Row(
        "Brier score of invoices told", float(((chance - came) ** 2).mean()), data, where,
        float(((usual - came) ** 2).mean()), higher_is_better=False,
    )  # fmt: skip
    yield Row("disputed of the invoices told", float(came.mean()), data, where, float(usual.mean()), form=".0%")
    yield Row("mean chance told of them", float(chance.mean()), data, where, form=".0%")


def _looked(firm: Firm) -> Found:
    end = complete_until(firm.log)
    assert end is not None
    found = Found()
    planted = {
        (HABITS[row["trouble"]], row["subject_id"]): datetime.combine(row["detectable_from"], datetime.min.time())
        for row in troubles(firm.state).iter_rows(named=True)
        if row["trouble"] in HABITS and row["detectable_from"] is not None
    }
    later = {each.object_id: each for each in invoices_of(firm.log, end)}
    for back in range(LOOKS - 1, -1, -1):
        moment = end - SOON - back * APART
        with known_then(firm.log, moment) as then:
            assert then is not None
            _look(found, then, moment, later, planted)
    for name, module in MEASURED.items():
        since = end - LAST
        measured = module.DETECTOR.measure(firm.log, module.DETECTOR.fit(firm.log, since), since, end)
        if measured is not None:
            found.later[name] = measured
    return found


def _look(
    found: Found,
    then: EventLog,
    moment: datetime,
    later: dict[str, FirmInvoice],
    planted: dict[tuple[str, str], datetime],
) -> None:
    before = moment - APART
    with known_then(then, before) as known:
        assert known is not None
        lessons = [module.DETECTOR.fit(known, before) for module in (likely_dispute, invoice_exception)]
    disputed = likely_dispute.DETECTOR.score(then, lessons[0], moment)
    told = [*disputed, *invoice_exception.DETECTOR.score(then, lessons[1], moment)]
    found.habits |= {_subject(each) for each in told if each.subject_type in HABITS.values()}
    seen = {subject for subject, since in planted.items() if since <= moment}
    found.planted |= seen
    clients = {name for kind, name in seen if kind == "client"}
    open_ones = [each for each in invoices_of(then, moment) if likely_dispute.is_open(each, moment)]
    of_planted = sum(each.client_id in clients for each in open_ones)
    found.open_ones += len(open_ones)
    found.of_planted += of_planted
    invoices = [each for each in disputed if each.subject_type == "invoice"]
    first = invoices[: min(CAPACITY, of_planted)]
    found.shown += len(first)
    found.right += sum(later[each.subject_id].client_id in clients for each in first)
    found.told += [(each.chance, each.usual, likely_dispute.DISPUTED.came(later[each.subject_id])) for each in invoices]


def _subject(one: Suspicion) -> tuple[str, str]:
    return one.subject_type, one.subject_id
