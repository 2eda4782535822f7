"""Tracework. In a notebook: `import tracework as tw; tw.open("./firm").process("milestone_billing").map()`."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tracework.notebook import open_firm as open

__all__ = ["open"]

ROOMS = ("dashboards", "figures", "mining", "ingest", "eventlog", "core")
"""The packages that are installed beside this one. Their names are plain, so a file of the user's own may hide one."""


def _check_rooms() -> None:
    home = Path(__file__).resolve().parents[1]
    for room in ROOMS:
        spec = find_spec(room)
        origin = Path(spec.origin).resolve() if spec and spec.origin else None
        if origin is None:
            raise ImportError(f"Tracework's part {room!r} is not installed in {home}. Install Tracework again.")
        if origin.parent != home / room:
            raise ImportError(
                f"Tracework needs its own part {room!r}, and found {origin} in its place. Rename that file or folder, "
                "or start from another folder, and import tracework again."
            )


def __getattr__(name: str) -> Any:
    # The notebook face brings pandas in with it; a plain `import tracework` and the command line do without.
    if name == "open":
        from tracework.notebook import open_firm

        return open_firm
    raise AttributeError(f"module 'tracework' has no attribute {name!r}")


_check_rooms()
