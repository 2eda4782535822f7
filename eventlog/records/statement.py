"""The statement files of this package, with their places in braces filled."""

from collections.abc import Mapping

from core.sql import load


def filled(name: str, pieces: Mapping[str, str]) -> str:
    """The statement file `name` with the SQL of each place put in."""
    text = load("eventlog.records", name)
    for place, piece in pieces.items():
        text = text.replace("{" + place + "}", piece)
    return text
