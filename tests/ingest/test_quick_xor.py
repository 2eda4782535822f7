"""The hash of Microsoft's libraries: as others have published it, and of any length as the pretend vendor counts it."""

import random
from base64 import b64decode
from pathlib import Path

import pytest

from ingest import quick_xor as hashing
from simulator.interfaces.quick_xor import quick_xor as byte_by_byte

# of the libraries quickxorhash (hello world) and rclone (the others)
KNOWN = {
    b"": "AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    b64decode("Sg=="): "SgAAAAAAAAAAAAAAAQAAAAAAAAA=",
    b64decode("jRRDVA=="): "jaDAEKgAAAAAAAAABAAAAAAAAAA=",
    b64decode("/aNzzCFPS/A="): "/RjFHJgRgicsAR4ACAAAAAAAAAA=",
    b"hello world": "aCgDG9jwBhDc4Q1yawMZAAAAAAA=",
}


@pytest.mark.parametrize("content", KNOWN)
def test_what_is_published_comes_out(tmp_path: Path, content: bytes):
    (tmp_path / "a").write_bytes(content)
    assert hashing.quick_xor(tmp_path / "a") == KNOWN[content] == byte_by_byte(content)


@pytest.mark.parametrize("portions", [1, 2, 1 << 15])
@pytest.mark.parametrize("size", [19, 159, 160, 161, 320, 321, 5_000])
def test_portions_do_not_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, portions: int):
    monkeypatch.setattr(hashing, "PORTION", portions * hashing.PERIOD)
    content = random.Random(size).randbytes(size)
    (tmp_path / "a").write_bytes(content)
    assert hashing.quick_xor(tmp_path / "a") == byte_by_byte(content)
