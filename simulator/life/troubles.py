"""The troubles that can be planted in the pretend firm, by name: which are on, since when, and the truth of each."""

from __future__ import annotations

from dataclasses import dataclass

# The part of the simulated time after which each begins: 0 from the start on.
BEGINS = {
    "slow_contract_approver": 0.35,
    "incomplete_contract_metadata": 0.3,
    "contract_left_lying": 0.3,
    "retired_codes": 0.25,
    "late_kickoff": 0.4,
    "double_booked_role": 0.5,
    "skills_shortage": 0.45,
    "late_timesheets": 0.5,
    "time_on_closed_projects": 0.2,
    "time_outside_assignment": 0.25,
    "expense_padding": 0.4,
    "expense_duplicates": 0.3,
    "expense_splits": 0.35,
    "rate_off_card": 0.3,
    "client_duplicated": 0.0,
    "unposted_hours": 0.55,
    "overwork": 0.2,
    "unbilled_milestone": 0.3,
    "acceptance_backdated": 0.3,
    "mistyped_amounts": 0.3,
    "order_number_left_off": 0.3,
    "invoices_by_hand": 0.3,
    "invoice_rework": 0.5,
    "disputing_client": 0.3,
    "subcontractor_mismatch": 0.4,
    "scope_creep": 0.35,
    "close_delay": 0.5,
    "process_change": 0.6,
    "acquired_firm": 0.6,
    "inconsistent_records": 0.0,
    "history_off": 0.0,
    "history_late": 0.0,
    "history_stopped": 0.0,
}
NAMES = tuple(BEGINS)
# No system keeps histories, or not from the first day on, or not to the last: faults of the road in, which `all` leaves
# out because they hide the others.
FAULTS = frozenset({"history_off", "history_late", "history_stopped"})
# These lie in how systems write things down.
OF_RECORDS = frozenset({"client_duplicated", "inconsistent_records", *FAULTS})


@dataclass(frozen=True)
class Troubles:
    """Which troubles are on."""

    on: frozenset[str] = frozenset(NAMES) - FAULTS

    @classmethod
    def named(cls, text: str) -> Troubles:
        """From `all`, `none` or names with commas between them."""
        if text == "all":
            return cls()
        chosen = () if text == "none" else tuple(text.split(","))
        unknown = [name for name in chosen if name not in BEGINS]
        if unknown:
            raise ValueError(
                f"There is no trouble called {', '.join(unknown)}. There are: {', '.join(NAMES)}, all, none."
            )
        return cls(frozenset(chosen))

    def __contains__(self, name: str) -> bool:
        return name in self.on


@dataclass(frozen=True)
class Planted:
    """One planted thing: what it concerns, since when, what it costs, and the day from which it can be seen."""

    trouble: str
    kind: str
    subject_type: str
    subject_id: int
    since_on: int
    until_on: int = 0
    entity_id: int = 0
    cents: int = 0
    detectable_on: int = 0
