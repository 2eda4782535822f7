"""The kinds of channel there are, found by their folder."""

from functools import cache

from actions.channel import Channel
from core.errors import NotFound
from core.registry import found, module

PLACE = "actions.channels"


def channel_kinds() -> list[str]:
    """Their names, in alphabetical order."""
    return found(PLACE)


@cache
def channel_kind(name: str) -> Channel:
    """One of them; NotFound says which there are."""
    if name not in channel_kinds():
        raise NotFound(f'There is no channel of kind "{name}". There are: {", ".join(channel_kinds()) or "none"}.')
    known: Channel = module(PLACE, name).CHANNEL
    return known
