"""What an indicator says of itself: the TOML in the comment that opens its file, and the statement below it."""

import hashlib
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Aggregate = Literal["km", "ratio", "sum", "mean", "mean_abs", "spread", "weighted", "skill"]
# what a share holds, and below it what people read: `hours` of microseconds, `worked_hours` of minutes, `money` of
# hundredths of its currency's unit, `share` from 0 to 1; the rest as they stand
Unit = Literal["hours", "worked_hours", "money", "share", "points", "count", "per_100", "days", "business_days"]


class Measure(BaseModel):
    """One number of an indicator. The one without a name of its own is `value`.

    `aggregate` tells how shares come together (INDICATORS in docs/indicators.md). `stock`: its shares stand at month
    ends, and a range shows its last. `as_measure` names the measure whose shares it has, where it is that under
    another formula's name. By the slices in `above_only` just the numerator is told, because what is below the line
    does not have them. `below`: which number of its shares stands below the line, where formulas have one set of them
    and divide by different things; those without that number are not its. `parts`: what stands above and below the
    line, or is the weight; money converts to one currency before it is summed. `monthly`: what is below is counted
    month by month, so there is no value over a longer range.
    `clocks`: which clocks a duration is told in.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = "value"
    title: str
    aggregate: Aggregate
    unit: Unit
    better: Literal["lower", "higher", "near_zero", ""] = ""
    stock: bool = False
    as_measure: str | None = None
    parts: Literal["money", "worked_hours", ""] = ""
    below: Literal["denominator", "value", "weight"] | None = None
    above_only: tuple[str, ...] = ()
    monthly: bool = False
    clocks: tuple[Literal["business", "elapsed"], ...] = ("business", "elapsed")
    formula: str = ""

    @property
    def shares(self) -> str:
        """The measure under which its shares are kept."""
        return self.as_measure or self.name

    @property
    def is_money(self) -> bool:
        """Whether its shares are sums of money, which convert to one currency."""
        return "money" in (self.parts, self.unit)


class Indicator(BaseModel):
    """An indicator's declaration. `population` says which objects count and which time places them in a period.

    `needs`: the activities that a connected system must tell, else nothing is known (`metrics/needs.py`).
    `rests_on`: the activities, and attributes as `type.name`, by whose dates its figures are told: where a system keeps
    no history of one, they say so (`metrics/lost_histories.py`). Not said: all that its facts read.
    `about_people`: its figures are about single people, whom its shares name; of fewer than the firm's limit none is
    shown.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    statement: str = Field(repr=False)
    title: str
    question: str
    population: str
    owner: str
    source: str
    needs: tuple[str, ...] = ()
    rests_on: tuple[str, ...] | None = None
    about_people: bool = False
    measures: tuple[Measure, ...] = Field(alias="measure", min_length=1)

    @model_validator(mode="after")
    def _measures_that_are_there(self) -> "Indicator":
        names = [measure.name for measure in self.measures]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"a measure is named twice: {', '.join(twice)}")
        lost = sorted({measure.shares for measure in self.measures} - set(names))
        if lost:
            raise ValueError(f"as_measure names what is not a measure: {', '.join(lost)}")
        return self

    @property
    def definition(self) -> str:
        """What tells this definition from an older or a newer one: a hash of its file."""
        return hashlib.sha256(self.statement.encode()).hexdigest()[:12]

    def measure(self, name: str) -> Measure | None:
        return next((measure for measure in self.measures if measure.name == name), None)
