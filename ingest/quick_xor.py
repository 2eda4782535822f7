"""The hash that Microsoft's libraries give of every file: bytes laid over a ring of 160 bits, each 11 further on.

Published as a code snippet of the OneDrive developer documentation (quickxorhash). It shows what was cut off or garbled
on the way; it is no proof against somebody who wants to deceive.
"""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

BITS, SHIFT, LENGTH_AT = 160, 11, 96
PERIOD = 160
"""After so many bytes they fall on the same place again."""
PORTION = PERIOD << 15


def quick_xor(path: Path) -> str:
    """The hash of a file, in base64 as Graph tells it."""
    laid, length = bytes(PERIOD), 0
    with path.open("rb") as file:
        while portion := file.read(PORTION):
            length += len(portion)
            laid = _laid_over(laid, _folded(portion))
    ring = 0
    for place, byte in enumerate(laid):
        shift = place * SHIFT % BITS
        ring ^= byte << shift
    # what stands out at the end goes round to the start
    ring = (ring & ((1 << BITS) - 1)) ^ (ring >> BITS)
    return b64encode((ring ^ length << LENGTH_AT).to_bytes(BITS // 8, "little")).decode()


def _folded(portion: bytes) -> bytes:
    """One period in which all those of a portion are laid over each other."""
    periods = -(-len(portion) // PERIOD)
    while periods > 1:
        half = (periods + 1) // 2
        portion = _laid_over(portion[: half * PERIOD], portion[half * PERIOD :])
        periods = half
    return portion.ljust(PERIOD, b"\0")


def _laid_over(one: bytes, other: bytes) -> bytes:
    size = max(len(one), len(other))
    return (int.from_bytes(one, "little") ^ int.from_bytes(other, "little")).to_bytes(size, "little")
