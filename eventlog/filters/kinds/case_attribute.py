"""An attribute of the case: case.Amount > 1000, case."Cost center" in (A, B), case.id = "4711"."""

from dataclasses import dataclass

from core.sql import quoted
from eventlog.filters.comparison import Comparison, read_comparison
from eventlog.filters.condition import Bindings, unknown
from eventlog.filters.tokens import Tokens, written
from eventlog.reading import ProcessLog

OPENINGS = ("case.",)

ID = "id"


@dataclass(frozen=True)
class CaseAttribute:
    """`id` is the case's own id, as its source names it."""

    name: str
    comparison: Comparison

    def to_text(self) -> str:
        return f"case.{written(self.name)} {self.comparison.to_text()}"

    def in_words(self) -> str:
        return f"{'case' if self.name == ID else self.name} {self.comparison.in_words()}"

    def predicate(self, process: ProcessLog, bindings: Bindings) -> str:
        if self.name == ID:
            return self.comparison.test("c.object_id", "text", bindings, self.name)
        kinds = {each.name: each.type for each in process.slices}
        if self.name not in kinds:
            raise unknown("case attribute", self.name, [ID, *kinds])
        test = self.comparison.test(quoted(self.name), kinds[self.name], bindings, self.name)
        return f"c.case_no in (select case_no from case_slice where {test})"


def parse(tokens: Tokens) -> CaseAttribute:
    return CaseAttribute(read_attribute_name(tokens), read_comparison(tokens))


def read_attribute_name(tokens: Tokens) -> str:
    """The name after `case.` or `event.`, either in the same word or in quotes behind it."""
    name = tokens.take("a condition").text.partition(".")[2]
    return name or tokens.name("the name of an attribute")
