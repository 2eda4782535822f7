"""What is wrong with content that a declaration does not take, in words: where each mistake stands and what it is."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

OURS = ("value_error", "assertion_error")
TABLES = ("model_type", "model_attributes_type", "dict_type")


def mistake_words(
    found: Mapping[str, Any], inside: Sequence[str] = (), whole: str = "", model: type[BaseModel] | None = None
) -> str:
    """One of pydantic's errors: `act.channel: field required`. `whole` names what the mistake is in as a whole. Of a
    settings file, where `model` says what it may hold, a key that is none is told with the nearest that there is.

    What a check of ours says stays as it was written, without pydantic's words before it.
    """
    place = ".".join(map(str, (*inside, *found["loc"]))) or whole
    said = _said(found) if model is None else _said_of_settings(found, model)
    return f"{place}: {said}" if place else said


def _said(found: Mapping[str, Any]) -> str:
    told: str = found["msg"]
    if found["type"] in OURS:
        return told.partition(", ")[2] or told
    return told[:1].lower() + told[1:]


def _said_of_settings(found: Mapping[str, Any], model: type[BaseModel]) -> str:
    if found["type"] == "extra_forbidden":
        known = _keys(model, found["loc"][:-1])
        near = get_close_matches(str(found["loc"][-1]), known, n=1)
        others = f'; the nearest is "{near[0]}"' if near else f"; there are {', '.join(known)}" if known else ""
        return f"there is no such key{others}"
    if found["type"] in TABLES:
        known = _keys(model, found["loc"])
        return f"it should be a table of {', '.join(known)}" if known else "it should be a table"
    return _said(found)


def _keys(model: type[BaseModel], place: Sequence[str | int]) -> list[str]:
    """What the table at this place may hold, by its names in the file; none where that is not declared."""
    there: Any = model
    for part in place:
        there = _inside(there, str(part))
    fields = there.model_fields if _is_model(there) else {}
    return [field.alias or name for name, field in fields.items()]


def _inside(declared: Any, part: str) -> Any:
    """What is declared below a key of a model, of a dictionary or of a list."""
    if _is_model(declared):
        named = {field.alias or name: field for name, field in declared.model_fields.items()}
        return _plain(named[part].annotation) if part in named else None
    arguments = get_args(declared)
    return _plain(arguments[-1]) if arguments else None


def _plain(declared: Any) -> Any:
    """Without what is said about it, and of several what is a table."""
    if get_origin(declared) is Annotated:
        return _plain(get_args(declared)[0])
    if get_origin(declared) in (Union, UnionType):
        choices = [_plain(each) for each in get_args(declared) if each is not type(None)]
        return next((each for each in choices if _is_model(each) or get_args(each)), choices[0])
    return declared


def _is_model(declared: Any) -> bool:
    return isinstance(declared, type) and issubclass(declared, BaseModel)
