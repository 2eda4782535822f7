"""The change planted in the pretend firms: in London the PSA's shell of a project comes before the ERP's record."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.pretend_firms import PEOPLE, pretend_firms
from benchmarks.section import Row, Section
from models.detectors.process_change import DETECTOR

YEAR, BETWEEN_LOOKS = timedelta(days=365), timedelta(days=56)
PLANTED = ("sales_to_project/london", "project_to_cash/london")
"""Setting up projects is in both processes."""
BESIDE = (
    "What else changes in a pretend firm (it grows, offices join, summer comes) was not planted, and counts as told "
    "beside it."
)
OF_FEW = (
    "London sets up about 45 projects in the two years, of which fewer than 20 had ended when the change came: two "
    "windows side by side hardly fit. Narrower ones and a lower cut were tried on seeds 4 and 5 and found no more."
)


def evaluate() -> Section:
    firms, found, beside = 0, 0, 0
    for firm in pretend_firms():
        end = firm.log.database.value("select as_of from fact.span")
        learned = DETECTOR.fit(firm.log, end - YEAR)
        told: set[str] = set()
        moment = end - YEAR
        while moment <= end:
            told |= {each.subject_id for each in DETECTOR.score(firm.log, learned, moment)}
            moment += BETWEEN_LOOKS
        firms, found, beside = firms + 1, found + any(each in told for each in PLANTED), beside + len(told - {*PLANTED})
    data = f"{firms} pretend firms of {PEOPLE} people, one year"
    by = "by process and entity"
    return Section(
        title="Processes that run otherwise, in pretend firms",
        how="Looked every eight weeks of the last year with what was learnt before it.",
        naive_is="none",
        rows=(
            Row("planted change told", found / firms, data, by, form=".0%"),
            Row("told beside it, a firm and year", beside / firms, data, by, None, None, False, ".1f"),
        ),
        limits=(BESIDE, OF_FEW),
    )
