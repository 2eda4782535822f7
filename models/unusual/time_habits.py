"""How a week of somebody's time strays from that of peers in the same week, and from their own weeks before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.sql import load
from eventlog.reading import EventLog
from metrics.narrowing import where_facts_are
from models.detector import Peers
from models.unusual.evidence import Piece
from models.unusual.robust import Floats, Tail, centres, chance_of, own_habit, spreads
from models.unusual.time_rules import in_hours

Row = Mapping[str, Any]

PEERS_SHOWN = 60


@dataclass(frozen=True)
class Habit:
    """Something of a week that can be compared: how it is told, and what of a row it is."""

    title: str
    unit: str
    value: Callable[[Row], float]
    shown: Callable[[float], float]
    said: Callable[[Row, float], str]


def _log_ratio(row: Row) -> float:
    capacity = row["capacity"]
    return float(np.log(row["minutes"] / capacity)) if capacity and capacity > 0 else float("nan")


def _number(row: Row, name: str) -> float:
    return float("nan") if row[name] is None else float(row[name])


HABITS: Mapping[str, Habit] = {
    "week": Habit(
        "Hours in the week, of the working week", "%", _log_ratio, lambda value: 100 * float(np.exp(value)),
        lambda row, usual: f"{in_hours(row['minutes'])} in the week, {_percent(_log_ratio(row))} of the working week; "
        f"peers and own weeks before lead to {_percent(usual)}",
    ),
    "day": Habit(
        "Longest day", "h", lambda row: float(np.log(row["longest_day"])), lambda value: float(np.exp(value)) / 60,
        lambda row, usual: f"A day of {in_hours(row['longest_day'])}; peers and own weeks before lead to "
        f"{in_hours(float(np.exp(usual)))}",
    ),
    "plan": Habit(
        "Hours on the project, of what was planned", "%", lambda row: _number(row, "over_plan"),
        lambda value: 100 * float(np.exp(value)),
        lambda row, usual: f"{in_hours(row['over_minutes'] or 0)} on {row['over_project'] or 'a project'} where "
        f"{in_hours(row['over_planned'] or 0)} were planned; peers and own weeks before lead to {_percent(usual)}",
    ),
    "late": Habit(
        "Days until time is written down", "days", lambda row: float(np.log1p(row["days_late"] or 0)),
        lambda value: float(np.expm1(value)),
        lambda row, usual: f"Written down {row['days_late'] or 0:.1f} days after the work on average; peers and own "
        f"weeks before lead to {max(float(np.expm1(usual)), 0):.1f}",
    ),
    "same": Habit(
        "Weeks in a row with just the same hours", "weeks", lambda row: _number(row, "as_before"), lambda value: value,
        lambda row, usual: f"{row['as_before'] + 1:.0f} weeks in a row with the same hours day by day and project by "
        f"project; usual are {usual + 1:.0f}",
    ),
}  # fmt: skip


def _percent(log_ratio: float) -> str:
    return f"{float(np.exp(log_ratio)):.0%}"


@dataclass(frozen=True)
class Weeks:
    """All weeks of time, in order of time: by habit the value, what is usual for it, and how many spreads it is off."""

    rows: Sequence[Row]
    values: Mapping[str, Floats]
    usual: Mapping[str, Floats]
    off: Mapping[str, Floats]

    def peers_of(self, place: int, name: str) -> Peers:
        """Those of the same role and week, or of the role where they are few."""
        habit, own = HABITS[name], self.rows[place]
        alike = [row for row in range(len(self.rows)) if self.rows[row]["role"] == own["role"] and row != place]
        same_week = [row for row in alike if self.rows[row]["week_end"] == own["week_end"]]
        chosen = (same_week if len(same_week) >= 5 else alike)[-PEERS_SHOWN:]
        shown = [habit.shown(float(self.values[name][row])) for row in chosen if not np.isnan(self.values[name][row])]
        return Peers(
            habit.title, habit.unit, tuple(round(value, 2) for value in shown),
            round(habit.shown(float(self.values[name][place])), 2),
        )  # fmt: skip


def read_weeks(log: EventLog) -> Weeks:
    """The weeks that the log holds time of."""
    statement = where_facts_are(log.database, load("models.unusual", "time_weeks.sql"))
    rows = log.database.arrow(statement).to_pylist()
    people = [row["person_id"] for row in rows]
    roles = [row["role"] for row in rows]
    kinds = [(row["role"], row["project_type"]) for row in rows]
    in_week = [(*kind, row["week_end"]) for kind, row in zip(kinds, rows, strict=True)]
    values = {name: np.array([habit.value(row) for row in rows], dtype=float) for name, habit in HABITS.items()}
    usual, off = {}, {}
    for name, value in values.items():
        among_peers = centres(value, (roles, kinds, in_week))
        usual[name] = among_peers + own_habit(value - among_peers, people)
        residuals = value - usual[name]
        off[name] = residuals / spreads(residuals, (roles, kinds))
    return Weeks(rows, values, usual, off)


def tails_of(weeks: Weeks) -> dict[str, dict[str, float]]:
    """By habit how rare large deviations are, as plain numbers."""
    tails = {name: Tail.of(weeks.off[name]) for name in HABITS}
    return {name: {"cut": min(tail.cut, 1e9), "scale": tail.scale} for name, tail in tails.items()}


def pieces_of(weeks: Weeks, place: int, tails: Mapping[str, Any], usual: float) -> list[tuple[str, Piece]]:
    """What of a week is rare enough to speak for itself, by habit; that several are looked at is taken into account."""
    found = []
    for name, habit in HABITS.items():
        tail = Tail(float(tails[name]["cut"]), float(tails[name]["scale"]))
        share = tail.share_beyond(float(weeks.off[name][place]))
        chance = chance_of(min(share * len(HABITS), 1.0), usual)
        if chance > 0.1:
            row = weeks.rows[place]
            told = f"{habit.said(row, float(weeks.usual[name][place]))}; about {_rarity(share)} is as far off"
            found.append((name, Piece(told, chance, (row["sheet_id"], row["person_id"]))))
    return found


def _rarity(share: float) -> str:
    return f"one timesheet in {1 / max(share, 1e-6):,.0f}"
