"""What clients did with earlier invoices: the share of each, and one beside the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from models.detector import Peers
from models.invoices.chance import Outcome, Taught, as_known
from models.invoices.reading import FirmInvoice


def shares(known: Sequence[FirmInvoice], outcome: Outcome, lessons: Taught, moment: datetime) -> dict[str, float]:
    """Of each client the share of its invoices that it came true of, drawn to the usual where little is known."""
    hits: dict[str, list[bool]] = {}
    for each in as_known(known, outcome, moment):
        hits.setdefault(each.client, []).append(outcome.came(each))
    k = lessons.strength
    return {client: (sum(came) + k * lessons.usual) / (len(came) + k) for client, came in sorted(hits.items())}


def beside_others(client: str, shares: Mapping[str, float], unit: str) -> Peers | None:
    """Its share beside those of the other clients."""
    others = tuple(round(share, 4) for other, share in shares.items() if other != client)
    own = shares.get(client)
    if own is None or len(others) < 2:
        return None
    return Peers(f"{len(others)} other clients", unit, others, round(own, 4))
