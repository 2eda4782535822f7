"""Oddities in the user's words: a few for a title, a sentence with the numbers for a reason."""

from __future__ import annotations

from collections.abc import Sequence

from models.case_surprise.contexts import AFTER
from models.case_surprise.missing import EARLIER, LATER
from models.case_surprise.of_process import DID, WHO
from models.case_surprise.telling import Oddity

SIDE = {EARLIER: "before", LATER: "after"}
NEW, NEW_HAND = "something new", "somebody new to the case"


def in_short(oddity: Oddity, columns: Sequence[str], said: Sequence[tuple[str, ...]]) -> str:
    """What is odd, without numbers: "“Invoice sent” after “Invoice drafted”, without “Invoice reviewed”"."""
    if oddity.column:
        return _attribute_in_short(oddity, columns[oddity.column])
    if oddity.question in SIDE:
        return f"{_quoted(oddity.beside[0])} without {_quoted(oddity.expected)} {SIDE[oddity.question]} it"
    after, before = oddity.between
    if before is None:
        return f"stopped after {_quoted(after)}"
    if after is None:
        return f"began with {_quoted(before)}"
    return f"{_quoted(before)} after {_quoted(after)}{_how(oddity, said)}"


def in_numbers(oddity: Oddity, columns: Sequence[str]) -> str:
    """What was expected and what came, with the shares of other cases: "After “A” comes “B” (93% of 4,120); here “C”
    (0.2%)"."""
    of_how_many = f"({_share(oddity.expected_share)} of {oddity.often:,})"
    here = "" if oddity.expected == oddity.saw else f"; here {{}} ({_share(oddity.saw_share)})"
    if oddity.column:
        usual, came = _attribute_in_numbers(oddity, columns[oddity.column])
        return f"{usual} {of_how_many}{here.format(came)}"
    if oddity.question in SIDE:
        usual = f"{_quoted(oddity.expected)} comes at some time {SIDE[oddity.question]} {_quoted(oddity.beside[0])}"
        return f"{usual} {of_how_many}; here it does not ({_share(oddity.saw_share)})"
    near = [_quoted(name) for name in oddity.beside if name is not None]
    if oddity.question == AFTER:
        place, edge = (f"After {', '.join(reversed(near))}" if near else "At the beginning"), "the case ends"
    else:
        place, edge = (f"Before {', '.join(near)}" if near else "At the end"), "the case begins"
    usual = edge if oddity.expected is None else f"comes {_quoted(oddity.expected)}"
    came = f"{edge} there" if oddity.saw is None else _quoted(oddity.saw)
    return f"{place} {usual} {of_how_many}{here.format(came)}"


def _how(oddity: Oddity, said: Sequence[tuple[str, ...]]) -> str:
    """Whether what was expected never came, or only later, and whether what came had come before."""
    activities = [event[0] for event in said]
    here, expected = oddity.seen_at, oddity.expected
    if expected is not None and expected not in activities:
        return f", without {_quoted(expected)}"
    if activities[here] in activities[:here]:
        return ", once more"
    if expected is not None and expected in activities[here + 1 :]:
        return f", before {_quoted(expected)}"
    return ""


def _attribute_in_short(oddity: Oddity, column: str) -> str:
    activity = oddity.beside[0]
    if column == WHO:
        return f"{_quoted(activity)} by {oddity.saw or 'nobody told'}"
    if column == DID:
        if oddity.saw:
            return f"{_quoted(activity)} by who did {_quoted(oddity.saw)} too"
        return f"{_quoted(activity)} by {NEW_HAND}"
    return f"{_quoted(activity)} with {_named(column)} {_value(oddity.saw)}"


def _attribute_in_numbers(oddity: Oddity, column: str) -> tuple[str, str]:
    """What is usual, and what was so here."""
    step = _step(oddity)
    if column == WHO:
        return f"{step} is mostly by {oddity.expected or 'nobody told'}", f"by {oddity.saw or 'nobody told'}"
    if column == DID:
        usual, came = (f"who did {_quoted(each)}" if each else NEW_HAND for each in (oddity.expected, oddity.saw))
        return f"{step} is done by {usual}", f"by {came}"
    return f"{step} mostly has {_named(column)} {_value(oddity.expected)}", _value(oddity.saw)


def _step(oddity: Oddity) -> str:
    """The step whose attribute it is, with the one before it where it was told of both."""
    activity, *before = oddity.beside
    if not before:
        return _quoted(activity)
    return f"{_quoted(activity)} {'at the beginning' if before[0] is None else f'after {_quoted(before[0])}'}"


def _named(column: str) -> str:
    return column.replace("_", " ")


def _value(word: str | None) -> str:
    return "nothing" if word == "" else NEW if word is None else f"“{word}”"


def _quoted(name: str | None) -> str:
    return NEW if name is None else f"“{name}”"


def _share(share: float) -> str:
    """As people say a share: 93%, 0.2%, none."""
    if share == 0:
        return "none"
    return f"{share:.0%}" if share >= 0.1 or share == 1 else f"{share:.1%}"
