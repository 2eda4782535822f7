"""Which channel may report on an action: the one that it was sent to."""

from sqlalchemy import select

from actions.approvals.tables import action_table
from actions.channel_settings import ConfiguredChannel, configured_channels
from core.state import State


def channels_that_report(state: State, action: int) -> list[ConfiguredChannel]:
    """The one channel; none where the action was not sent or is not there, which are not told apart."""
    with state.reading() as connection:
        sent = action_table.c.message.is_not(None)
        name = connection.scalar(select(action_table.c.channel).where(action_table.c.number == action, sent))
    return channels_named(state, name)


def channels_named(state: State, name: str | None) -> list[ConfiguredChannel]:
    """The channel of that name, if there is one."""
    found = configured_channels(state.workspace).named.get(name) if name is not None else None
    return [found] if found else []
