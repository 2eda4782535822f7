"""Work done more than once in a case: rework, no rework, rework "A", no rework "A"."""

from dataclasses import dataclass

from eventlog.filters.condition import Bindings, activity_number
from eventlog.filters.tokens import Tokens, quoted_name
from eventlog.reading import ProcessLog

OPENINGS = ("rework", "no")


@dataclass(frozen=True)
class Rework:
    """Whether any activity, or the one named, comes more than once."""

    wanted: bool
    activity: str | None

    def to_text(self) -> str:
        opening = "rework" if self.wanted else "no rework"
        return opening if self.activity is None else f"{opening} {quoted_name(self.activity)}"

    def in_words(self) -> str:
        if self.activity is None:
            return "with repeated steps" if self.wanted else "without repeated steps"
        return f"“{self.activity}” {'repeated' if self.wanted else 'not repeated'}"

    def predicate(self, process: ProcessLog, bindings: Bindings) -> str:
        if self.activity is None:
            test = "len(list_distinct(activities)) < length"
        else:
            number = bindings.bind(activity_number(process, self.activity))
            test = f"len(list_filter(activities, lambda a: a::integer = {number}::integer)) > 1"
        wanted = "in" if self.wanted else "not in"
        return f"c.variant_no {wanted} (select variant_no from variant where {test})"


def parse(tokens: Tokens) -> Rework:
    wanted = not tokens.accept("no")
    tokens.expect("rework")
    following = tokens.peek()
    named = following is not None and following.kind == "quoted"
    return Rework(wanted, tokens.name("the name of an activity") if named else None)
