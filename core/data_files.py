"""Where the project's data files lie: `core/_data` once installed, `data/` in a checkout."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def data_file(*parts: str) -> Traversable:
    """A file or folder among the data files, such as `data_file("calendars", "london.toml")`."""
    installed = files("core").joinpath("_data")
    place: Traversable = installed if installed.is_dir() else Path(__file__).resolve().parents[1] / "data"
    for part in parts:
        place = place.joinpath(part)
    return place
