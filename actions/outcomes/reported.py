"""What the orchestration layer reports of an action: that it has taken it (receipt), and what came of it (outcome)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.errors import BadInput
from core.mistakes import mistake_words

Kind = Literal["receipt", "outcome"]
RECEIPTS = ("accepted", "running")
OUTCOMES = ("succeeded", "failed", "no_effect")


class Told(BaseModel):
    """`data` of a report. `findings` limits an outcome to some of the action's; without it, it is of all."""

    model_config = ConfigDict(extra="allow")
    result: str
    words: Annotated[str, Field(max_length=2000)] = ""
    findings: list[str] | None = None


@dataclass(frozen=True)
class Reported:
    """A report whose signature holds: by which channel, about which action, with which id of its own."""

    channel: str
    action: int
    message: str
    kind: Kind
    data: dict[str, Any]
    at: datetime

    @property
    def told(self) -> Told:
        """What it says; BadInput where that cannot be understood."""
        try:
            told = Told.model_validate(self.data)
        except ValidationError as error:
            words = "; ".join(mistake_words(item) for item in error.errors())
            raise BadInput(f"The {self.kind} on A-{self.action} cannot be read: {words}.") from None
        known = RECEIPTS if self.kind == "receipt" else OUTCOMES
        if told.result not in known:
            raise BadInput(
                f'The {self.kind} on A-{self.action} says "{told.result}". Its result is one of {", ".join(known)}.'
            )
        return told
