"""XML read piece by piece with expat: no tree is built, no entity is expanded, nothing outside the file is opened."""

from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

from core.errors import BadInput
from core.progress import Progress
from eventlog.exchange.source_file import pieces
from eventlog.exchange.utc_times import ZoneMissing

# A record of this many bytes would have to be held whole: more is taken for an attack or a broken file.
LARGEST_TOKEN = 64 << 20

StartHandler = Callable[[str, list[str]], None]
EndHandler = Callable[[str], None]


class Refused(ValueError):
    """What stands at the present line cannot be read; says what it is. Becomes BadInput with file and line."""


class XmlFeed:
    """A parser with its food. Attributes come as [name, value, name, value, …]; entities are refused."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.ordered_attributes = True
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self._fed = 0

    def handle(self, start: StartHandler, end: EndHandler) -> None:
        """Who is told of elements from here on."""
        self.parser.StartElementHandler = start
        self.parser.EndElementHandler = end

    def feed(self, piece: bytes) -> None:
        """The next bytes of the file."""
        try:
            self.parser.Parse(piece, False)
        except LookupError as error:
            raise Refused(str(error)) from None
        self._fed += len(piece)
        if self._fed - self.parser.CurrentByteIndex > LARGEST_TOKEN:
            raise Refused(f"one value of more than {LARGEST_TOKEN >> 20} MB")


def parse_file(
    source: XmlFeed,
    path: Path,
    kind: str,
    progress: Progress,
    take: Callable[[bytes], None] | None = None,
    finish: Callable[[], None] | None = None,
) -> None:
    """Read the file through the parser, or through `take` and, when all is taken, `finish`, which feed it."""
    parser = source.parser
    try:
        for piece in pieces(path, progress):
            (take or source.feed)(piece)
        if finish is not None:
            finish()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise BadInput(
            f"{path} is not well-formed XML, so it cannot be read as {kind}: line {error.lineno}, column "
            f"{error.offset + 1}: {expat.ErrorString(error.code)}. Nothing was imported. Export the log again from the "
            "system it comes from, or mend that line."
        ) from None
    except ZoneMissing as error:
        raise BadInput(
            f"{path}, line {parser.CurrentLineNumber}: the time {str(error)!r} has no time zone, so which instant it "
            "means is not known. Nothing was imported. Import again and name the zone of these times, such as "
            "Europe/Berlin or UTC."
        ) from None
    except Refused as error:
        raise BadInput(
            f"{path} cannot be read as {kind}: line {parser.CurrentLineNumber} has {error}. Nothing was imported. "
            "Export the log again, or mend that line."
        ) from None


def pairs(given: list[str]) -> dict[str, str]:
    """An element's attributes by name."""
    return dict(zip(given[::2], given[1::2], strict=True))


def _refuse_doctype(name: str, *_: object) -> None:
    raise Refused(
        f"a document type declaration (<!DOCTYPE {name}), which no event log needs and which can make a small file "
        "explode or read other files"
    )
