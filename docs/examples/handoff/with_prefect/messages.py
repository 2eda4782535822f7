"""Messages by Standard Webhooks 1.0.0: verified as they come, signed as they go."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any

TOLERANCE_S = 300


class Forged(Exception):
    """The message is not what Tracework sent, or is not of now."""


def verified(body: str, headers: Mapping[str, str], keys: str, arrived: float) -> dict[str, Any]:
    """The event in a message. `keys` are one or, while they are changed over, two, with a blank between."""
    told = {name.lower(): value for name, value in headers.items()}
    try:
        identity, sent = told["webhook-id"], int(told["webhook-timestamp"])
        signatures = told["webhook-signature"].split()
    except (KeyError, ValueError):
        raise Forged("it has no webhook-id, webhook-timestamp and webhook-signature") from None
    if abs(arrived - sent) > TOLERANCE_S:
        raise Forged(f"it was signed {abs(arrived - sent):.0f} s from when it came")
    right = [_signature(key, identity, sent, body.encode()) for key in keys.split()]
    if not any(hmac.compare_digest(given, one) for given in signatures for one in right):
        raise Forged("no signature is that of our keys")
    event: dict[str, Any] = json.loads(body)
    if event.get("id") != identity:
        raise Forged("its id is not that of the event")
    return event


def signed(identity: str, body: bytes, keys: str) -> dict[str, str]:
    """The headers of a message of ours, signed with the newest key."""
    sent = int(time.time())
    return {
        "content-type": "application/json",
        "webhook-id": identity,
        "webhook-timestamp": str(sent),
        "webhook-signature": _signature(keys.split()[0], identity, sent, body),
    }


def _signature(key: str, identity: str, sent: int, body: bytes) -> str:
    secret = base64.b64decode(key.removeprefix("whsec_"))
    mac = hmac.digest(secret, f"{identity}.{sent}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(mac).decode()}"
