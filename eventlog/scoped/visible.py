"""Names: of the attached generation, and of what a viewer sees of a process."""

from core.sql import quoted

WHOLE = quoted("the whole generation")
"""The attached generation. Process names are slugs, so none is called like this."""
SCOPE = quoted("what the viewer sees")
"""The schema of what this room works with, apart from all names that queries use."""


def limited(process: str, table: str) -> str:
    return f"{quoted(process)}.{quoted(table)}"


def whole(process: str, table: str) -> str:
    return f"{WHOLE}.{quoted(process)}.{quoted(table)}"
