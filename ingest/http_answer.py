"""What an interface answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

LONGEST_EXCERPT = 300


@dataclass(frozen=True)
class Answer:
    """An answer whose body has come whole. `url` is where it came from, without the query; header names in any case."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body decoded; a ValueError if it is not whole, or no JSON."""
        return orjson.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8-sig")

    def excerpt(self) -> str:
        """The beginning of the body in one line, as it goes into an error: ": …", or nothing."""
        text = " ".join(self.body[: 4 * LONGEST_EXCERPT].decode("utf-8", errors="replace").split())
        return f": {text[:LONGEST_EXCERPT]}" if text else ""
