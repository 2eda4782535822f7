"""The head of a XES log: its root, extensions, globals, classifiers and its own attributes."""

import re
from collections.abc import Iterator

from eventlog.exchange.attribute_columns import KINDS, AttributeColumns, key_and_value, path_part
from eventlog.exchange.log_rows import Classifier, Extension, LogRow, global_type
from eventlog.exchange.utc_times import UtcTimes
from eventlog.exchange.xml_stream import Refused, pairs

_KEY = re.compile(r"'([^']*)'|(\S+)")


def classifier_keys(text: str, known: set[str]) -> list[str]:
    """The keys of a classifier: split at spaces unless quoted, or one key with spaces that the log declares."""
    if text in known:
        return [text]
    return [quoted or plain for quoted, plain in _KEY.findall(text)]


class XesHeader:
    """Takes the elements directly below the root that are neither trace nor event."""

    def __init__(self, times: UtcTimes) -> None:
        self.attributes = AttributeColumns((), times, self._left)
        self.extensions: list[Extension] = []
        self.classifiers: dict[str, str] = {}
        self.global_keys: set[str] = set()
        self._trace_classifiers: list[Classifier] = []
        self._globals: list[LogRow] = []
        self._scope: str | None = None
        self._level = 0  # how deep the open element lies: 1 is the root's inside
        self._declaration = False

    @property
    def at_top(self) -> bool:
        """Whether the next element is a child of the root."""
        return self._level == 1 and self.attributes.depth == 0

    def start(self, tag: str, given: list[str]) -> None:
        if self._level == 0:
            self._root(tag)
        elif self._level == 1 and self.attributes.depth == 0 and tag in ("extension", "classifier", "global"):
            self._level = 2
            self._declare(tag, pairs(given))
        elif self._level == 1:
            self.attributes.open(tag, given)
        else:
            self._level += 1
            self._inside_declaration(tag, given)

    def end(self, tag: str) -> None:
        if self._level == 1:
            self.attributes.close(tag)
        else:
            self._level -= 1

    def rows(self) -> Iterator[LogRow]:
        """All of it, for the stream `log`."""
        for extension in self.extensions:
            yield extension.row()
        yield from self._globals
        for name, keys in self.classifiers.items():
            yield Classifier(name, keys).row()
        for classifier in self._trace_classifiers:
            yield classifier.row()
        columns = self.attributes
        yield from zip(columns.names, columns.kinds, columns.values, strict=True)

    def _root(self, tag: str) -> None:
        if tag != "log":
            raise Refused(f"<{tag}> as its outermost element where XES has <log>")
        self._level = 1

    def _left(self) -> None:
        self._level = 0

    def _declare(self, tag: str, given: dict[str, str]) -> None:
        if tag == "extension":
            self.extensions.append(Extension(given.get("name", ""), given.get("prefix", ""), given.get("uri", "")))
        elif tag == "global":
            self._scope = given.get("scope", "event")
        elif given.get("scope", "event") == "event":
            self.classifiers[given.get("name", "")] = given.get("keys", "")
        else:
            self._trace_classifiers.append(Classifier(given.get("name", ""), given.get("keys", ""), given["scope"]))

    def _inside_declaration(self, tag: str, given: list[str]) -> None:
        if self._level != 3 or self._scope is None:
            return
        key, value = key_and_value(tag, given)
        if self._scope == "event":
            self.global_keys.add(key)
        self._globals.append((path_part(key), global_type(self._scope, KINDS.get(tag, "string")), value))
