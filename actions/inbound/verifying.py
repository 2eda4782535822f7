"""Whether something that came in was signed, by Standard Webhooks 1.0.0, by one of the keys we know, just now."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from actions.signatures import Key, signed_bytes
from core.errors import NotAllowed

TOLERANCE = timedelta(minutes=5)
ID = re.compile(r"[!-~]{1,200}")
MOST_SIGNATURES = 8


class NotSigned(NotAllowed):
    """No known key signed it, or not just now."""


@dataclass(frozen=True)
class Letter:
    """What came: header names in lower case, and the body as it came."""

    headers: Mapping[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers.get("webhook-id", "")

    @property
    def signed_at(self) -> datetime:
        """What the signature says; to be asked only once it has been verified."""
        return datetime.fromtimestamp(int(self.headers["webhook-timestamp"]), UTC)


def verify(letter: Letter, keys: Sequence[Key], now: datetime) -> Key:
    """The key that signed it; NotSigned where there is none. Takes as long whichever key it is."""
    stamp, signatures = letter.headers.get("webhook-timestamp", ""), letter.headers.get("webhook-signature", "").split()
    if not ID.fullmatch(letter.id) or not signatures or not re.fullmatch(r"[0-9]{1,12}", stamp):
        raise NotSigned(
            "This needs the headers webhook-id, webhook-timestamp and webhook-signature of Standard Webhooks 1.0.0. "
            "Nothing was taken in."
        )
    signed = signed_bytes(letter.headers, letter.body)
    # every key against every signature, so that the time taken tells nothing
    found = [key for key in keys for each in signatures[:MOST_SIGNATURES] if key.matches(signed, each)]
    if not found:
        raise NotSigned("The signature holds for none of the keys that firm.toml names. Nothing was taken in.")
    if abs(now.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        raise NotSigned(
            f"It was signed more than {TOLERANCE.total_seconds() / 60:.0f} minutes before or after now. Sign it anew "
            "when it is sent, and keep the clock right. Nothing was taken in."
        )
    return found[0]
