"""An attribute of some step of the case: event.resource = Ann, event.amount > 100; with != no step has the value."""

from dataclasses import dataclass

from eventlog.filters.comparison import Comparison, read_comparison
from eventlog.filters.condition import Bindings, unknown
from eventlog.filters.kinds.case_attribute import read_attribute_name
from eventlog.filters.tokens import Tokens, written
from eventlog.reading import ProcessLog

OPENINGS = ("event.",)

KINDS = {"integer": "number", "float": "number", "time": "time"}
# kept in columns of their own, not among the attributes
COLUMNS = {
    "resource": "resource_no in (select resource_no from resource where {test})",
    "system": "source_no in (select source_no from source where {test})",
    "lifecycle": "event_no in (select event_no from event where {test})",
}
COLUMN_NAMES = {"resource": "name", "system": "coalesce(system, name)", "lifecycle": "lifecycle"}


@dataclass(frozen=True)
class EventAttribute:
    """`resource`, `system` and `lifecycle` are always known; the others are the log's own."""

    name: str
    comparison: Comparison

    def to_text(self) -> str:
        return f"event.{written(self.name)} {self.comparison.to_text()}"

    def in_words(self) -> str:
        equality = self.comparison.opposite()
        if equality is not None:
            return f"no step whose {self.name} {equality.in_words()}"
        return f"a step whose {self.name} {self.comparison.in_words()}"

    def predicate(self, process: ProcessLog, bindings: Bindings) -> str:
        equality = self.comparison.opposite()
        steps = self._steps(process, bindings, equality or self.comparison)
        return f"c.case_no {'not in' if equality else 'in'} (select case_no from step where {steps})"

    def _steps(self, process: ProcessLog, bindings: Bindings, comparison: Comparison) -> str:
        if self.name in COLUMNS:
            return COLUMNS[self.name].format(test=comparison.test(COLUMN_NAMES[self.name], "text", bindings, self.name))
        types = process.database.column("select distinct type from event_attribute where name = $name", name=self.name)
        if not types:
            known = process.database.column("select distinct name from event_attribute order by name")
            raise unknown("event attribute", self.name, [*COLUMNS, *known])
        kinds = {KINDS.get(each, "text") for each in types}
        kind = kinds.pop() if len(kinds) == 1 else "text"
        value = {"number": "try_cast(value as double)", "time": "try_cast(value as timestamp)"}.get(kind, "value")
        test = comparison.test(value, kind, bindings, self.name)
        return f"event_no in (select event_no from event_attribute where name = {bindings.bind(self.name)} and {test})"


def parse(tokens: Tokens) -> EventAttribute:
    return EventAttribute(read_attribute_name(tokens), read_comparison(tokens))
