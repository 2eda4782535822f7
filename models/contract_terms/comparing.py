"""Where a document and the record of its contract differ, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.contract_terms.cues import Term
from models.contract_terms.fields.rates import Rate

BILLING = {
    "time_and_materials": "time and materials", "fixed_price": "a fixed price", "milestone": "milestones",
    "retainer": "a retainer",
}  # fmt: skip
LABELS = {
    "amount": "contract value", "billing_type": "billing", "cap": "cap", "currency": "currency",
    "payment_days": "payment terms", "po_number": "purchase order number", "rates": "rates",
}  # fmt: skip
CENT = 0.005


@dataclass(frozen=True)
class Difference:
    """A term of which the document says other than the record, or that the record lacks. `money` is what the
    difference of two amounts comes to, in the currency of the contract."""

    field: str
    said: str
    on_record: str | None
    term: Term[Any]
    money: float | None = None

    @property
    def sentence(self) -> str:
        """The document says 45 days on page 2, the record 30 days."""
        label = LABELS[self.field][0].upper() + LABELS[self.field][1:]
        if self.on_record is None:
            return f"{label}: the document says {self.said} on {self.term.place}, and nothing is on record"
        return f"{label}: the document says {self.said} on {self.term.place}, the record {self.on_record}"


def differences(terms: Mapping[str, Term[Any]], recorded: Mapping[str, Any]) -> list[Difference]:
    """All of them, the surest reading first. A term that only the record has is none: a document may be silent."""
    currency = str(recorded.get("currency") or (terms["currency"].value if "currency" in terms else ""))
    found = [
        difference
        for field, term in terms.items()
        if (difference := _difference(field, term, recorded.get(field), currency)) is not None
    ]
    return sorted(found, key=lambda each: -each.term.confidence)


def _difference(field: str, term: Term[Any], known: Any, currency: str) -> Difference | None:
    if field == "rates":
        return _of_rates(term, known, currency)
    if known is not None and _same(term.value, known):
        return None
    said = _worded(field, term.value, currency)
    money = abs(term.value - known) if field in ("amount", "cap") and known is not None else None
    return Difference(field, said, None if known is None else _worded(field, known, currency), term, money)


def _of_rates(term: Term[tuple[Rate, ...]], known: Mapping[str, float] | None, currency: str) -> Difference | None:
    """Only roles that the record knows by the same name can differ: what others are called is for a person to say."""
    by_role = {role.casefold(): rate for role, rate in (known or {}).items()}
    other = [
        (rate, by_role[rate.role.casefold()])
        for rate in term.value
        if rate.unit == "hour"
        and rate.role.casefold() in by_role
        and not _same(rate.amount, by_role[rate.role.casefold()])
    ]
    if not other:
        return None
    said = ", ".join(f"{rate.role} {_money(rate.amount, currency)}" for rate, _ in other)
    on_record = ", ".join(_money(amount, currency) for _, amount in other)
    return Difference("rates", f"{said} an hour", on_record, term)


def _same(said: Any, known: Any) -> bool:
    if isinstance(said, int | float) and isinstance(known, int | float):
        return abs(said - known) < CENT
    return str(said).strip().casefold() == str(known).strip().casefold()


def _worded(field: str, value: Any, currency: str) -> str:
    if field in ("amount", "cap"):
        return _money(value, currency)
    if field == "payment_days":
        return f"{value} days" if value else "at once"
    return BILLING.get(str(value), str(value))


def _money(amount: float, currency: str) -> str:
    figures = f"{amount:,.0f}" if float(amount).is_integer() else f"{amount:,.2f}"
    return f"{figures} {currency}".strip()
