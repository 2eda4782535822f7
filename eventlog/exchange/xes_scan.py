"""Whole traces in the plain form that nearly all XES files have, taken apart with numpy instead of one call an element.

`scan` is strict: what is not exactly of that form (comments, nested attributes, other quotes, broken text) gives None,
and the caller reads that part with the XML parser, which knows every form and every error.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Positions = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Words = npt.NDArray[np.uint64]

TAGS = ("string", "date", "int", "float", "boolean", "id")
TRACE, EVENT, EVENT_END, TRACE_END = range(4)
_STRUCTURE = (b"<trace>", b"<event>", b"</event>", b"</trace>")
_NEXT = {TRACE: (EVENT, TRACE_END), EVENT: (EVENT_END,), EVENT_END: (EVENT, TRACE_END), TRACE_END: (TRACE,)}
_ENTITY = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));|&")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


@dataclass(frozen=True)
class Scanned:
    """The attributes of some whole traces in the order of the file, and which trace and event each belongs to."""

    traces: int
    events: int
    trace_of_event: Positions
    keys: pa.DictionaryArray
    values: pa.StringArray
    tags: Bytes
    in_event: Flags
    owner: Positions  # the number of the event, or of the trace


class _Otherwise(Exception):
    """This part is not of the plain form."""


def scan(block: bytes) -> Scanned | None:
    """Take apart a block that begins with <trace> and ends with </trace>; None where it has another form."""
    try:
        return _scan(block)
    except (_Otherwise, pa.ArrowInvalid):
        return None


def _scan(block: bytes) -> Scanned:
    text = np.frombuffer(block, np.uint8)
    words = np.ndarray(len(block) - 7, "<u8", block, strides=(1,))  # the eight bytes from each place on, as one number
    begins, ends = np.flatnonzero(text == ord("<")), np.flatnonzero(text == ord(">"))
    _require(len(begins) == len(ends) and len(begins) > 0 and begins[0] == 0)
    _require(bool((begins < ends).all() and (ends[:-1] < begins[1:]).all()))
    quotes = np.flatnonzero(text == ord('"'))
    first = np.searchsorted(quotes, begins)
    count = np.diff(np.append(first, len(quotes)))
    is_attribute = count == 4
    _require(bool((is_attribute | (count == 0)).all()))
    structure = _structure(words, begins[~is_attribute], ends[~is_attribute])
    begin, end, quote = begins[is_attribute], ends[is_attribute], first[is_attribute]
    corners = [quotes[quote + place] for place in range(4)]
    tags = _attribute_tags(words, begin, end, corners)
    keys_and_values = _slices(text, corners)
    _check_white_space(text, int((begins[1:] - ends[:-1] - 1).sum()), keys_and_values)
    keys, values = (keys_and_values.take(pa.array(np.arange(place, len(keys_and_values), 2))) for place in (0, 1))
    if b"&" in block:
        _require(not pc.any(pc.match_substring(keys, "&")).as_py())
        values = _unescaped(values)
    return _belonging(structure, is_attribute, keys, values, tags)


def _require(holds: bool) -> None:
    if not holds:
        raise _Otherwise


def _check_white_space(text: Bytes, between: int, keys_and_values: pa.StringArray) -> None:
    """Between tags there is nothing else, and inside keys and values no line break, which XML would change.

    The rest of each tag is compared byte by byte, so it is enough that the sums agree.
    """
    breaks = sum(np.count_nonzero(text == mark) for mark in b"\n\t\r")
    _require(breaks == np.count_nonzero(text < 32))
    inside = np.frombuffer(keys_and_values.buffers()[2], np.uint8)
    _require(not np.count_nonzero(inside < 32))
    spaces = np.count_nonzero(text == 32) - np.count_nonzero(inside == 32)
    _require(spaces + breaks == between + len(keys_and_values))


def _word(text: bytes) -> tuple[Any, Any]:
    """What the eight bytes are where they begin with `text`, and the mask that leaves its bytes."""
    return (
        np.uint64(int.from_bytes(text.ljust(8, b"\0")[:8], "little")),
        np.uint64((1 << 8 * min(len(text), 8)) - 1),
    )


def _structure(words: Words, begins: Positions, ends: Positions) -> Bytes:
    """Which of the four tags each is that opens or closes a trace or event; they must follow each other rightly."""
    found = _known(words[begins], ends - begins + 1, _STRUCTURE)
    _require(found[0] == TRACE and found[-1] == TRACE_END)
    allowed = np.zeros((4, 4), np.bool_)
    for code, followers in _NEXT.items():
        allowed[code, list(followers)] = True
    _require(bool(allowed[found[:-1], found[1:]].all()))
    return found


def _attribute_tags(words: Words, begin: Positions, end: Positions, corners: list[Positions]) -> Bytes:
    """Each is <tag key="…" value="…"/> with one of the tags; returns which."""
    opened, closed, again, last = corners
    _require(bool((opened > begin + 5).all() and (again - closed == 8).all() and (end - last == 2).all()))
    # The last byte but one of each tag, as the highest of eight.
    _require(bool((words[end - 8] >> np.uint64(56) == ord("/")).all()))
    key, key_mask = _word(b" key=")
    _require(bool(((words[opened - 5] & key_mask) == key).all()))
    value, _ = _word(b'" value=')
    _require(bool((words[closed] == value).all()))
    return _known(words[begin + 1], opened - 5 - begin - 1, [tag.encode() for tag in TAGS])


def _known(words: Words, lengths: Positions, names: Sequence[bytes]) -> Bytes:
    """Which of the names each word begins with and is as long as; all must be known."""
    found = np.full(len(words), 255, np.uint8)
    for code, name in enumerate(names):
        wanted, mask = _word(name)
        found[(lengths == len(name)) & ((words & mask) == wanted)] = code
    _require(not (found == 255).any())
    return found


def _slices(text: Bytes, corners: list[Positions]) -> pa.StringArray:
    """Key, value, key, value, … of all attributes, as they stand between their quotes."""
    bounds = np.stack([corners[0] + 1, corners[1], corners[2] + 1, corners[3]], axis=1).ravel()
    lengths = np.diff(bounds, prepend=0, append=len(text))
    inside = np.repeat(np.arange(len(lengths)) % 2 == 1, lengths)
    offsets = np.zeros(len(bounds) // 2 + 1, np.int32)
    np.cumsum(lengths[1::2], out=offsets[1:])
    array = pa.StringArray.from_buffers(len(offsets) - 1, pa.py_buffer(offsets), pa.py_buffer(text[inside]))
    array.validate(full=True)
    return array


def _unescaped(values: pa.StringArray) -> pa.StringArray:
    escaped = pc.match_substring(values, "&")
    texts = [_ENTITY.sub(_character, text) for text in values.filter(escaped).to_pylist()]
    return pc.replace_with_mask(values, escaped, pa.array(texts, pa.string()))


def _character(match: re.Match[str]) -> str:
    name, decimal, hexadecimal = match.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16) if hexadecimal else 0
    # The parser knows which characters XML forbids; here only those that it surely allows are made.
    _require(code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000)
    return chr(code)


def _belonging(structure: Bytes, is_attribute: Flags, keys: pa.Array, values: pa.Array, tags: Any) -> Scanned:
    """Number traces and events, and say of each attribute whose it is."""
    before = np.cumsum(~is_attribute)[is_attribute] - 1  # the last structure tag before each attribute
    number_of_trace = np.cumsum(structure == TRACE) - 1
    number_of_event = np.cumsum(structure == EVENT) - 1
    in_event = structure[before] == EVENT
    _require(not (structure[before] == TRACE_END).any())
    return Scanned(
        traces=int(number_of_trace[-1]) + 1,
        events=int(number_of_event[-1]) + 1,
        trace_of_event=number_of_trace[structure == EVENT],
        keys=keys.dictionary_encode(),
        values=values,
        tags=tags,
        in_event=in_event,
        owner=np.where(in_event, number_of_event[before], number_of_trace[before]),
    )
