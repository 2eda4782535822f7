"""Staffing suggestions on three pretend firms: whether whoever was booked was among the first three suggested."""

from collections.abc import Iterator
from datetime import datetime

from benchmarks.pretend_firms import PEOPLE, SEEDS, Measured, pretend_firms
from benchmarks.section import Row, Section
from models.detectors.staffing_suggestion import DETECTOR
from models.staffing.suggestions import FAIRNESS, WEIGHTS

SINCE = datetime(2025, 6, 30)


def evaluate() -> Section:
    weights = ", ".join(f"{name} {weight:.0%}" for name, weight in WEIGHTS.items())
    return Section(
        title="Staffing suggestions",
        how=(
            f"Pretend firms of {PEOPLE} people, all troubles, seeds {', '.join(map(str, SEEDS))}. Each request first "
            f"booked after {SINCE:%d %B %Y}, with what was known just before. The weights were set beforehand and not "
            f"learnt: {weights}. {FAIRNESS}"
        ),
        naive_is="three at random of those who have the role in the entity and time for a quarter of the work",
        rows=tuple(row for firm in pretend_firms() for row in _rows(firm)),
        limits=(OF_THE_BOOKED,),
    )


OF_THE_BOOKED = (
    "Whom a firm booked is not the best there was, so this shows only that suggestions are near to what resource "
    "managers do. The pretend one looks at role, place, grade and time, and not at cost or balance."
)


def _rows(firm: Measured) -> Iterator[Row]:
    end = firm.log.database.value("select as_of from fact.span")
    measured = DETECTOR.measure(firm.log, DETECTOR.fit(firm.log, SINCE), SINCE, end)
    if measured is not None:
        data = f"seed {firm.seed}, {measured.n} requests"
        yield Row("Booked one among the first three", measured.value, data, "temporal", measured.naive, form=".0%")
