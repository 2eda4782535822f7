"""What an orchestrator gets that starts a run by an API of its own: the event and the headers it is signed by, so that
the flow can verify it, byte by byte, before it acts."""

from typing import Any

from actions.channel import Outgoing


def run_input(outgoing: Outgoing) -> dict[str, Any]:
    """`body` is the event as text, exactly as it is signed; `headers` are those of Standard Webhooks."""
    return {"body": outgoing.content.body.decode(), "headers": dict(outgoing.signed)}
