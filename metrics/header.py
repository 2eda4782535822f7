"""The header of an indicator or a rule: TOML in the comment that opens its file, below the line that says its grain."""

import tomllib
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from core.errors import BadSettings
from core.mistakes import mistake_words

Declaration = TypeVar("Declaration", bound=BaseModel)


def read_declaration(model: type[Declaration], name: str, text: str, place: str) -> Declaration:
    """What the file of text says of itself; all mistakes in its header are told together, with `place`."""
    first, *lines = text.splitlines() or [""]
    if not first.startswith("-- grain: "):
        raise BadSettings(f"{place} opens with {first[:60]!r}. Let its first line be `-- grain: one row per …`.")
    try:
        content: dict[str, Any] = tomllib.loads("\n".join(_comment(lines)))
        return model.model_validate({**content, "name": name, "statement": text})
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(
            f"{place} has a header that is not valid TOML: {error}. Mend the comment that opens the file."
        ) from None
    except ValidationError as error:
        told = "; ".join(mistake_words(item, whole="header") for item in error.errors())
        raise BadSettings(f"{place} has mistakes in its header: {told}. Mend the file and run it again.") from None


def declared_in(
    folder: Traversable, model: type[Declaration], what: str
) -> tuple[dict[str, Declaration], dict[str, str]]:
    """What the SQL files of a folder declare, by their names, and why others give none; `what` they are, for that."""
    found, left_out = {}, {}
    for file in folder.iterdir() if folder.is_dir() else ():
        name = file.name.removesuffix(".sql")
        if name == file.name:
            continue
        try:
            found[name] = read_declaration(model, name, file.read_text(encoding="utf-8"), f"The {what} {file}")
        except BadSettings as error:
            left_out[name] = str(error)
        except UnicodeDecodeError:
            left_out[name] = f"The {what} {file} is not text in UTF-8. Save it as that."
    return found, left_out


def _comment(lines: list[str]) -> list[str]:
    """The lines of the header, without their dashes."""
    header = []
    for line in lines:
        if not line.startswith("--"):
            break
        header.append(line.removeprefix("--").removeprefix(" "))
    return header
