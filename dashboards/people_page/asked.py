"""What the page of people asks of the log: utilization by all formulas, people by week, and who is free by role."""

from dataclasses import dataclass

from eventlog.reading import EventLog
from metrics.comparison import missing_of
from metrics.cut import Cut, Only
from metrics.formulas import Step, formulas, reconciled
from metrics.free_people import Role, told_roles
from metrics.people import AtWork, Which, at_work
from metrics.period import Period, read_period
from metrics.rollup import totals
from metrics.standing import shown
from metrics.stored import group_limit, stored_indicator
from metrics.total import Total
from metrics.usual import usual_period

INDICATOR, OURS = "utilization", "value"


@dataclass(frozen=True)
class Staff:
    """All that the page shows. `by_formula` has the total of each measure; `steps` lead from ours to the chosen one."""

    period: Period
    formula: str
    by_formula: tuple[Total, ...]
    steps: tuple[Step, ...]
    variance: Total | None
    loads: AtWork
    coming: AtWork
    roles: tuple[Role, ...]
    hidden_roles: int
    limit: int
    caution: str

    @property
    def chosen(self) -> Total:
        return next(each for each in self.by_formula if each.measure == self.formula)


def staff(log: EventLog, only: tuple[Only, ...], period: str, formula: str, which: Which) -> Staff:
    """The page's figures; `loads` are of the last weeks or of the coming ones."""
    indicator = stored_indicator(log, INDICATOR)
    known = formulas(indicator)
    chosen = formula if formula in known else OURS
    cut = Cut(period=read_period(period) if period else usual_period(log), only=only)
    limit = int(group_limit(log.database))
    by_formula = shown(totals(log, indicator, cut), limit)
    hidden = any(each.hidden for each in by_formula)
    variance = shown(totals(log, "utilization_variance", Cut(period=cut.period, only=only, measures=(OURS,))), limit)
    coming = at_work(log, "coming", only)
    roles, hidden_roles = told_roles(log, only)
    assert cut.period is not None
    return Staff(
        period=cut.period,
        formula=chosen,
        by_formula=tuple(each for each in by_formula if each.measure in known),
        steps=tuple(reconciled(log, indicator, OURS, chosen, cut)) if chosen != OURS and not hidden else (),
        variance=variance[0] if variance else None,
        loads=coming if which == "coming" else at_work(log, "past", only),
        coming=coming,
        roles=roles,
        hidden_roles=hidden_roles,
        limit=limit,
        caution=missing_of(log, indicator, "utilization_variance"),
    )
