"""Which column plays which role, guessed from its name and its values, with a confidence and the reason in words."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from core.database import Database
from core.sql import quoted
from eventlog.exchange.column_profile import COUNTED_EXACTLY, ColumnProfile
from eventlog.exchange.time_text import given

SURE = 0.3  # below this a column is not proposed
_CASES_LOOKED_AT = 20_000
_AT_ONCE = 40
_LIFECYCLES = {
    "start", "complete", "schedule", "assign", "reassign", "suspend", "resume", "withdraw", "ate_abort", "pi_abort",
    "manualskip", "autoskip", "abort", "started", "completed", "begin", "end",
}  # fmt: skip

# How much a name says, by pattern over its words in lower case; the first that fits counts.
_NAMES: dict[str, tuple[tuple[float, str], ...]] = {
    "case": (
        (1.0, r"(case|trace|fall)( id| key| number| no| nr)?|case concept name|process instance( id)?|vorgang.*"),
        (0.0, r".*\b(user|resource|person|team|employee|agent|customer|client|country|zip|phone|mitarbeiter).*"),
        (0.8, r"(ticket|incident|order|request|application|claim|opportunity|contract)\w*( id| key| number| no| nr)?"),
        (0.8, r"(invoice|project|item|task|plan item|auftrag|beleg|antrag|rechnung)\w*( id| key| number| no| nr)?"),
        (0.5, r".*\b(id|key|number|no|nr|ref|nummer)"),
    ),
    "activity": (
        (
            1.0,
            r"(activity|act|aktivität|tätigkeit|step|event)( name)?|event type|concept name|action|operation|schritt",
        ),
        (0.7, r".*\b(activity|stage|phase short name|milestone|vorgangsschritt|transaction type|task name)|task"),
        (0.6, r".*\b(status|phase|state|type|action|step|phase name)"),
        (0.0, r".*\b(id|key|number|no|nr)|description|comment|note"),
    ),
    "time": (
        (1.0, r"(time |complete |event )?timestamp|(complete|event) (time|date)|time stamp|time|when|zeit\w*"),
        (0.9, r".*\b(end|complete|completed|completion|finish|finished|close|closed|ende|bis|settled)\b.*"),
        (0.2, r".*\b(due|birth|valid|expiry|expected|planned?|deadline)\b.*"),
        (0.5, r".*\b(start|started|begin|engage|from|von|beginn)\b.*"),
        (0.8, r"date|datum|.*\b(time|timestamp|date|datum|zeit|at|stamp)"),
    ),
    "start": (
        (1.0, r"start ?(time|timestamp|date)?|begin( time)?|beginn"),
        (0.8, r".*\b(start|started|begin|engage|beginn|von)\b.*"),
    ),
    "resource": (
        (1.0, r"(org )?resource( name)?|(user|employee)( name| id| key)?|agent|performer|who|person"),
        (1.0, r"bearbeiter|mitarbeiter|wer"),
        (0.8, r".*\b(agent|person|assignee|assigned to|performed by|owner|handler|originator)( name| id| key)?"),
        (0.8, r".*\b(operator|user|employee|developer|clerk|sachbearbeiter)( name| id| key)?"),
    ),
    "lifecycle": ((1.0, r"lifecycle( transition)?|transition"), (0.3, r".*")),
}
_ROLES = ("time", "start", "lifecycle", "case", "activity", "resource")


@dataclass(frozen=True)
class RoleGuess:
    """The column proposed for a role, or None; how sure that is (0 to 1), and why."""

    role: str
    column: str | None
    confidence: float
    reason: str


def guess_roles(columns: Sequence[ColumnProfile], rows: int, known: Collection[str]) -> list[RoleGuess]:
    """A guess for each role that is not `known`; a column has one role."""
    guesses: list[RoleGuess] = []
    for role in _ROLES:
        if role in known:
            continue
        taken = {guess.column for guess in guesses}
        guesses.append(_best(role, [column for column in columns if column.name not in taken], rows))
    return guesses


def words_of(name: str) -> str:
    """A column's name as words in lower case: CaseID, case_id and case:id are alike."""
    split = re.sub(r"(?<=[a-zäöüß])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return " ".join(re.findall(r"\w+", split.replace("_", " "))).lower()


def constant_columns(database: Database, relation: str, case: str, columns: Sequence[str]) -> set[str]:
    """The columns that never change within a case, looked at in some thousands of whole cases."""
    key = f"{quoted(case)}::varchar"
    distinct = database.value(f"select approx_count_distinct({key}) from {relation}")
    some_cases = f"select * from {relation} where hash({key}) % {max(1, distinct // _CASES_LOOKED_AT)} = 0"
    constant: set[str] = set()
    for first in range(0, len(columns), _AT_ONCE):
        some = columns[first : first + _AT_ONCE]
        texts = [given(f"{quoted(column)}::varchar") for column in some]
        changes = ", ".join(f"max({text}) is distinct from min({text}) as c{place}" for place, text in enumerate(texts))
        changed = ", ".join(f"bool_or(c{place})" for place in range(len(some)))
        found = database.row(
            f"with some_case as ({some_cases}), by_case as (select {changes} from some_case group by {key}) "
            f"select {changed} from by_case"
        )
        constant |= {column for column, varies in zip(some, found, strict=True) if not varies}
    return constant


def _best(role: str, columns: Sequence[ColumnProfile], rows: int) -> RoleGuess:
    scored = sorted(((_score(role, column, rows), column.name) for column in columns), key=lambda pair: -pair[0])
    likely = [pair for pair in scored if pair[0] >= SURE]
    if not likely:
        return RoleGuess(role, None, 0.0, f"No column looks like the {role}.")
    score, name = likely[0]
    column = next(column for column in columns if column.name == name)
    reason = _reason(role, column, rows)
    if len(likely) > 1 and likely[1][0] > score - 0.1:
        score, reason = score * 0.8, f"{reason} “{likely[1][1]}” is almost as likely."
    return RoleGuess(role, name, round(score, 2), reason)


def _score(role: str, column: ColumnProfile, rows: int) -> float:
    name = words_of(column.name)
    said = next((weight for weight, pattern in _NAMES[role] if re.fullmatch(pattern, name)), 0.0)
    values = _VALUES[role](column, rows)
    if role in ("start", "lifecycle", "resource") and not said:
        return 0.0
    unnamed = 0.5 if role == "time" else 0.25  # a column of times is likely the time, whatever its name
    return values * (unnamed + (1 - unnamed) * said) if column.filled else 0.0


def _like_a_case(column: ColumnProfile, rows: int) -> float:
    if column.kind not in ("text", "number") or column.type == "float":
        return 0.0
    each = column.filled / column.distinct
    if each < 1.05 or column.distinct == 1:
        return 0.55  # one row per case, or one case: possible, but then there is little to see
    return 1.0 if each <= 100 else 0.6 if each <= 1000 else 0.3


def _like_an_activity(column: ColumnProfile, rows: int) -> float:
    if column.kind not in ("text", "number") or column.type == "float":
        return 0.0
    few = column.distinct <= min(1000, max(column.filled / 2, 20))
    return (1.0 if few else 0.3) * (1.0 if column.kind == "text" else 0.5)


def _like_a_time(column: ColumnProfile, rows: int) -> float:
    if column.kind != "time" or column.time is None:
        return 0.0
    has_clock = column.time.typed or any(
        "%H" in each or "%I" in each or "since" in each for each in column.time.formats
    )
    return (1.0 if has_clock else 0.85) * column.filled / rows


def _like_a_start(column: ColumnProfile, rows: int) -> float:
    return _like_a_time(column, rows)


def _like_a_resource(column: ColumnProfile, rows: int) -> float:
    if column.kind not in ("text", "number") or column.type == "float":
        return 0.0
    return 1.0 if column.distinct < column.filled * 0.5 else 0.4


def _like_a_lifecycle(column: ColumnProfile, rows: int) -> float:
    return float(bool(column.examples) and {value.lower() for value in column.examples} <= _LIFECYCLES)


_VALUES: dict[str, Callable[[ColumnProfile, int], float]] = {
    "case": _like_a_case,
    "activity": _like_an_activity,
    "time": _like_a_time,
    "start": _like_a_start,
    "resource": _like_a_resource,
    "lifecycle": _like_a_lifecycle,
}


def _reason(role: str, column: ColumnProfile, rows: int) -> str:
    if column.kind == "time" and column.time is not None:
        written = " or ".join(column.time.in_order(None)) or "typed times"
        return f"“{column.name}” holds times ({written}) in {column.filled:,} of {rows:,} rows."
    about = "about " if rows > COUNTED_EXACTLY else ""
    different = f"{about}{column.distinct:,} different value{'s' if column.distinct != 1 else ''}"
    if role == "case":
        each = column.filled / column.distinct
        return f"“{column.name}” has {different} over {rows:,} rows, {each:.1f} rows each."
    return f"“{column.name}” has {different}, such as {', '.join(f'“{value}”' for value in column.examples[:3])}."
