"""A part of SOQL, read into what it asks: fields or a count, one object, conditions, order, limit and offset.

Conditions are comparisons (`= != <> < <= > >= LIKE IN NOT IN`) of a field with a literal, joined by AND, OR, NOT and
brackets. Literals are texts, numbers, true, false, null, dates and instants. Fields may go one relation up, as in
`Account.Name`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from simulator.interfaces.salesforce.errors import malformed

Literal = str | float | int | bool | date | datetime | None

TOKENS = re.compile(
    r"""\s*(?:
    (?P<text>'(?:[^'\\]|\\.)*')
  | (?P<instant>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))
  | (?P<day>\d{4}-\d\d-\d\d)
  | (?P<number>[+-]?\d+(?:\.\d+)?)
  | (?P<word>[A-Za-z_][\w.]*)
  | (?P<mark><=|>=|!=|<>|[=<>(),])
    )""",
    re.VERBOSE,
)
ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
COMPARISONS = ("=", "!=", "<>", "<", "<=", ">", ">=")


@dataclass(frozen=True)
class Comparison:
    """One field held against a literal, or against several with `in` and `not in`."""

    field: str
    operator: str
    value: Literal | tuple[Literal, ...]


@dataclass(frozen=True)
class Joined:
    """Conditions under `and`, `or`, or one under `not`."""

    word: str
    parts: tuple[Condition, ...]


Condition = Comparison | Joined


@dataclass(frozen=True)
class Order:
    """By which field, and whether it falls; empty values come first unless said otherwise."""

    field: str
    descending: bool = False
    nulls_last: bool = False


@dataclass(frozen=True)
class Query:
    """What a query asks. No fields means that it counts."""

    entity: str
    fields: tuple[str, ...]
    where: Condition | None = None
    order: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int = 0


def read_soql(text: str) -> Query:
    """The query that a text asks; refuses what it cannot read, as the vendor does."""
    return _Reader(text).query()


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._at = 0

    def query(self) -> Query:
        self._expect("select")
        fields = self._fields()
        self._expect("from")
        entity = self._name()
        where = self._either() if self._take("where") else None
        order = self._order() if self._take("order") else ()
        limit = int(self._value_of("number")) if self._take("limit") else None
        offset = int(self._value_of("number")) if self._take("offset") else 0
        if self._at < len(self._tokens):
            raise malformed(f"unexpected token: '{self._tokens[self._at][1]}'")
        return Query(entity, fields, where, order, limit, offset)

    def _fields(self) -> tuple[str, ...]:
        if self._take("count"):
            self._expect("(")
            self._expect(")")
            return ()
        names = [self._name()]
        while self._take(","):
            names.append(self._name())
        return tuple(names)

    def _order(self) -> tuple[Order, ...]:
        self._expect("by")
        orders = [self._one_order()]
        while self._take(","):
            orders.append(self._one_order())
        return tuple(orders)

    def _one_order(self) -> Order:
        field = self._name()
        descending = bool(self._take("desc"))
        if not descending:
            self._take("asc")
        nulls_last = False
        if self._take("nulls"):
            nulls_last = bool(self._take("last"))
            if not nulls_last:
                self._expect("first")
        return Order(field, descending, nulls_last)

    def _either(self) -> Condition:
        parts = [self._all()]
        while self._take("or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Joined("or", tuple(parts))

    def _all(self) -> Condition:
        parts = [self._one()]
        while self._take("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Joined("and", tuple(parts))

    def _one(self) -> Condition:
        if self._take("not"):
            return Joined("not", (self._one(),))
        if self._take("("):
            inner = self._either()
            self._expect(")")
            return inner
        field = self._name()
        for operator in COMPARISONS:
            if self._take(operator):
                return Comparison(field, "!=" if operator == "<>" else operator, self._literal())
        if self._take("like"):
            return Comparison(field, "like", self._literal())
        if self._take("in"):
            return Comparison(field, "in", self._list())
        self._expect("not")
        self._expect("in")
        return Comparison(field, "not in", self._list())

    def _list(self) -> tuple[Literal, ...]:
        self._expect("(")
        values = [self._literal()]
        while self._take(","):
            values.append(self._literal())
        self._expect(")")
        return tuple(values)

    def _literal(self) -> Literal:
        kind, text = self._next()
        if kind == "text":
            return re.sub(r"\\(.)", lambda found: ESCAPES.get(found[1], found[1]), text[1:-1])
        if kind == "instant":
            return datetime.fromisoformat(text).astimezone(UTC)
        if kind == "day":
            return date.fromisoformat(text)
        if kind == "number":
            return float(text) if "." in text else int(text)
        if text.lower() in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[text.lower()]
        raise malformed(f"unexpected token: '{text}'")

    def _name(self) -> str:
        return self._value_of("word")

    def _value_of(self, kind: str) -> str:
        found, text = self._next()
        if found != kind:
            raise malformed(f"unexpected token: '{text}'")
        return text

    def _next(self) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise malformed("unexpected token: '<EOF>'")
        self._at += 1
        return self._tokens[self._at - 1]

    def _take(self, word: str) -> bool:
        here = self._at < len(self._tokens) and self._tokens[self._at]
        if not here or here[0] not in ("word", "mark") or here[1].lower() != word:
            return False
        self._at += 1
        return True

    def _expect(self, word: str) -> None:
        if not self._take(word):
            found = self._tokens[self._at][1] if self._at < len(self._tokens) else "<EOF>"
            raise malformed(f"expecting '{word}', found '{found}'")


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = text.strip()
    while at < len(text):
        token = TOKENS.match(text, at)
        if token is None or token.lastgroup is None:
            raise malformed(f"line 1:{at} no viable alternative at character '{text[at]}'")
        found.append((token.lastgroup, token[token.lastgroup]))
        at = token.end()
    return found
