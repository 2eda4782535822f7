"""The lot of a subject: even over all, told by its name alone and so by no score, and the same whenever it is drawn."""

import hashlib

from models.findings.seen import Key


def lot(seed: int, key: Key) -> float:
    """A number from 0 to 1; another seed draws others."""
    digest = hashlib.sha256("\0".join((str(seed), *key)).encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64
