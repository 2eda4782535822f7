"""Signatures by Standard Webhooks 1.0.0: HMAC-SHA256 (`v1`, keys whsec_…) and ed25519 (`v1a`, keys whsk_… and whpk_…).

A secret holds one key or, while keys are changed over, several, the newest first, with blanks between them."""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from core.errors import BadSettings
from core.secret import Secret, conceal

Kind = Literal["whsec_", "whsk_", "whpk_"]
SYMMETRIC, PRIVATE, PUBLIC = "whsec_", "whsk_", "whpk_"
LENGTHS = {SYMMETRIC: range(24, 65), PRIVATE: (32, 64), PUBLIC: (32,)}
MOST_KEYS = 2


@dataclass(frozen=True)
class Key:
    """One key: its prefix, and its bytes, which are never shown."""

    prefix: str
    _bytes: bytes = field(repr=False)

    @property
    def signs(self) -> bool:
        return self.prefix != PUBLIC

    def sign(self, signed: bytes) -> str:
        """The signature over the bytes, with its version."""
        if self.prefix == SYMMETRIC:
            return f"v1,{_text(hmac.digest(self._bytes, signed, hashlib.sha256))}"
        return f"v1a,{_text(self._private.sign(signed))}"

    def matches(self, signed: bytes, signature: str) -> bool:
        """Whether this key made the signature; takes as long for a wrong one."""
        version, _, text = signature.partition(",")
        try:
            given = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            return False
        if version == "v1" and self.prefix == SYMMETRIC:
            return hmac.compare_digest(hmac.digest(self._bytes, signed, hashlib.sha256), given)
        if version == "v1a" and self.prefix != SYMMETRIC:
            return self._verifies(signed, given)
        return False

    @property
    def public(self) -> str | None:
        """What a receiver verifies with, where that is no secret."""
        if self.prefix == SYMMETRIC:
            return None
        raw = self._bytes if self.prefix == PUBLIC else self._private.public_key().public_bytes_raw()
        return f"{PUBLIC}{_text(raw)}"

    @property
    def _private(self) -> Ed25519PrivateKey:
        # a private key may carry its public half behind it
        return Ed25519PrivateKey.from_private_bytes(self._bytes[:32])

    def _verifies(self, signed: bytes, given: bytes) -> bool:
        known = Ed25519PublicKey.from_public_bytes(self._bytes) if self.prefix == PUBLIC else self._private.public_key()
        try:
            known.verify(given, signed)
        except InvalidSignature:
            return False
        return True


def new_key(prefix: Kind = "whsec_") -> str:
    """A new secret key, as it is written down."""
    raw = Ed25519PrivateKey.generate().private_bytes_raw() if prefix == PRIVATE else secrets.token_bytes(32)
    return f"{prefix}{_text(raw)}"


def keys_in(secret: Secret, what: str) -> list[Key]:
    """The keys that a secret holds, the newest first. `what` says whose they are, for the error."""
    words = secret.reveal().split()
    for word in words:
        conceal(word)
    if not 1 <= len(words) <= MOST_KEYS:
        raise BadSettings(f"{what} hold {len(words)} keys; one is right, two while they are changed over.")
    return [_key(word, what) for word in words]


def signed_headers(identity: str, body: bytes, keys: Sequence[Key], at: datetime) -> dict[str, str]:
    """The headers of one attempt: the id stays, the timestamp is that of this attempt."""
    headers = {"webhook-id": identity, "webhook-timestamp": str(int(at.timestamp()))}
    signing = [key for key in keys if key.signs]
    if signing:
        text = signed_bytes(headers, body)
        headers["webhook-signature"] = " ".join(key.sign(text) for key in signing)
    return headers


def signed_bytes(headers: Mapping[str, str], body: bytes) -> bytes:
    """What the signature is over."""
    return f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body


def _key(word: str, what: str) -> Key:
    prefix, found, text = word.partition("_")
    prefix += found
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if prefix not in LENGTHS or len(raw) not in LENGTHS[prefix]:
        raise BadSettings(
            f"{what} are not all keys of Standard Webhooks: whsec_ and base64 of 24 to 64 bytes, or whsk_ or whpk_ and "
            "base64 of an ed25519 key. Make one with `tracework act keys new NAME`."
        )
    return Key(prefix, raw)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
