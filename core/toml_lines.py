"""In which line of a TOML file something stands, so that a mistake is told with its place."""

import re

HEADER = re.compile(r"\s*\[\[?([^\[\]]+)\]\]?\s*(?:#.*)?")
KEY = re.compile(r"""\s*([\w."' -]+?)\s*=""")


def line_of(text: str, place: str) -> int | None:
    """The line of a key such as `when.held_for` or `approval.escalate.0.role`, else of the nearest that holds it; None
    where nothing of it is there."""
    wanted = [part for part in place.split(".") if not part.isdecimal()]
    section: list[str] = []
    best: tuple[int, int | None] = (0, None)
    for number, line in enumerate(text.splitlines(), 1):
        if header := HEADER.fullmatch(line):
            section = said = _parts(header[1])
        elif key := KEY.match(line):
            said = section + _parts(key[1])
        else:
            continue
        if len(said) > best[0] and said == wanted[: len(said)]:
            best = (len(said), number)
    return best[1]


def place_of(text: str, mistake: str) -> int | None:
    """The line that a mistake is in, which begins with its place."""
    return line_of(text, mistake.partition(":")[0])


def with_line(text: str, mistake: str) -> str:
    """A mistake such as `when.held_for: …`, with the line of the file that it is in."""
    line = place_of(text, mistake)
    return f"line {line}, {mistake}" if line else mistake


def _parts(name: str) -> list[str]:
    return [part.strip(" \"'") for part in name.split(".")]
