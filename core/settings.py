"""The one place that reads the environment, and a workspace's firm.toml."""

import os
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from core.database import BUILDER, READER, Limits
from core.errors import BadSettings
from core.workspace import Workspace


class LimitSettings(BaseModel):
    """What one process may take of this machine."""

    model_config = ConfigDict(extra="forbid")
    reader_memory: str = READER.memory
    builder_memory: str = BUILDER.memory
    threads: int = READER.threads


class FirmSettings(BaseModel):
    """firm.toml: what a manager can read and change."""

    model_config = ConfigDict(extra="forbid")
    name: str = "Your firm"
    limits: LimitSettings = LimitSettings()

    @property
    def reader(self) -> Limits:
        return Limits(self.limits.reader_memory, self.limits.threads)

    @property
    def builder(self) -> Limits:
        return Limits(self.limits.builder_memory, self.limits.threads)


def firm_settings(workspace: Workspace) -> FirmSettings:
    """The settings of a workspace; all mistakes in the file are told together."""
    try:
        text = workspace.settings_file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return FirmSettings()
    return FirmSettings(**checked(FirmSettings, read_toml(workspace.settings_file, text), workspace.settings_file))


def read_toml(path: Path, text: str) -> dict[str, Any]:
    """A TOML file's content, or a clear word on where it is broken."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"{path} is not valid TOML: {error}. Mend that line and run it again.") from None


def checked(model: type[BaseModel], content: dict[str, Any], path: Path) -> dict[str, Any]:
    """The content of a settings file as `model` takes it; all mistakes are told in one message."""
    try:
        model.model_validate(content)
    except ValidationError as error:
        mistakes = [f"{'.'.join(map(str, item['loc']))}: {item['msg'].lower()}" for item in error.errors()]
        raise BadSettings(
            f"{path} has {len(mistakes)} mistake{'s' if len(mistakes) > 1 else ''}: {'; '.join(mistakes)}. "
            "Mend them and run it again."
        ) from None
    return content


def workspace_folder() -> Path:
    """Where the workspace is when no -w says so."""
    return Path(os.environ.get("TRACEWORK_WORKSPACE", "firm"))


def job_id() -> str | None:
    """The job this process was started as, if any."""
    return os.environ.get("TRACEWORK_JOB") or None


def environment_of_a_job(number: str) -> dict[str, str]:
    """The environment of a child process that works as job `number`."""
    return {**os.environ, "TRACEWORK_JOB": number}
