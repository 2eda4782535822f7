"""Working calendars: hours per weekday, holidays and a time zone, read from `calendars/<name>.toml`.

A workspace's own file comes before the one that is shipped under the same name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from core.calendar_file import Mistakes, holidays_of, known_range_of, title_of, week_of, zone_of
from core.data_files import data_file
from core.errors import BadSettings, NotFound
from core.settings import read_toml
from core.workspace import Workspace

Hours = tuple[tuple[int, int], ...]
"""Working intervals of one local day, in minutes after midnight; 1440 is midnight at its end."""

KEYS = {"title", "zone", "week", "holidays", "known_from", "known_until"}


@dataclass(frozen=True, eq=False)
class Calendar:
    """When people work: it is working time while the clock in `zone` shows hours of `week` and no holiday."""

    name: str
    title: str
    zone: str
    week: Mapping[int, Hours]
    holidays: Mapping[date, str]
    known_from: date
    known_until: date

    def hours(self, day: date) -> Hours:
        """The working intervals of a local day."""
        return () if day in self.holidays else self.week.get(day.weekday(), ())

    @property
    def clock(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


def calendar_names(workspace: Workspace | None = None) -> list[str]:
    """The calendars there are to choose from, in the order of the alphabet."""
    return sorted({name for name, _ in _files(workspace)})


def calendar(name: str, workspace: Workspace | None = None) -> Calendar:
    """The calendar of that name, checked."""
    for found, file in _files(workspace):
        if found == name:
            return read_calendar(file, name)
    place = f"{workspace.calendars if workspace else 'calendars'}/NAME.toml"
    raise NotFound(
        f"There is no calendar named {name!r}. There are: {', '.join(calendar_names(workspace))}. "
        f"Choose one of them, or describe your own in {place}."
    )


def read_calendar(file: Traversable, name: str) -> Calendar:
    """A calendar from its file; all mistakes in it are told together."""
    return _calendar_of(Path(str(file)), file.read_text(encoding="utf-8"), name)


# a build asks for each calendar dozens of times, and reading TOML is slow
@lru_cache(maxsize=256)
def _calendar_of(path: Path, text: str, name: str) -> Calendar:
    content = read_toml(path, text)
    mistakes: Mistakes = [
        f"{key} is not known (known are {', '.join(sorted(KEYS))})" for key in sorted(content.keys() - KEYS)
    ]
    found = _checked(content, name, mistakes)
    if mistakes:
        count = f"{len(mistakes)} mistakes" if len(mistakes) > 1 else "a mistake"
        raise BadSettings(f"The calendar {path} has {count}: {'; '.join(mistakes)}. Mend the file and run it again.")
    return found


def _checked(content: dict[str, Any], name: str, mistakes: Mistakes) -> Calendar:
    known_from, known_until = known_range_of(content, mistakes)
    return Calendar(
        name=name,
        title=title_of(content, name, mistakes),
        zone=zone_of(content, mistakes),
        week=week_of(content, mistakes),
        holidays=holidays_of(content, mistakes),
        known_from=known_from,
        known_until=known_until,
    )


def _files(workspace: Workspace | None) -> Iterator[tuple[str, Traversable]]:
    """Every calendar file with its name, the workspace's own first."""
    folders: list[Traversable] = [workspace.calendars] if workspace else []
    for folder in [*folders, data_file("calendars")]:
        if folder.is_dir():
            for file in folder.iterdir():
                if file.name.endswith(".toml") and file.is_file():
                    yield file.name.removesuffix(".toml"), file
