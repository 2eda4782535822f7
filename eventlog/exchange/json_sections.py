"""A large JSON object of arrays, read item by item: only one item and one piece of the file are held."""

import codecs
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from core.errors import BadInput

LARGEST_ITEM = 64 << 20
_SPACE = " \t\n\r"
# A fault or an end that lies so near to the end of what has been read may be none: the text goes on.
_CUT = 16


def sections(path: Path, kind: str, content: Iterable[bytes]) -> Iterator[tuple[str, Any]]:
    """(key, item) for each item of each array of the outermost object; (key, value) for a value that is no array."""
    text = _Text(path, kind, content)
    if text.next_mark() != "{":
        raise text.fault('it does not begin with "{"')
    text.skip()
    if text.next_mark() == "}":
        return
    while True:
        key = text.value()
        text.expect(":")
        if text.next_mark() == "[":
            yield from ((str(key), item) for item in _items(text))
        else:
            yield str(key), text.value()
        if text.next_mark() == "}":
            return
        text.expect(",")


def _items(text: "_Text") -> Iterator[Any]:
    text.skip()
    if text.next_mark() == "]":
        text.skip()
        return
    while True:
        yield text.value()
        if text.next_mark() == "]":
            text.skip()
            return
        text.expect(",")


class _Text:
    """The part of the file that has been read and not yet understood."""

    def __init__(self, path: Path, kind: str, content: Iterable[bytes]) -> None:
        self._path = path
        self._kind = kind
        self._content = iter(content)
        self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._scan = json.JSONDecoder().raw_decode
        self._text = ""
        self._at = 0
        self._line = 1
        self._ended = False

    def next_mark(self) -> str:
        """The next character that is no space, which is not consumed."""
        while True:
            while self._at < len(self._text):
                mark = self._text[self._at]
                if mark not in _SPACE:
                    return mark
                self._at += 1
            if not self._more():
                raise self.fault("the file ends too early")

    def skip(self) -> None:
        self._at += 1

    def expect(self, mark: str) -> None:
        found = self.next_mark()
        if found != mark:
            raise self.fault(f"{found!r} stands where {mark!r} belongs")
        self._at += 1

    def value(self) -> Any:
        """The next value, whole."""
        self.next_mark()
        while True:
            try:
                value, end = self._scan(self._text, self._at)
            except json.JSONDecodeError as error:
                if not self._may_be_cut(error) or not self._more():
                    raise self.fault(self._told(error), error.pos) from None
            except RecursionError:
                raise self.fault("values are nested too deep") from None
            else:
                # A number near the end of what was read may go on.
                if end < len(self._text) - _CUT or not self._more():
                    self._at = end
                    return value

    def fault(self, what: str, at: int | None = None) -> BadInput:
        """The error that says what is wrong at the present place, or at another one."""
        place = self._at if at is None else at
        line = self._line + self._text.count("\n", 0, place)
        column = place - self._text.rfind("\n", 0, place)
        return BadInput(
            f"{self._path} cannot be read as {self._kind}: line {line}, column {column}: {what}. Nothing was imported. "
            "Export the log again from the system it comes from, or mend that place."
        )

    def _told(self, error: json.JSONDecodeError) -> str:
        cut = error.pos >= len(self._text.rstrip()) or error.msg.startswith("Unterminated string")
        return f"the file ends too early ({error.msg.lower()})" if cut else error.msg.lower()

    def _may_be_cut(self, error: json.JSONDecodeError) -> bool:
        return error.pos >= len(self._text) - _CUT or error.msg.startswith("Unterminated string")

    def _more(self) -> bool:
        """Read on; what has been understood is dropped. False at the end of the file."""
        if self._ended:
            return False
        if len(self._text) - self._at > LARGEST_ITEM:
            raise self.fault(f"one record is larger than {LARGEST_ITEM >> 20} MB")
        piece = next(self._content, b"")
        self._ended = not piece
        try:
            read = self._decode(piece, self._ended)
        except UnicodeDecodeError as error:
            raise self.fault(f"bytes that are no UTF-8 ({error.reason})", len(self._text)) from None
        if not read and self._ended:
            return False
        self._line += self._text.count("\n", 0, self._at)
        self._text = self._text[self._at :] + read
        self._at = 0
        return True
