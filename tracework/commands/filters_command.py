"""How to write the conditions of --where, of addresses and of the API."""

from importlib import import_module
from pkgutil import iter_modules

from eventlog.filters import grammar, kinds
from tracework.terminal import say


def run() -> None:
    say((grammar.__doc__ or "").strip() + "\n")
    for found in iter_modules(kinds.__path__):
        kind = import_module(f"{kinds.__name__}.{found.name}")
        say((kind.__doc__ or "").strip())
