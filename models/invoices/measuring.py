"""How well chances of invoices, learnt before a moment, came true of those sent after it."""

from collections.abc import Sequence
from datetime import datetime

from models.calibration import calibrated
from models.detector import Measured
from models.invoices.chance import Outcome, Taught, as_known, design
from models.invoices.reading import FirmInvoice

FEWEST = 20


def measured_later(
    known: Sequence[FirmInvoice], outcome: Outcome, lessons: Taught, span: tuple[datetime, datetime], words: str
) -> Measured | None:
    """The Brier score of invoices sent within the span, each as it stood when it was sent; None of too few."""
    since, until = span
    later = {each.object_id for each in as_known(known, outcome, until) if each.sent_at and each.sent_at > since}
    if len(later) < FEWEST:
        return None
    made = design(known, outcome, lessons, until)
    rows = [row for row, each in enumerate(known) if each.object_id in later]
    chance, came = lessons.model.chance(made.rows)[rows], made.came[rows]
    told = list(zip(chance.tolist(), came.astype(float).tolist(), strict=True))
    return Measured(
        f"Brier score of {words}, {_believed(lessons)}", float(((chance - came) ** 2).mean()),
        float(((lessons.usual - came) ** 2).mean()), "the share of all invoices", False, len(told), since, until,
        calibrated(told),
    )  # fmt: skip


def _believed(lessons: Taught) -> str:
    if not lessons.believed:
        return "told by the share of all, as what client and invoice add was no better on earlier ones"
    return f"told with {lessons.believed:.0%} of what client and invoice add"
