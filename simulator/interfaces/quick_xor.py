"""quickXorHash, the hash that Graph tells of a file's content, byte by byte as Microsoft's documentation writes it."""

from __future__ import annotations

from base64 import b64encode

WIDTH, SHIFT = 160, 11


def quick_xor(content: bytes) -> str:
    """In base64; the length is laid over the last eight of the twenty bytes."""
    block = 0
    for place, byte in enumerate(content):
        turned = place * SHIFT % WIDTH
        spread = byte << turned
        block ^= (spread | spread >> WIDTH) & (1 << WIDTH) - 1
    last = len(content) << WIDTH - 64
    return b64encode((block ^ last).to_bytes(WIDTH // 8, "little")).decode()
