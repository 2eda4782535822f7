"""The review queue: what a reviewer looks at today, by money times chance, with some drawn at random among it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from core.settings import ReviewSettings
from models.findings.finding import Finding
from models.findings.lot import lot
from models.findings.teaching import Reranker

PARTS_OF_THE_FIRM = frozenset({"firm", "legal_entity", "practice", "client"})
"""Subjects whose money is that of the things in them, which may be told by themselves."""


def is_part(subject_type: str) -> bool:
    """Whether its money is that of things which may be told by themselves, so that a sum leaves it out."""
    return subject_type in PARTS_OF_THE_FIRM


@dataclass(frozen=True)
class Queue:
    """Today's findings and those after them, each in its order. `as_if` is the money that stands for what cannot be
    told: the median of all that can. `by_lot` are the numbers of those of today that money times chance would not have
    put there."""

    today: tuple[Finding, ...]
    later: tuple[Finding, ...]
    as_if: float
    by_lot: frozenset[int] = frozenset()

    @property
    def all(self) -> tuple[Finding, ...]:
        return self.today + self.later

    @property
    def expected(self) -> float:
        """Money times chance of all things; parts of the firm are left out, so that no money counts twice."""
        things = [each for each in self.all if not is_part(each.suspicion.subject_type)]
        return sum(each.expected or 0.0 for each in things)


def queue(
    findings: Sequence[Finding], settings: ReviewSettings, ranked_by: Reranker | None = None, done: int = 0
) -> Queue:
    """Put open findings in order; `done` of the day's places are used up already. Of those left the audit's share, at
    least one where there are any, goes to findings drawn at random, the lowest lot first whatever their money; they
    stand where it puts them, so that nobody treats them differently."""
    known = [finding.base_money for finding in findings if finding.base_money is not None]
    as_if = median(known) if known else 1.0

    def worth(finding: Finding) -> tuple[float, float, int]:
        chance = ranked_by.chance_of(finding) if ranked_by else finding.suspicion.chance
        money = as_if if finding.base_money is None else finding.base_money
        return (-money * chance, -chance, finding.number)

    ordered = sorted(findings, key=worth)
    places = min(max(settings.capacity - done, 0), len(ordered))
    reserved = min(ceil(settings.audit_share * places), places)
    top = ordered[: places - reserved]
    drawn = [finding for finding in ordered[places - reserved :] if finding.audited]
    at_random = sorted(drawn, key=lambda finding: lot(settings.seed, finding.key))[:reserved]
    chosen = {finding.number for finding in (*top, *at_random)}
    for finding in ordered:
        if len(chosen) >= places:
            break
        chosen.add(finding.number)
    today = tuple(finding for finding in ordered if finding.number in chosen)
    later = tuple(finding for finding in ordered if finding.number not in chosen)
    anyway = {finding.number for finding in ordered[:places]}
    return Queue(today, later, as_if, frozenset(finding.number for finding in at_random) - anyway)
