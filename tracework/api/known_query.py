"""A query parameter that an address does not know is refused: one mistyped would give everything, as if asked for."""

from collections import Counter
from difflib import get_close_matches

from fastapi import Request
from fastapi.dependencies.models import Dependant

from core.errors import WrongUse


def known_query(request: Request) -> None:
    """Refuse what this address does not know and what is given twice, with the nearest name that it knows."""
    given = Counter(name for name, _ in request.query_params.multi_items())
    if not given:
        return
    known = _names(request.scope["route"].dependant)
    unknown = [name for name in given if name not in known]
    if unknown:
        told = "; ".join(_unknown(name, known) for name in unknown)
        raise WrongUse(f"{request.url.path} {told}. See /api/v1/openapi.json.")
    twice = [name for name, times in given.items() if times > 1]
    if twice:
        raise WrongUse(f"{request.url.path} takes {', '.join(twice)} once, and was given more. Keep the one you mean.")


def _names(dependant: Dependant) -> list[str]:
    """The query parameters of a route and of what it depends on, as they are written in an address."""
    own = [parameter.alias for parameter in dependant.query_params]
    return list(dict.fromkeys([*own, *(name for each in dependant.dependencies for name in _names(each))]))


def _unknown(name: str, known: list[str]) -> str:
    shown = name[:100]
    if not known:
        return f"takes no parameters, so {shown!r} means nothing here"
    near = get_close_matches(name, known, n=1)
    meant = f"The nearest is {near[0]!r}; all are" if near else "It takes"
    return f"knows no parameter {shown!r}. {meant} {', '.join(known)}"
