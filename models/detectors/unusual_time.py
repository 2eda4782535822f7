"""Timesheets whose time contradicts what else is on record, or strays from that of peers, plan and own weeks."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast

import numpy as np

from eventlog.reading import EventLog
from models.detector import Declaration, Learned, Measured, Peers, Place, Suggestion, Suspicion
from models.known_then import known_then
from models.unusual.evidence import LEAST, Piece, rare_only, reasons, together, weight
from models.unusual.rarity import measured_rarity
from models.unusual.robust import Tail
from models.unusual.time_habits import Weeks, pieces_of, read_weeks, tails_of
from models.unusual.time_rules import Broken, in_words, piece_of, read_broken, shares_of, title_of

LOOK_BACK = timedelta(days=366)
FEWEST = 50
"""Timesheets below which nothing is said of habits."""

USUAL = 0.01
"""How many timesheets in all are taken to be wrong, until verdicts say."""


class UnusualTime:
    """One suspicion a timesheet."""

    declaration = Declaration(
        name="unusual_time",
        kind="unusual_time",
        title="Unusual time",
        question="Which timesheets hold time that cannot be right, or that no peer writes?",
        owner_role="project_manager",
        version=1,
        method=(
            "Rules that records contradict (time on a closed project, without a booking or outside its weeks, on "
            "leave, on days off, before or after employment, over 24 hours a day), each with a chance by its rank that "
            "falls where many timesheets break it; five habits (hours of the week, longest day, hours over plan, days "
            "until written down, weeks the same) as robust deviations from role, project type and week and from the "
            "own weeks before. A habit's chance is the most that its rarity in the past can speak for it where a "
            "harmless cause is as likely, so below one half; several of a week count as the rarest of them."
        ),
        limits=(
            "The chances of rules are set by rank, not learnt: verdicts correct them. Where nobody is booked on a "
            "project, nothing follows from not being. Leave is taken as it is known now, by its rule only. What "
            "several do alike, such as a whole practice that is late, is what is usual there: the indicators tell it."
        ),
        needs=("time_logged",),
    )

    def fit(self, log: EventLog, until: datetime) -> Learned:
        with known_then(log, until) as then:
            if then is None:
                return {}
            weeks = read_weeks(then)
            if not weeks.rows:
                return {}
            shares = shares_of(read_broken(then), len(weeks.rows))
            return {"sheets": len(weeks.rows), "shares": shares, "tails": tails_of(weeks)}

    def score(self, log: EventLog, learned: Learned, moment: datetime) -> list[Suspicion]:
        """Of the timesheets of the last year, as an audit looks back."""
        with known_then(log, moment) as then:
            if then is None or not learned:
                return []
            earliest = (moment - LOOK_BACK).date()
            found = _broken(then, learned, earliest)
            if cast(int, learned["sheets"]) >= FEWEST:
                _add_habits(found, then, learned, earliest)
        told = [one.suspicion() for one in found.values()]
        return sorted((one for one in told if one.chance >= LEAST), key=lambda one: (-one.score, one.subject_id))

    def measure(self, log: EventLog, learned: Learned, since: datetime, until: datetime) -> Measured | None:
        """How rare what is told to be rare is later. Whether time was wrong, only verdicts tell."""
        with known_then(log, until) as then:
            if then is None or not learned:
                return None
            weeks = read_weeks(then)
        later = np.array([since.date() <= row["week_end"] < until.date() for row in weeks.rows], dtype=bool)
        tails = {name: Tail(**told) for name, told in cast(dict[str, Any], learned["tails"]).items()}
        return measured_rarity({name: weeks.off[name][later] for name in tails if name != "same"}, tails, since, until)


class _Sheet:
    """A timesheet and what speaks for its being wrong."""

    def __init__(self, sheet_id: str, week_end: date, name: str, person_place: Place) -> None:
        self.sheet_id, self.week_end, self.name, self.place = sheet_id, week_end, name, person_place
        self.broken: list[tuple[Broken, Piece]] = []
        self.habits: list[Piece] = []
        self.habit_title = ""
        self.peers: Peers | None = None
        self.cost: tuple[float, str | None] | None = None
        self.known_at: list[datetime] = []

    def suspicion(self) -> Suspicion:
        pieces = [piece for _, piece in self.broken] + self.habits
        chance = together(pieces, USUAL)
        told = reasons(pieces, USUAL, chance)
        wrong = max(self.broken, key=lambda each: (each[1].chance, each[0].minutes), default=None)
        title = title_of(wrong[0]) if wrong and wrong[1].chance >= max(self._habit_chance(), 0.1) else self.habit_title
        money, currency = self._money()
        return Suspicion(
            subject_type="timesheet", subject_id=self.sheet_id, score=weight(pieces), chance=chance, usual=USUAL,
            title=f"{self.name}, week to {in_words(self.week_end)}: {title}",
            summary=f"{told[0].text}." if told else "",
            since=max(self.known_at, default=datetime.combine(self.week_end, datetime.min.time())),
            reasons=told,
            suggestion=Suggestion("ask_for_correction", f"Ask {self.name} to correct the timesheet or to say why."),
            place=self.place, money=money, currency=currency, peers=self.peers,
        )  # fmt: skip

    def _habit_chance(self) -> float:
        return max((piece.chance for piece in self.habits), default=0.0)

    def _money(self) -> tuple[float | None, str | None]:
        """What the hours concerned cost: the most that one rule concerns, or the whole week."""
        costs = [(each.cost, each.cost_currency) for each, _ in self.broken if each.cost]
        found = max(costs, key=lambda each: each[0] or 0, default=self.cost)
        if found is None or not found[0] or not found[1]:
            return None, None
        return round(found[0] / 100, 2), found[1]


def _broken(log: EventLog, learned: Learned, earliest: date) -> dict[str, _Sheet]:
    by_sheet: dict[str, list[Broken]] = defaultdict(list)
    for each in read_broken(log):
        if each.week_end >= earliest:
            by_sheet[each.sheet_id].append(each)
    shares = cast(dict[str, Any], learned["shares"])
    found = {}
    for sheet_id, wrong in by_sheet.items():
        main = max(wrong, key=lambda each: (each.project_id is not None, each.minutes, each.rule))
        place = Place(main.entity, main.practice, main.client, main.project)
        sheet = found[sheet_id] = _Sheet(sheet_id, main.week_end, main.name, place)
        sheet.broken = [(each, piece_of(each, shares)) for each in _once(wrong)]
        sheet.known_at = [each.logged_at for each in wrong if each.logged_at]
    return found


def _once(wrong: Sequence[Broken]) -> list[Broken]:
    """Without what follows from another: after its close no project is booked any more."""
    closed = {each.project_id for each in wrong if each.rule == "closed_project"}
    return [each for each in wrong if each.rule != "outside_booking" or each.project_id not in closed]


def _add_habits(found: dict[str, _Sheet], log: EventLog, learned: Learned, earliest: date) -> None:
    weeks: Weeks = read_weeks(log)
    tails = cast(dict[str, Any], learned["tails"])
    for place, row in enumerate(weeks.rows):
        if row["week_end"] < earliest:
            continue
        pieces = pieces_of(weeks, place, tails, USUAL)
        if not pieces:
            continue
        sheet = found.setdefault(
            row["sheet_id"],
            _Sheet(row["sheet_id"], row["week_end"], row["name"], Place(row["entity"], row["practice"])),
        )
        name, most = max(pieces, key=lambda each: each[1].chance)
        sheet.habits = rare_only([piece for _, piece in pieces])
        sheet.habit_title = most.text.split(";")[0]
        sheet.peers = weeks.peers_of(place, name)
        sheet.known_at = sheet.known_at or [row["logged_at"]]
        if row["cost_rate"]:
            sheet.cost = (row["cost_rate"] * row["minutes"] / 60, row["cost_currency"])


DETECTOR = UnusualTime()
