"""Text as XML takes it, inside an element or an attribute."""

import re

_SPECIAL = re.compile('[&<>"\t\n\r\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]')
# Not even an escape may stand for these in XML 1.0.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def xml_text(text: str) -> str:
    """The text escaped; what XML cannot hold becomes the replacement character."""
    if _SPECIAL.search(text) is None:
        return text
    return _SPECIAL.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    mark = match.group()
    if mark in _ESCAPES:
        return _ESCAPES[mark]
    return "\ufffd" if _FORBIDDEN.match(mark) else mark
