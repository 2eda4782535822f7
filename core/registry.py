"""What is found by its folder: each module of a package is one thing, named after its file."""

import importlib
import pkgutil
from types import ModuleType


def found(package: str) -> list[str]:
    """The names of the things in `package`; files that begin with an underscore are parts of others."""
    place = importlib.import_module(package).__path__
    return sorted(module.name for module in pkgutil.iter_modules(place) if not module.name.startswith("_"))


def module(package: str, name: str) -> ModuleType:
    """The thing `name` of `package`."""
    return importlib.import_module(f"{package}.{name}")
