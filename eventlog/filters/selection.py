"""The cases that meet all conditions, as kernels read them: chosen_case, chosen_step, chosen_variant, chosen_edge."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from core.database import Database
from core.sql import load, quoted
from eventlog.filters.comparison import Comparison
from eventlog.filters.condition import Bindings, Condition
from eventlog.filters.kinds.case_attribute import CaseAttribute
from eventlog.filters.kinds.time_frame import TimeFrame
from eventlog.reading import ProcessLog

# which selection the temporary tables of a connection belong to
_standing: "WeakKeyDictionary[Database, Selection]" = WeakKeyDictionary()

FOREVER = 2**62


@dataclass(frozen=True, eq=False)
class Selection:
    """The chosen cases of one process. `window` (microseconds, end not included): the frame to which steps are cut."""

    conditions: tuple[Condition, ...]
    everything: bool
    cases: int
    events: int
    window: tuple[int, int] | None = None
    predicate: str = field(default="true", repr=False)
    bindings: Bindings = field(default_factory=Bindings, repr=False)

    def on(self, process: ProcessLog) -> None:
        """Make this connection's chosen tables those of this selection: every kernel begins so."""
        if _standing.get(process.database) is not self:
            # what is interrupted half way stands for nothing
            _standing.pop(process.database, None)
            _stand(process, self.predicate, self.bindings, self.window)
            _standing[process.database] = self


def select(process: ProcessLog, conditions: Sequence[Condition] = ()) -> Selection:
    """Choose the cases that meet all conditions and that the process's viewer may see.

    First the cases are chosen, whole; then, where a frame is `trimmed`, their steps are cut to it.
    """
    bindings = Bindings()
    predicates = [f"({condition.predicate(process, bindings)})" for condition in conditions]
    predicates += [_allowed(process, name, names, bindings) for name, names in process.viewer.scopes.items()]
    predicate = " and ".join(predicates) or "true"
    window = _window(conditions)
    _standing.pop(process.database, None)
    cases, events = _stand(process, predicate, bindings, window)
    selection = Selection(tuple(conditions), not predicates, cases, events, window, predicate, bindings)
    _standing[process.database] = selection
    return selection


def _allowed(process: ProcessLog, attribute: str, names: frozenset[str], bindings: Bindings) -> str:
    """The rows a viewer may see. Where cases do not carry the attribute, one with a limit on it sees none of them."""
    if attribute not in {each.name for each in process.slices} or not names:
        return "false"
    return CaseAttribute(attribute, Comparison("in", tuple(sorted(names)))).predicate(process, bindings)


def _window(conditions: Sequence[Condition]) -> tuple[int, int] | None:
    frames = [each.frame for each in conditions if isinstance(each, TimeFrame) and each.meaning == "trimmed"]
    if not frames:
        return None
    first = max((frame.first_us for frame in frames if frame.first_us is not None), default=-FOREVER)
    end = min((frame.end_us for frame in frames if frame.end_us is not None), default=FOREVER)
    return first, end


def _stand(process: ProcessLog, predicate: str, bindings: Bindings, window: tuple[int, int] | None) -> tuple[int, int]:
    """Build the chosen tables; returns how many cases and events they hold."""
    database, schema = process.database, quoted(process.name)
    if predicate == "true":
        for chosen, table in (("case", '"case"'), ("step", "step"), ("variant", "variant"), ("edge", "variant_edge")):
            database.run(f"create or replace temp view chosen_{chosen} as select * from {schema}.{table}")
        return process.cases, process.events
    picked = f'select c.case_no, c.variant_no, c.n from "case" as c where {predicate} order by c.case_no'
    database.run(f"create or replace temp table picked_case as {picked}", **bindings.values)
    database.run("create or replace temp view selection as select case_no from picked_case")
    first, last = database.row("select coalesce(min(case_no), 0), coalesce(max(case_no), -1) from picked_case")
    # numbers of cases that were built anew are left out, so there may be higher ones than there are cases
    highest = database.value('select coalesce(max(case_no), 0) from "case"')
    # a bit for each case: unlike a join it leaves the steps in their order, on which the kernels count
    database.run(f"set variable chosen_bits = (select bitstring_agg(case_no, 0, {highest + 1}) from selection)")
    # the bounds let whole blocks of steps be passed over
    chosen = f"case_no between {first} and {last} and get_bit(getvariable('chosen_bits'), case_no) = 1"
    if window is None:
        text = load("eventlog.filters", "chosen.sql")
        database.run(text.replace("{process}", schema).replace("{chosen}", chosen))
    else:
        text = load("eventlog.filters", "cut.sql").replace("{process}", schema).replace("{chosen}", chosen)
        text = text.replace("{activities}", str(max(len(process.activities), 1)))
        database.run(text.replace("{first}", str(window[0])).replace("{end}", str(window[1])))
    cases, events = database.row(
        "select coalesce(sum(cases), 0)::bigint, coalesce(sum(events), 0)::bigint from chosen_variant"
    )
    return cases, events
