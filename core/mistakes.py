"""What is wrong with content that a declaration does not take, in words: where each mistake stands and what it is."""

from collections.abc import Mapping, Sequence
from typing import Any

OURS = ("value_error", "assertion_error")


def mistake_words(found: Mapping[str, Any], inside: Sequence[str] = (), whole: str = "") -> str:
    """One of pydantic's errors: `act.channel: field required`. `whole` names what the mistake is in as a whole.

    What a check of ours says stays as it was written, without pydantic's words before it.
    """
    place = ".".join(map(str, (*inside, *found["loc"]))) or whole
    return f"{place}: {_said(found)}" if place else _said(found)


def _said(found: Mapping[str, Any]) -> str:
    told: str = found["msg"]
    if found["type"] in OURS:
        return told.partition(", ")[2] or told
    return told[:1].lower() + told[1:]
