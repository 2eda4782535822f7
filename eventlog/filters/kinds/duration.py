"""How long a case took: duration > 5d, business duration <= 16h (working hours of the process's calendar)."""

from dataclasses import dataclass

from core.errors import WrongUse
from eventlog.filters.amounts import amount_text, amount_words, read_amount
from eventlog.filters.condition import Bindings
from eventlog.filters.tokens import Tokens
from eventlog.reading import ProcessLog

OPENINGS = ("duration", "business")

WORDS = {">": "longer than", ">=": "at least", "<": "shorter than", "<=": "at most"}


@dataclass(frozen=True)
class Duration:
    """From the first step to the end of the last, on the clock or in business time."""

    business: bool
    sign: str
    microseconds: int

    def to_text(self) -> str:
        clock = "business duration" if self.business else "duration"
        return f"{clock} {self.sign} {amount_text(self.microseconds)}"

    def in_words(self) -> str:
        clock = " of business time" if self.business else ""
        return f"{WORDS[self.sign]} {amount_words(self.microseconds)}{clock}"

    def predicate(self, process: ProcessLog, bindings: Bindings) -> str:
        if self.business and not process.has_business_time:
            raise WrongUse(
                f'The filter "{self.to_text()}" asks for business time, but {process.title} has none. '
                "Filter by duration, or import the log with --calendar NAME."
            )
        column = "c.business_us" if self.business else "c.duration_us"
        return f"{column} {self.sign} {bindings.bind(self.microseconds)}"


def parse(tokens: Tokens) -> Duration:
    business = tokens.accept("business")
    tokens.expect("duration")
    for sign in WORDS:
        if tokens.accept(sign):
            return Duration(business, sign, read_amount(tokens))
    raise tokens.unexpected("one of > >= < <=")
