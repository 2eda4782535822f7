"""Traits and their shares in the user's words."""

from __future__ import annotations

from collections.abc import Sequence

from models.process_change.scan import Windows
from models.process_change.traits import AT_ONCE, EDGE, LATER, THERE, Trait


def in_words(trait: Trait, activities: Sequence[str]) -> str:
    """What is said of a case: "“Invoice sent” right after “Invoice reviewed”"."""
    if trait.one == EDGE:
        return f"begins with “{activities[trait.other]}”"
    if trait.other == EDGE:
        return f"ends with “{activities[trait.one]}”"
    one, other = activities[trait.one], activities[trait.other]
    if trait.kind == AT_ONCE:
        return f"“{other}” right after “{one}”"
    if trait.kind == LATER:
        return f"“{other}” some time after “{one}”"
    return f"“{one}” at all" if trait.kind == THERE else f"“{one}” more than once"


def shares_in_words(before: float, since: float, windows: Windows) -> str:
    return f"in {before:.0%} of {windows.before} cases before, in {since:.0%} of {windows.since} since"
