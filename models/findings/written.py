"""A suspicion as JSON and back, and a row of the state database as a finding."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from models.detector import Peers, Place, Reason, Suggestion, Suspicion
from models.findings.finding import Finding, FindingState

NUMBERS = re.compile(r"[^\W\d_]*\d[\w.,:%/-]*")
DATES = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:[a-z]{2,6})?\b|\b(?:mon|tue|wed|thu|fri|sat|sun)(?:[a-z]{3,6})?\b"
)

PLURAL = re.compile(r"# (\w+?)s\b")


def as_json(suspicion: Suspicion) -> dict[str, Any]:
    """The suspicion as it is kept."""
    return {**asdict(suspicion), "since": suspicion.since.isoformat()}


def of_json(told: Mapping[str, Any]) -> Suspicion:
    """The suspicion that was kept."""
    peers = told["peers"]
    reasons = (Reason(each["text"], each["points"], tuple(each["evidence"])) for each in told["reasons"])
    return Suspicion(
        **{
            **told,
            "since": datetime.fromisoformat(told["since"]),
            "reasons": tuple(reasons),
            "suggestion": Suggestion(**told["suggestion"]),
            "place": Place(**told["place"]),
            "peers": None if peers is None else Peers(**{**peers, "values": tuple(peers["values"])}),
        }
    )


def shapes(suspicion: Suspicion) -> list[str]:
    """What its reasons say without the numbers and dates in them: the same from week to week."""
    told = (PLURAL.sub(r"# \1", DATES.sub("#", NUMBERS.sub("#", each.text.lower()))) for each in suspicion.reasons)
    return sorted({" ".join(text.split()) for text in told})


def finding_of(row: RowMapping | Mapping[str, Any], names: bool = True) -> Finding:
    """The finding that a row of `finding` is; without `names` each person in it is shown by a pseudonym."""
    told = row["suspicion"] if names else without_names(row["suspicion"], row["named"])
    return Finding(
        number=row["number"],
        detector=row["detector"],
        version=row["version"],
        kind=row["kind"],
        state=FindingState(row["state"]),
        owner_role=row["owner_role"],
        suspicion=of_json(told),
        base_money=row["base_money"],
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
        generation=row["generation"],
        assigned_to=row["assigned_to"] if names or row["assigned_to"] is None else "somebody",
        snoozed_until=row["snoozed_until"],
        audited=row["audited"],
    )


def named_in(suspicion: Suspicion, pseudonyms: Mapping[str, str], pattern: re.Pattern[str]) -> dict[str, str]:
    """The people who are named in it, each with the pseudonym; `pattern` finds any of them in a text."""
    return {name: pseudonyms[name] for text in _texts(as_json(suspicion)) for name in pattern.findall(text)}


def pattern_of(names: Mapping[str, str]) -> re.Pattern[str]:
    """What finds whole names in a text, the longest first."""
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)" if names else r"(?!)")


def _texts(told: Any) -> list[str]:
    if isinstance(told, str):
        return [told]
    parts = told.values() if isinstance(told, Mapping) else told if isinstance(told, list | tuple) else ()
    return [text for part in parts for text in _texts(part)]


def without_names(told: Any, named: Mapping[str, str]) -> Any:
    """What was told, each person that is `named` by a pseudonym."""
    if not named:
        return told
    pattern = pattern_of(named)

    def shown(part: Any) -> Any:
        if isinstance(part, str):
            return pattern.sub(lambda found: named[found[0]], part)
        if isinstance(part, Mapping):
            return {name: shown(value) for name, value in part.items()}
        return [shown(each) for each in part] if isinstance(part, list) else part

    return shown(told)
