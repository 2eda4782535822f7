"""Activities a case must or must not have, and those it starts or ends with: has "A", lacks ("A", "B"), starts "A"."""

from dataclasses import dataclass

from eventlog.filters.condition import Bindings, activity_number
from eventlog.filters.tokens import Tokens, quoted_name
from eventlog.reading import ProcessLog

OPENINGS = ("has", "lacks", "starts", "ends")

WORDS = {"has": "includes", "lacks": "without", "starts": "starts with", "ends": "ends with"}
PREDICATES = {
    "has": "list_has_any(activities::integer[], {wanted})",
    "lacks": "not list_has_any(activities::integer[], {wanted})",
    "starts": "list_contains({wanted}, activities[1]::integer)",
    "ends": "list_contains({wanted}, activities[-1]::integer)",
}


@dataclass(frozen=True)
class Activity:
    """How a case stands to these activities: with several, any one of them makes it true."""

    how: str
    names: tuple[str, ...]

    def to_text(self) -> str:
        listed = ", ".join(map(quoted_name, self.names))
        return f"{self.how} {listed}" if len(self.names) == 1 else f"{self.how} ({listed})"

    def in_words(self) -> str:
        joint = " and " if self.how == "lacks" else " or "
        return f"{WORDS[self.how]} {joint.join(f'“{name}”' for name in self.names)}"

    def predicate(self, process: ProcessLog, bindings: Bindings) -> str:
        numbers = [activity_number(process, name) for name in self.names]
        test = PREDICATES[self.how].format(wanted=f"{bindings.bind(numbers)}::integer[]")
        return f"c.variant_no in (select variant_no from variant where {test})"


def parse(tokens: Tokens) -> Activity:
    how = tokens.take("a condition").text.lower()
    return Activity(how, tokens.names("the name of an activity"))
