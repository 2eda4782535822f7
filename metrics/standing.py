"""How a number stands: against its target, in words and a shape; and whether it may be shown at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from core.metric_settings import Target
from metrics.declaration import Measure
from metrics.figures import difference_in_words
from metrics.total import Total

State = Literal["on target", "near target", "over target", "under target", "off target"]
SHAPES: Mapping[str, str] = {"on target": "●", "near target": "▲"}
OFF = "◆"


@dataclass(frozen=True)
class Standing:
    """Where a value stands against its target: the state, and by how much it is off."""

    target: float
    state: State
    off_by: float
    words: str

    @property
    def is_missed(self) -> bool:
        """Whether it is further off than its target's tolerance."""
        return self.state not in SHAPES

    @property
    def shape(self) -> str:
        """The mark beside the words, which says the same."""
        return SHAPES.get(self.state, OFF)


def standing(total: Total, targets: Mapping[str, Target]) -> Standing | None:
    """How a total stands; None where it has no value or its measure no target."""
    target = targets.get(total.measure)
    if target is None or total.value is None or total.hidden:
        return None
    off = _off_by(total.of, total.value, target.target)
    if off <= 0:
        return Standing(target.target, "on target", 0.0, "On target")
    if off <= target.tolerance:
        state: State = "near target"
    elif total.of.better == "near_zero":
        state = "off target"
    else:
        state = "over target" if total.value > target.target else "under target"
    words = f"{state.capitalize()} by {difference_in_words(total, off)}"
    return Standing(target.target, state, off, words)


def shown(totals: Sequence[Total], group_limit: int) -> list[Total]:
    """The totals as a surface may show them: of fewer people than the limit, nothing."""
    return [_hidden(total, group_limit) if _is_about_few(total, group_limit) else total for total in totals]


def _off_by(measure: Measure, value: float, target: float) -> float:
    """How far on the wrong side of its target a value is; not above zero where it is on the right one."""
    if measure.better == "higher":
        return target - value
    if measure.better == "near_zero":
        return abs(value) - abs(target)
    return value - target


def too_few(people: int, group_limit: float) -> bool:
    """Whether a figure about so many people may not be shown."""
    return 0 < people < group_limit


def _is_about_few(total: Total, group_limit: int) -> bool:
    return total.people is not None and too_few(total.people, group_limit)


def _hidden(total: Total, group_limit: int) -> Total:
    return replace(
        total, value=None, numerator=None, denominator=None, n=0, open=0, people=None, hidden=True,
        why=f"Fewer than {group_limit} people, not shown.",
    )  # fmt: skip
