"""Trying a channel out: a test message is handed over at once and once, so that whoever sets a channel up sees what its
receiver says. It is not kept, not tried again, and changes nothing in how the receiver is dealt with."""

from actions.channel import Outcome, Verdict
from actions.channel_settings import Channels, ConfiguredChannel, configured_channels
from actions.delivery.claiming import Claimed
from actions.delivery.sender import Sender
from actions.message import Message, Phase, Severity
from actions.outbox.posting import with_whole_link
from core.audit.entry import Told
from core.audit.writing import write_down
from core.state import State

TYPE = "tracework.channel.test"
TITLE = "A test message from Tracework"
TEXT = "It was sent to see whether messages arrive. Nothing is to be done."


def try_out(state: State, who: str, name: str) -> Verdict:
    """Hand a test message to the channel of that name; what its receiver made of it. Where a receiver keeps alerts, the
    one that this opens is resolved at once."""
    channels = configured_channels(state.workspace)
    channel, sender = channels.one(name), Sender(state)
    phases = (Phase.RAISED, Phase.RESOLVED) if channel.kind.keeps_alerts else (Phase.RAISED,)
    for phase in phases:
        verdict = sender.try_once(_claimed(channel, phase, channels), channels)
        if verdict.outcome is not Outcome.DELIVERED:
            break
    told = {"outcome": verdict.outcome.value, "status": verdict.status}
    write_down(state, who, Told("test message sent", "channel", name, None, told))
    return verdict


def _claimed(channel: ConfiguredChannel, phase: Phase, channels: Channels) -> Claimed:
    message = with_whole_link(
        Message(
            TYPE, f"channel/{channel.name}", {"channel": channel.name}, TITLE, TEXT, link="/actions",
            severity=Severity.INFO, phase=phase,
        ),
        channels,
    )  # fmt: skip
    content = channel.kind.content(message, channel.own)
    return Claimed(
        0, "", message.id, message.type, message.subject, channel.name, content.content_type, content.body, 1, ""
    )
