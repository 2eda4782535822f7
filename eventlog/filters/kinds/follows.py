"""One activity followed by another: directly ("A", "B"), eventually ("A", "B") over 2h under 5d.

`over` and `under` bound the time between, `business` counts it in business time; directly … ignoring ("X") skips X.
"""

from dataclasses import dataclass

from core.errors import WrongUse
from core.sql import load
from eventlog.filters.amounts import amount_text, amount_words, read_amount
from eventlog.filters.condition import Bindings, activity_number
from eventlog.filters.tokens import Tokens, quoted_name
from eventlog.reading import ProcessLog

OPENINGS = ("directly", "eventually")


@dataclass(frozen=True)
class Follows:
    """`eventually` measures from each first activity to the next second one after it."""

    directly: bool
    first: str
    second: str
    ignoring: tuple[str, ...] = ()
    over_us: int | None = None
    under_us: int | None = None
    business: bool = False

    def to_text(self) -> str:
        parts = [
            f"{'directly' if self.directly else 'eventually'} ({quoted_name(self.first)}, {quoted_name(self.second)})"
        ]
        if self.ignoring:
            parts.append(f"ignoring ({', '.join(map(quoted_name, self.ignoring))})")
        if self.over_us is not None:
            parts.append(f"over {amount_text(self.over_us)}")
        if self.under_us is not None:
            parts.append(f"under {amount_text(self.under_us)}")
        return " ".join([*parts, "business"] if self.business else parts)

    def in_words(self) -> str:
        words = f"“{self.first}” then {'directly' if self.directly else 'later'} “{self.second}”"
        if self.ignoring:
            count = len(self.ignoring)
            words += f", passing over {count} hidden {'activity' if count == 1 else 'activities'}"
        clock = " of business time" if self.business else ""
        if self.over_us is not None:
            words += f", more than {amount_words(self.over_us)}{clock} between"
        if self.under_us is not None:
            words += f", less than {amount_words(self.under_us)}{clock} between"
        return words

    def predicate(self, process: ProcessLog, bindings: Bindings) -> str:
        if self.business and not process.has_business_time:
            raise WrongUse(
                f'The filter "{self.to_text()}" asks for business time, but {process.title} has none. '
                "Leave out the word business, or import the log with --calendar NAME."
            )
        first = bindings.bind(activity_number(process, self.first))
        second = bindings.bind(activity_number(process, self.second))
        skipped = [activity_number(process, name) for name in self.ignoring]
        if self.over_us is None and self.under_us is None:
            return f"c.variant_no in ({self._variants(first, second, skipped, bindings)})"
        return f"c.case_no in ({self._cases(first, second, skipped, bindings)})"

    def _variants(self, first: str, second: str, skipped: list[int], bindings: Bindings) -> str:
        if self.directly and not skipped:
            return f"select variant_no from variant_edge where from_no = {first} and to_no = {second}"
        if self.directly:
            ignored = bindings.bind(skipped)
            pair = f"[{first}::integer, {second}::integer]"
            kept = f"list_filter(activities::integer[], lambda a: not list_contains({ignored}::integer[], a))"
            pairs = f"list_contains(list_transform(range(1, len(kept)), lambda i: [kept[i], kept[i + 1]]), {pair})"
            return f"select variant_no from (select variant_no, {kept} as kept from variant) where {pairs}"
        earliest = f"list_position(activities::integer[], {first}::integer)"
        latest = f"length + 1 - list_position(list_reverse(activities::integer[]), {second}::integer)"
        both = f"list_has_all(activities::integer[], [{first}::integer, {second}::integer])"
        return f"select variant_no from variant where {both} and {earliest} < {latest}"

    def _cases(self, first: str, second: str, skipped: list[int], bindings: Bindings) -> str:
        column = "business_wait_us" if self.business else "wait_us"
        bounds = []
        if self.over_us is not None:
            bounds.append(f"between_us > {bindings.bind(self.over_us)}")
        if self.under_us is not None:
            bounds.append(f"between_us < {bindings.bind(self.under_us)}")
        inside = " and ".join(bounds)
        if self.directly and not skipped:
            test = inside.replace("between_us", column)
            return f"select case_no from step where activity_no = {first} and next_activity_no = {second} and {test}"
        text = load("eventlog.filters.kinds", "directly_past.sql" if self.directly else "eventually.sql")
        busy = "0" if self.business else "coalesce(busy_us, 0)"
        for name, piece in {
            "first": first, "second": second, "wait": column, "busy": busy, "inside": inside,
            "variants": self._variants(first, second, skipped, bindings),
            "skipped": f"{bindings.bind(skipped)}::integer[]" if skipped else "",
        }.items():  # fmt: skip
            text = text.replace("{" + name + "}", piece)
        return text


def parse(tokens: Tokens) -> Follows:
    opening = tokens.peek()
    directly = tokens.accept("directly")
    if not directly:
        tokens.expect("eventually")
    names = tokens.names("two activities in brackets")
    if len(names) != 2:
        raise tokens.wrong(
            f'"{opening.text if opening else ""}" takes two activities in brackets, such as ("Submit", "Approve")'
        )
    ignoring = tokens.names("the name of an activity") if directly and tokens.accept("ignoring") else ()
    over = read_amount(tokens) if tokens.accept("over") else None
    under = read_amount(tokens) if tokens.accept("under") else None
    bounded = over is not None or under is not None
    return Follows(directly, *names, ignoring, over, under, bounded and tokens.accept("business"))
