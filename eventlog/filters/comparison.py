"""A comparison of an attribute with values: = != < <= > >= and in, on texts, numbers and times."""

from dataclasses import dataclass

from core.errors import WrongUse
from eventlog.filters.amounts import moment_span, moment_words
from eventlog.filters.condition import Bindings
from eventlog.filters.tokens import Tokens, written

WORDS = {
    "=": "is",
    "!=": "is not",
    "in": "is",
    "<": "is below",
    "<=": "is at most",
    ">": "is above",
    ">=": "is at least",
}
TIME_WORDS = {"<": "is before", "<=": "is by", ">": "is after", ">=": "is from"}
# a moment covers its whole precision: <= 2026-03 reaches to the end of March
BOUNDS = {"<": ("<", False), "<=": ("<", True), ">": (">=", True), ">=": (">=", False)}
SIGNS = ("<=", ">=", "!=", "=", "<", ">")


@dataclass(frozen=True)
class Comparison:
    """`sign` and the values as written; their type is the attribute's, known only when the log is asked."""

    sign: str
    values: tuple[str, ...]

    def to_text(self) -> str:
        if self.sign == "in":
            return f"in ({', '.join(map(written, self.values))})"
        return f"{self.sign} {written(self.values[0])}"

    def in_words(self) -> str:
        words = WORDS[self.sign]
        try:
            moment_span(self.values[0])
            words = TIME_WORDS.get(self.sign, words) if "-" in self.values[0] else words
        except (ValueError, OverflowError):
            pass
        shown = [moment_words(value) if "-" in value else value for value in self.values]
        return f"{words} {' or '.join(value or '(empty)' for value in shown)}"

    def opposite(self) -> "Comparison | None":
        """For !=, the equality whose absence it asks for."""
        return Comparison("=", self.values) if self.sign == "!=" else None

    def test(self, column: str, kind: str, bindings: Bindings, name: str) -> str:
        """The comparison in SQL on a column of this kind: text, number or time. Rows without a value meet only !=."""
        if kind == "time":
            return self._test_time(column, bindings, name)
        values = [_number(value, name) if kind == "number" else value for value in self.values]
        if self.sign == "in":
            return f"{column} in ({', '.join(bindings.bind(value) for value in values)})"
        sign = "is distinct from" if self.sign == "!=" else self.sign
        return f"{column} {sign} {bindings.bind(values[0])}"

    def _test_time(self, column: str, bindings: Bindings, name: str) -> str:
        spans = [_moment(value, name) for value in self.values]
        us, (first, end) = f"epoch_us({column})", spans[0]
        if self.sign in BOUNDS:
            sign, at_end = BOUNDS[self.sign]
            return f"{us} {sign} {bindings.bind(end if at_end else first)}"
        inside = [f"({us} >= {bindings.bind(low)} and {us} < {bindings.bind(high)})" for low, high in spans]
        either = " or ".join(inside)
        return f"({either}) is not true" if self.sign == "!=" else f"({either})"


def read_comparison(tokens: Tokens) -> Comparison:
    """A sign and its value, or `in` and values in brackets."""
    if tokens.accept("in"):
        return Comparison("in", tokens.names("a value"))
    for sign in SIGNS:
        if tokens.accept(sign):
            return Comparison(sign, (tokens.name("a value"),))
    raise tokens.unexpected("one of = != < <= > >= in")


def _number(value: str, name: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise WrongUse(
            f'The filter compares "{name}", which holds numbers, with "{value}". Give a number such as 1000 or 12.5.'
        ) from None


def _moment(value: str, name: str) -> tuple[int, int]:
    try:
        return moment_span(value)
    except (ValueError, OverflowError):
        raise WrongUse(
            f'The filter compares "{name}", which holds times, with "{value}". Give a date such as 2026-03-15.'
        ) from None
