"""`[reports.NAME]` and `[mail]` of firm.toml: which report goes when to whom, and by which mail server."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from core.access import Viewer
from core.calendars import Calendar, calendar
from core.errors import NotFound
from core.mail import MailSettings
from core.settings import firm_settings, mistakes_in, refuse_mistakes
from core.workspace import Workspace
from eventlog.reading import open_log
from reports.catalogue import format_names, template
from reports.due import read_when
from reports.making import entities

FOLDER, EACH = "folder ", "each"


def _when(text: str) -> str:
    read_when(text)
    return text


def _report(name: str) -> str:
    try:
        return template(name).name
    except NotFound as error:
        raise ValueError(str(error)) from None


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f'"{name}" is no time zone; write one such as Europe/Berlin')
    return name


def _format(name: str) -> str:
    if name not in format_names():
        raise ValueError(f'no report is written as "{name}"; there are {", ".join(format_names())}')
    return name


class ScheduleSettings(BaseModel):
    """`[reports.NAME]`. Without an entity it is of all; "each" makes one for each. Its times are by the clock of
    the entity, or of `zone`."""

    model_config = ConfigDict(extra="forbid")
    report: Annotated[str, AfterValidator(_report)]
    at: Annotated[str, AfterValidator(_when)]
    entity: str | None = None
    zone: Annotated[str, AfterValidator(_zone)] | None = None
    recipients: list[str] = Field(default_factory=list)
    folder: str | None = None
    formats: list[Annotated[str, AfterValidator(_format)]] = Field(default_factory=lambda: ["pdf"], min_length=1)

    @model_validator(mode="after")
    def _goes_somewhere(self) -> "ScheduleSettings":
        if not self.recipients and not self.folder:
            raise ValueError("it goes nowhere: name recipients or a folder")
        return self


@dataclass(frozen=True)
class Schedule:
    """One report that is due from time to time. `calendar` says what a working day is; None: Monday to Friday. Where
    firm.toml says `entity = "each"`, one of several, named `NAME.ENTITY`, whose `recipients` are those who may see it.
    """

    name: str
    settings: ScheduleSettings
    entity: str | None
    zone: ZoneInfo
    calendar: Calendar | None

    @property
    def one_of_each(self) -> bool:
        return self.settings.entity == EACH

    @property
    def recipients(self) -> Iterator[str]:
        """Accounts, and the folder, as firm.toml names them; `readers.recipients` says who of them gets it."""
        yield from dict.fromkeys(each.casefold() for each in self.settings.recipients)
        if self.settings.folder:
            yield f"{FOLDER}{self.settings.folder}"


def schedules(workspace: Workspace) -> list[Schedule]:
    """All of them; mistakes in firm.toml are told together."""
    content = firm_settings(workspace).reports
    found: list[str] = []
    for name, section in content.items():
        found += mistakes_in(ScheduleSettings, section, f"reports.{name}")
    refuse_mistakes(found, workspace.settings_file)
    read = {name: ScheduleSettings.model_validate(section) for name, section in content.items()}
    there = _entities(workspace) if any(each.entity == EACH for each in read.values()) else []
    made = [
        _schedule(workspace, f"{name}.{entity}" if settings.entity == EACH else name, settings, entity)
        for name, settings in read.items()
        for entity in (there if settings.entity == EACH else [settings.entity])
    ]
    times = Counter(each.name for each in made)
    twice = [f"reports: two schedules are called {name}; rename one" for name, number in times.items() if number > 1]
    refuse_mistakes(twice, workspace.settings_file)
    return made


def mail_settings(workspace: Workspace) -> MailSettings | None:
    """How mail is sent; None where firm.toml does not say."""
    section = firm_settings(workspace).mail
    if not section:
        return None
    refuse_mistakes(mistakes_in(MailSettings, section, "mail", workspace.root), workspace.settings_file)
    return MailSettings.model_validate(section, context={"folder": workspace.root})


def _entities(workspace: Workspace) -> list[str]:
    """Those of the current generation; none before the first."""
    if workspace.current_generation() is None:
        return []
    with open_log(workspace, Viewer.owner()) as log:
        return entities(log)


def _schedule(workspace: Workspace, name: str, settings: ScheduleSettings, entity: str | None) -> Schedule:
    try:
        own = calendar(entity, workspace) if entity else None
    except NotFound:
        # an entity without a calendar works Monday to Friday, by the clock of `zone`
        own = None
    zone = settings.zone or (own.zone if own else "UTC")
    return Schedule(name, settings, entity, ZoneInfo(zone), own)


def folder_of(workspace: Workspace, recipient: str) -> Path:
    """Where a recipient that is a folder lies; a path that is not absolute is meant below the workspace."""
    return workspace.root / recipient.removeprefix(FOLDER)
