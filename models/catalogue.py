"""The detectors there are: found by their folder."""

from functools import cache

from core.errors import NotFound
from core.registry import found, module
from models.detector import Detector

PLACE = "models.detectors"


def detectors() -> list[str]:
    """Their names, in alphabetical order."""
    return found(PLACE)


@cache
def detector(name: str) -> Detector:
    """One of them; NotFound says which there are."""
    if name not in detectors():
        raise NotFound(f"There is no detector {name!r}. There are: {', '.join(detectors()) or 'none'}.")
    known: Detector = module(PLACE, name).DETECTOR
    return known
