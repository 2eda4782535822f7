"""Divides a XES file into its head, blocks of whole traces, and the rest, so that most of it can be read in bulk."""

from collections.abc import Callable

BLOCK = 8 << 20
LARGEST_BLOCK = 64 << 20
_BEGIN, _END = b"<trace>", b"</trace>"
_FAILURES = 3


class TracePieces:
    """Takes the file piece by piece; each byte goes to `parse`, or its block is read in bulk.

    `read_block` says whether it could; then the parser gets white space in its place, which keeps its count of
    lines. `at_top` says whether the parser stands between traces: only there may a block be kept from it.
    """

    def __init__(
        self, parse: Callable[[bytes], None], read_block: Callable[[bytes], bool], at_top: Callable[[], bool]
    ) -> None:
        self._parse = parse
        self._read_block = read_block
        self._at_top = at_top
        self._held: list[bytes] = []
        self._size = 0
        self._in_body = False
        self._failures = 0
        self._all_to_parser = False

    def take(self, piece: bytes) -> None:
        """The next piece of the file."""
        if self._all_to_parser:
            self._parse(piece)
            return
        self._held.append(piece)
        self._size += len(piece)
        if self._size >= BLOCK or not self._in_body:
            self._divide()

    def finish(self) -> None:
        """The file has ended."""
        self._divide()
        self._give_up()

    def _divide(self) -> None:
        held = b"".join(self._held)
        if not self._in_body:
            held = self._after_head(held)
        self._hold(held)
        if not self._in_body or self._size < BLOCK // 8:
            return
        cut = held.rfind(_END)
        if cut >= 0:
            self._hold(held[cut + len(_END) :])
            self._block(held[: cut + len(_END)])
        elif self._size > LARGEST_BLOCK:
            self._give_up()

    def _after_head(self, held: bytes) -> bytes:
        """Everything before the first trace is the parser's."""
        begin = held.find(_BEGIN)
        if begin < 0:
            begin = max(0, len(held) - len(_BEGIN))
        else:
            self._in_body = True
        self._parse(held[:begin])
        if self._in_body and not self._at_top():
            self._hold(held[begin:])
            self._give_up()
            return b""
        return held[begin:]

    def _block(self, block: bytes) -> None:
        if self._read_block(block.lstrip()):
            self._failures = 0
            self._parse(b"\n" * block.count(b"\n") + b" " * (len(block) - 1 - block.rfind(b"\n")))
            return
        self._parse(block)
        self._failures += 1
        if self._failures == _FAILURES or not self._at_top():
            self._give_up()

    def _hold(self, held: bytes) -> None:
        self._held, self._size = [held], len(held)

    def _give_up(self) -> None:
        """From here on all is the parser's."""
        self._all_to_parser = True
        self._parse(b"".join(self._held))
        self._hold(b"")
