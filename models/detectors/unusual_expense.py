"""Expense reports with receipts handed in twice, split under a limit, or with sums that no peer writes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import exp
from typing import Any, cast

import numpy as np

from eventlog.reading import EventLog
from models.detector import Declaration, Learned, Measured, Peers, Place, Suggestion, Suspicion
from models.known_then import known_then
from models.unusual.evidence import LEAST, Piece, damped, reasons, together, weight
from models.unusual.expense_doubles import doubled
from models.unusual.expense_line import Compared, Line, compared, in_money, read_lines
from models.unusual.expense_padding import Pattern, by_report, patterns
from models.unusual.expense_splits import split, weighed
from models.unusual.rarity import measured_rarity
from models.unusual.robust import Tail, chance_of

LOOK_BACK = timedelta(days=366)
USUAL = 0.01
"""How many reports are taken to be wrong, and how many people to pad, until verdicts say."""

DEAR = USUAL / 4
"""How many are taken to be wrong by one sum that is far too high: that is one of the four ways that are looked for."""

OFTEN = 0.05
PEERS_SHOWN = 60
ASIDE: Mapping[str, float] = {"over": 0.1, "receipt": 0.05}
"""What is a breach with a rule of its own, and here only adds to other reasons."""


class UnusualExpense:
    """One suspicion a report."""

    declaration = Declaration(
        name="unusual_expense",
        kind="unusual_expense",
        title="Unusual expense",
        question="Which expense reports hold what was paid once only, less, or in one piece?",
        owner_role="controller",
        version=3,
        method=(
            "The same merchant, day and sum in a second report or of a second person; several sums of one day and "
            "merchant that together pass the firm's limit and singly do not, where more do than would by accident; "
            "sums far above those of the same category, currency, grade and merchant (robust deviation); and people "
            "whose sums have been half as much again as their peers' and round since some day (likelihood ratios since "
            "every possible beginning). Over the limit or without receipt only adds to these."
        ),
        limits=(
            "The chances of repeated and split sums are set by rank, not learnt: verdicts correct them. Where people "
            "pay fixed prices, a sum paid there on other days too counts for less, and so do repeated sums where as "
            "many fall together by accident. Who splits a sum once or twice is not told where as many pass the limit "
            "together by accident. Who is dearer than peers for a good reason, such as a place that no merchant's name "
            "tells, looks like padding."
        ),
        needs=("expense_submitted",),
    )

    def fit(self, log: EventLog, until: datetime) -> Learned:
        with known_then(log, until) as then:
            lines = read_lines(then) if then else []
        if not lines:
            return {}
        tail = Tail.of(compared(lines).off)
        shares = {
            "over": sum(_over(line) for line in lines) / len(lines),
            "receipt": sum(line.has_receipt is False for line in lines) / len(lines),
            "split": len({each.report_id for each in split(lines)}) / len({line.report_id for line in lines}),
        }
        return {"lines": len(lines), "shares": shares, "tail": {"cut": min(tail.cut, 1e9), "scale": tail.scale}}

    def score(self, log: EventLog, learned: Learned, moment: datetime) -> list[Suspicion]:
        """Of the reports of the last year, as an audit looks back."""
        with known_then(log, moment) as then:
            lines = read_lines(then) if then and learned else []
        found = _suspected(lines, learned) if lines else []
        recent = (one for one in found if one.since >= moment - LOOK_BACK)
        return sorted((one for one in recent if one.chance >= LEAST), key=lambda one: (-one.score, one.subject_id))

    def measure(self, log: EventLog, learned: Learned, since: datetime, until: datetime) -> Measured | None:
        """How rare what is told to be rare is later. Whether an expense was right, only verdicts tell."""
        with known_then(log, until) as then:
            lines = read_lines(then) if then and learned else []
        if not lines:
            return None
        later = np.array([since <= line.submitted_at < until for line in lines], dtype=bool)
        tail = Tail(**cast(dict[str, Any], learned["tail"]))
        return measured_rarity({"sum": compared(lines).off[later]}, {"sum": tail}, since, until)


class _Report:
    """A report's lines, and what speaks for something in it being wrong."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.pieces: list[tuple[str, Piece]] = []
        self.wrong: dict[str, float] = {}
        """By line, how much of its sum is at stake, in hundredths."""
        self.peers: Peers | None = None

    def add(self, title: str, piece: Piece, at_stake: Mapping[str, float]) -> None:
        self.pieces.append((title, piece))
        for line_id, amount in at_stake.items():
            self.wrong[line_id] = max(self.wrong.get(line_id, 0.0), amount)

    def suspicion(self, shares: Mapping[str, float]) -> Suspicion:
        first = self.lines[0]
        title, _ = max(self.pieces, key=lambda each: each[1].chance)
        pieces = [piece for _, piece in self.pieces] + self._aside(shares)
        chance = together(pieces, USUAL)
        told = reasons(pieces, USUAL, chance)
        money, currency = self._money()
        return Suspicion(
            subject_type="expense_report", subject_id=first.report_id, score=weight(pieces), chance=chance, usual=USUAL,
            title=f"{first.name}, {in_money(sum(line.amount for line in self.lines), currency)} of expenses: {title}",
            summary=f"{told[0].text}.", since=first.submitted_at, reasons=told,
            suggestion=Suggestion("ask_for_receipts", f"Ask {first.name} for the receipts, {self._before()}."),
            place=Place(first.entity, first.practice, first.client, first.project),
            money=money, currency=currency, peers=self.peers,
        )  # fmt: skip

    def _aside(self, shares: Mapping[str, float]) -> list[Piece]:
        """What alone is no suspicion, of the lines that are at stake."""
        pieces = []
        for line in self.lines:
            if line.line_id not in self.wrong:
                continue
            if _over(line):
                limit = in_money(line.allowed or 0, line.currency)
                text = f"{line.what} for {line.sum} is over the limit of {limit}"
                pieces.append(Piece(text, damped(ASIDE["over"], shares["over"], OFTEN), (line.line_id,)))
            if line.has_receipt is False:
                text = f"{line.what} for {line.sum} has no receipt"
                pieces.append(Piece(text, damped(ASIDE["receipt"], shares["receipt"], OFTEN), (line.line_id,)))
        return pieces

    def _money(self) -> tuple[float | None, str | None]:
        """What is at stake in the currency of most of it."""
        by_currency: dict[str, float] = defaultdict(float)
        for line in self.lines:
            if line.currency:
                by_currency[line.currency] += self.wrong.get(line.line_id, 0.0)
        if not by_currency:
            return None, None
        currency = max(by_currency, key=lambda each: (by_currency[each], each))
        return round(by_currency[currency] / 100, 2), currency

    def _before(self) -> str:
        line = self.lines[0]
        if line.reimbursed_at:
            return "and for what was paid too much back"
        return "before it is paid" if line.finance_approved_at else "before it is approved"


def _suspected(lines: Sequence[Line], learned: Learned) -> list[Suspicion]:
    reports: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        reports[line.report_id].append(line)
    found = {report_id: _Report(own) for report_id, own in reports.items()}
    shares = cast(dict[str, float], learned["shares"])
    amounts = compared(lines)
    _add_doubled(found, lines)
    _add_split(found, lines, shares["split"])
    _add_outliers(found, lines, amounts, cast(dict[str, Any], learned["tail"]))
    _add_padded(found, lines, amounts)
    return [report.suspicion(shares) for report in found.values() if report.pieces]


def _add_doubled(found: Mapping[str, _Report], lines: Sequence[Line]) -> None:
    titles = {
        "other_report": "a receipt handed in twice", "same_report": "a receipt that stands twice",
        "other_person": "a receipt that a colleague handed in too", "other_day": "a receipt like one some days apart",
    }  # fmt: skip
    for each in doubled(lines):
        evidence = (each.line.line_id, each.earlier.line_id, each.earlier.report_id)
        piece = Piece(each.text, each.chance, evidence)
        found[each.line.report_id].add(titles[each.how], piece, {each.line.line_id: each.line.amount})


def _add_split(found: Mapping[str, _Report], lines: Sequence[Line], share: float) -> None:
    for each in weighed(lines, split(lines), share, USUAL):
        piece = Piece(each.text, each.chance, tuple(line.line_id for line in each.lines))
        at_stake = {line.line_id: float(line.amount) for line in each.lines}
        found[each.report_id].add("sums that together are over the limit", piece, at_stake)


def _add_outliers(
    found: Mapping[str, _Report], lines: Sequence[Line], amounts: Compared, learned: Mapping[str, float]
) -> None:
    tail, off = Tail(learned["cut"], learned["scale"]), amounts.off
    for place, line in enumerate(lines):
        share = tail.share_beyond(float(off[place]))
        report = found[line.report_id]
        chance = chance_of(min(share * len(report.lines), 1.0), DEAR)
        if chance <= ASIDE["over"]:
            continue
        usual = float(amounts.usual[place])
        more = float(amounts.amounts[place]) - usual
        rare = f"about one sum in {1 / share:,.0f} is as far off"
        text = f"{line.what} for {line.sum}, {_times(more)} what peers pay; {rare}"
        report.add("a sum far above those of peers", Piece(text, chance, (line.line_id,)), _excess(line, usual))
        report.peers = report.peers or _peers(lines, place)


def _add_padded(found: Mapping[str, _Report], lines: Sequence[Line], amounts: Compared) -> None:
    for report_id, (pattern, places) in by_report(lines, patterns(lines, amounts, USUAL)).items():
        at_stake: dict[str, float] = {}
        for place in places:
            at_stake |= _excess(lines[place], float(amounts.usual[place]))
        report, dearest = found[report_id], max(places, key=lambda place: amounts.off[place])
        chance = pattern.chance * max(pattern.belongs[place] for place in places)
        piece = Piece(_told(pattern, lines, places), chance, tuple(lines[place].line_id for place in places))
        report.add("sums above those of peers, and round", piece, at_stake)
        report.peers = report.peers or _peers(lines, dearest)


def _told(pattern: Pattern, lines: Sequence[Line], places: Sequence[int]) -> str:
    those = ", ".join(f"{lines[place].category} {lines[place].sum}" for place in places[:4])
    several = f"{len(places)} sums are" if len(places) > 1 else "One sum is"
    return (
        f"{several} part of a pattern ({those}): {len(pattern.lines)} expenses of {lines[places[0]].name} are "
        f"{pattern.more:.1f} times what peers pay, half of them or more, and {pattern.round} are round, where "
        f"{pattern.round_usual:.0%} of others' are"
    )


def _times(logarithm: float) -> str:
    return f"{exp(logarithm):.1f} times"


def _over(line: Line) -> bool:
    return line.allowed is not None and line.amount > line.allowed


def _excess(line: Line, usual: float) -> dict[str, float]:
    """What is above the usual sum."""
    return {line.line_id: max(line.amount - exp(usual), 0.0)}


def _peers(lines: Sequence[Line], place: int) -> Peers:
    own = lines[place]
    alike = [
        line.amount / 100
        for line in lines
        if (line.category, line.currency) == (own.category, own.currency) and line.person_id != own.person_id
    ]
    return Peers(own.category or "Expenses", own.currency or "", tuple(alike[-PEERS_SHOWN:]), own.amount / 100)


DETECTOR = UnusualExpense()
