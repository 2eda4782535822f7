"""The one place that reads the environment, and a workspace's firm.toml."""

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ByteSize, ConfigDict, Field, TypeAdapter, ValidationError

from core.database import BUILDER, READER, Limits
from core.errors import BadSettings
from core.metric_settings import MetricSettings, Target, default_targets
from core.mistakes import mistake_words
from core.rule_settings import RuleSettings
from core.toml_lines import place_of, with_line
from core.workspace import Workspace

LEAST_BUILDER_BYTES = 512 * 2**20
BUILDER_BYTES_A_ROW = 320
MEMORY = re.compile(r"\d+(\.\d+)? ?([kmgt]i?)?b", re.IGNORECASE)
"""As pydantic and DuckDB both read it."""


def as_memory(text: str) -> str:
    """The text, if it is an amount of memory such as 2GiB."""
    if not MEMORY.fullmatch(text):
        raise ValueError('write an amount of memory such as "2GiB"')
    return text


class LimitSettings(BaseModel):
    """What one process may take of this machine."""

    model_config = ConfigDict(extra="forbid")
    reader_memory: Annotated[str, AfterValidator(as_memory)] = READER.memory
    builder_memory: Annotated[str, AfterValidator(as_memory)] = BUILDER.memory
    threads: Annotated[int, Field(ge=1)] = READER.threads


class ReviewSettings(BaseModel):
    """`[review]`: how many findings people look at, and how models learn."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    capacity: Annotated[int, Field(ge=1)] = 20
    """How many findings a reviewer looks at in a day."""
    audit_share: Annotated[float, Field(ge=0, le=1)] = 0.05
    """The share of subjects that is put before a person at random, so that verdicts tell of all and not of the top."""
    seed: int = 1
    retrain_days: Annotated[int, Field(ge=1)] = 28
    """How often a model is learnt anew, and how long the later part is that old and new are measured on."""


class FirmSettings(BaseModel):
    """firm.toml: what a manager can read and change."""

    model_config = ConfigDict(extra="forbid")
    name: str = "Your firm"
    limits: LimitSettings = LimitSettings()
    review: ReviewSettings = ReviewSettings()
    sources: dict[str, dict[str, Any]] = Field(default_factory=dict)
    metrics: MetricSettings = Field(default_factory=lambda: MetricSettings.model_validate({}))
    targets: dict[str, dict[str, Target]] = Field(default_factory=dict)
    # which rules there are is checked where they are run
    rules: dict[str, RuleSettings] = Field(default_factory=dict)
    # checked where they are used: they refer to secrets, which are read by way of this module
    reports: dict[str, dict[str, Any]] = Field(default_factory=dict)
    mail: dict[str, Any] = Field(default_factory=dict)
    channels: dict[str, dict[str, Any]] = Field(default_factory=dict)
    delivery: dict[str, Any] = Field(default_factory=dict)
    state: dict[str, Any] = Field(default_factory=dict)

    def all_targets(self) -> dict[str, dict[str, Target]]:
        """By indicator and measure: what firm.toml says over what is usual."""
        usual = default_targets()
        return {name: usual.get(name, {}) | self.targets.get(name, {}) for name in sorted({*usual, *self.targets})}

    @property
    def reader(self) -> Limits:
        return Limits(self.limits.reader_memory, self.limits.threads)

    @property
    def builder(self) -> Limits:
        """The most that a build may take."""
        return Limits(self.limits.builder_memory, self.limits.threads)

    def modest_builder(self, rows: int) -> Limits:
        """What a build of so many landed records usually needs, at most what is set.

        A database fills whatever it may take before it writes to disk. Measured on pretend firms: 60,000 records at
        times fell short with 192 MiB, 870,000 with 213; neither did with 320, and 13.7 million did not with 3 GiB.
        """
        most = int(TypeAdapter(ByteSize).validate_python(self.limits.builder_memory))
        usual = max(LEAST_BUILDER_BYTES, BUILDER_BYTES_A_ROW * rows)
        return Limits(f"{min(most, usual) // 2**20}MiB", self.limits.threads)


def firm_settings(workspace: Workspace) -> FirmSettings:
    """The settings of a workspace; all mistakes in the file are told together."""
    return FirmSettings(**checked(FirmSettings, firm_content(workspace), workspace.settings_file))


def firm_content(workspace: Workspace) -> dict[str, Any]:
    """What a workspace's firm.toml says, unchecked; nothing where there is none."""
    try:
        text = workspace.settings_file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    return read_toml(workspace.settings_file, text)


def read_toml(path: Path, text: str) -> dict[str, Any]:
    """A TOML file's content, or a clear word on where it is broken."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"{path} is not valid TOML: {error}. Mend that line and run it again.") from None


def checked(model: type[BaseModel], content: dict[str, Any], path: Path, text: str | None = None) -> dict[str, Any]:
    """The content of a settings file as `model` takes it; all mistakes are told in one message."""
    refuse_mistakes(mistakes_in(model, content), path, text)
    return content


def mistakes_in(
    model: type[BaseModel], content: Mapping[str, Any], section: str = "", folder: Path = Path()
) -> list[str]:
    """Each mistake of a section of a settings file, with where it stands. Paths in it are meant below `folder`."""
    try:
        model.model_validate(content, context={"folder": folder})
    except ValidationError as error:
        inside = [section] if section else []
        return [
            mistake_words(item, inside, model=model) for item in error.errors(include_url=False, include_input=False)
        ]
    return []


def refuse_mistakes(mistakes: Sequence[str], path: Path, text: str | None = None) -> None:
    """Tell all mistakes found in a settings file in one message, if there are any; several stand in a line each.
    `text` is what the file would say, of one that is proposed."""
    if not mistakes:
        return
    if text is None:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
    told = [with_line(text, each) for each in sorted(mistakes, key=lambda each: place_of(text, each) or 0)]
    if len(told) == 1:
        raise BadSettings(f"{path} has 1 mistake: {told[0]}. Mend it and run it again.")
    raise BadSettings("\n  ".join([f"{path} has {len(told)} mistakes. Mend them and run it again:", *told]))


def workspace_folder() -> Path:
    """Where the workspace is when no -w says so."""
    return Path(os.environ.get("TRACEWORK_WORKSPACE", "firm"))


def environment_value(name: str) -> str | None:
    """What the environment holds under `name`: a secret that firm.toml refers to."""
    return os.environ.get(name)


def job_id() -> str | None:
    """The job this process was started as, if any."""
    return os.environ.get("TRACEWORK_JOB") or None


def environment_of_a_job(number: str) -> dict[str, str]:
    """The environment of a child process that works as job `number`."""
    return {**os.environ, "TRACEWORK_JOB": number}


def date_fonts_alike() -> None:
    """Have fonts that are written into a file bear one date, so that the same pages give the same bytes."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
