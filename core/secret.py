"""Secrets: firm.toml names where one is kept, never the secret itself; what was revealed is concealed in every text."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, quote_plus

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from core.errors import BadSettings
from core.settings import environment_value

CONCEALED = "•••"
SHORTEST_CONCEALED = 4

# what this process has revealed so far; a shorter secret than SHORTEST_CONCEALED would blot out half of every text
_revealed: set[str] = set()


@dataclass(frozen=True)
class Secret:
    """A secret kept in an environment variable or a file; `reveal` reads it when it is needed, and only then."""

    env: str | None = None
    file: Path | None = None
    _value: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, value: str) -> Self:
        """A secret that came over the wire, such as a token."""
        conceal(value)
        return cls(_value=value)

    def reveal(self) -> str:
        """The secret itself. From now on `concealed` hides it."""
        value = self._value if self._value is not None else self._kept()
        conceal(value)
        return value

    def _kept(self) -> str:
        if self.env is not None:
            found = environment_value(self.env)
            if not found:
                raise BadSettings(f"The secret {self.env} is not in the environment. Set {self.env} and run it again.")
            return found
        try:
            kept = Path(str(self.file)).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not text"
            raise BadSettings(
                f"The secret in {self.file} cannot be read: {reason}. Mend the file or its path."
            ) from None
        if not kept:
            raise BadSettings(f"The secret in {self.file} is empty. Write it there, or name another file.")
        return kept

    def __str__(self) -> str:
        return CONCEALED

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(_referred)


def conceal(value: str) -> None:
    """Hide `value`, also as it is written in a URL, in every text that `concealed` is given."""
    if len(value) >= SHORTEST_CONCEALED:
        _revealed.update((value, quote(value, safe=""), quote_plus(value)))


def concealed(text: str) -> str:
    """The text without any secret that this process has revealed."""
    for value in sorted(_revealed, key=len, reverse=True):
        text = text.replace(value, CONCEALED)
    return text


def _referred(value: Any, info: ValidationInfo) -> Secret:
    if isinstance(value, Secret):
        return value
    if isinstance(value, dict) and len(value) == 1:
        ((where, name),) = value.items()
        if where in ("env", "file") and isinstance(name, str) and name:
            folder = (info.context or {}).get("folder", Path())
            return Secret(env=name) if where == "env" else Secret(file=folder / name)
    raise PydanticCustomError("secret", 'a secret is not written into firm.toml: say {env = "NAME"} or {file = "path"}')
