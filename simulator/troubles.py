"""The troubles planted in the pretend firm, each with its truth: whom it concerns and since when."""

from __future__ import annotations

from dataclasses import dataclass

LATE_PRACTICE = "Data & Analytics"
DISPUTING_CLIENT = "Thistle & Marlow plc"
NAMES = ("slow_contract_approver", "late_time", "disputing_client")


@dataclass(frozen=True)
class Troubles:
    """Which of the planted troubles are on."""

    slow_contract_approver: bool = True
    late_time: bool = True
    disputing_client: bool = True

    @classmethod
    def named(cls, text: str) -> Troubles:
        """From `all`, `none` or names with commas between them."""
        chosen = NAMES if text == "all" else () if text == "none" else tuple(text.split(","))
        unknown = [name for name in chosen if name not in NAMES]
        if unknown:
            raise ValueError(
                f"There is no trouble called {', '.join(unknown)}. There are: {', '.join(NAMES)}, all, none."
            )
        return cls(**{name: name in chosen for name in NAMES})

    def dispute_rate(self, client: str) -> float:
        return 0.5 if self.disputing_client and client == DISPUTING_CLIENT else 0.045

    def time_lag(self, practice: str) -> float:
        """By what the days until time is complete are multiplied."""
        return 2.6 if self.late_time and practice == LATE_PRACTICE else 1.0
