"""Cases of certain variants: variant 1 (the commonest of the log), variant (1, 3), variant v5f0c1a9b2d (by its key)."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import md5

from core.errors import WrongUse
from eventlog.filters.condition import Bindings
from eventlog.filters.tokens import Tokens
from eventlog.reading import ProcessLog

OPENINGS = ("variant",)

KEY = "'v' || md5(array_to_string(list_transform(activities, lambda a: list_extract({names}, a + 1)), chr(31)))[:10]"
"""A variant's key depends on the names of its activities in their order and on nothing else: it holds in later logs."""


def variant_key(activities: Sequence[str]) -> str:
    """The key of a variant of these activities, as KEY gives it."""
    return "v" + md5("\x1f".join(activities).encode(), usedforsecurity=False).hexdigest()[:10]


@dataclass(frozen=True)
class Variant:
    """By rank, 1 for the commonest, or by key."""

    variants: tuple[str, ...]

    def to_text(self) -> str:
        return f"variant {self.variants[0]}" if len(self.variants) == 1 else f"variant ({', '.join(self.variants)})"

    def in_words(self) -> str:
        return f"variant {' or '.join(self.variants)}"

    def predicate(self, process: ProcessLog, bindings: Bindings) -> str:
        numbers = [int(each) - 1 for each in self.variants if each.isdigit()]
        keys = [each for each in self.variants if not each.isdigit()]
        known = process.database.value("select count(*) from variant")
        if numbers and max(numbers) >= known:
            raise WrongUse(
                f'The filter "{self.to_text()}" asks for variant {max(numbers) + 1}, but {process.title} has {known:,}.'
            )
        tests = [f"list_contains({bindings.bind(numbers)}::integer[], variant_no)"] if numbers else []
        if keys:
            key = KEY.format(names=bindings.bind(process.activities))
            tests.append(f"list_contains({bindings.bind(keys)}::varchar[], {key})")
        return f"c.variant_no in (select variant_no from variant where {' or '.join(tests)})"


def parse(tokens: Tokens) -> Variant:
    tokens.expect("variant")
    names = tokens.names("the number or key of a variant")
    for name in names:
        hexadecimal = name[:1] == "v" and len(name) == 11 and set(name[1:]) <= set("0123456789abcdef")
        if not hexadecimal and not (name.isascii() and name.isdigit() and 0 < int(name) < 2**31):
            raise tokens.wrong(
                f'"{name}" names no variant; give its number, 1 for the commonest, or its key such as v5f0c1a9b2d'
            )
    return Variant(names)
