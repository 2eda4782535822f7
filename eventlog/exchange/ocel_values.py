"""The values of OCEL attributes: every format's own way of writing them, and the one text they land as."""

from eventlog.exchange.utc_times import UtcTimes

TYPES = ("string", "time", "integer", "float", "boolean")
# The names by which files out there call the five types, beyond those the standard gives.
_OTHER_NAMES = {"str": "string", "text": "string", "date": "time", "timestamp": "time", "datetime": "time",
                "int": "integer", "long": "integer", "double": "float", "real": "float", "number": "float",
                "bool": "boolean"}  # fmt: skip
_TRUE, _FALSE = ("true", "1", "1.0"), ("false", "0", "0.0")


def type_name(given: str | None) -> str:
    """One of the five types; what is none of them is kept as text."""
    name = (given or "string").lower()
    return name if name in TYPES else _OTHER_NAMES.get(name, "string")


def sql_type_name(declared: str | None) -> str:
    """The type of a column that SQLite declares so, by SQLite's own rules where it is none of the standard's."""
    name = (declared or "").upper()
    if name in ("TIMESTAMP", "DATETIME", "DATE"):
        return "time"
    if name.startswith("BOOL"):
        return "boolean"
    if "INT" in name:
        return "integer"
    return "float" if any(part in name for part in ("REAL", "FLOA", "DOUB", "NUMERIC", "DECIMAL")) else "string"


def type_of(value: object) -> str:
    """The type of a value whose attribute is not declared."""
    if isinstance(value, bool):
        return "boolean"
    return "integer" if isinstance(value, int) else "float" if isinstance(value, float) else "string"


def canonical(value: object, kind: str, times: UtcTimes) -> str | None:
    """The text that a value lands as. One that is not of its type stays the text it is."""
    if value is None:
        return None
    text = _plain(value)
    if kind == "time":
        return times.canonical(text)
    if kind == "boolean":
        lower = text.lower()
        return "true" if lower in _TRUE else "false" if lower in _FALSE else text
    if kind == "integer":
        return _integer(text)
    return _float(text) if kind == "float" else text


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def _float(text: str) -> str:
    try:
        return repr(float(text))
    except ValueError:
        return text


def _integer(text: str) -> str:
    if text.isdecimal() and text.isascii():
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    return str(int(number)) if number.is_integer() and abs(number) < 2**53 else text
