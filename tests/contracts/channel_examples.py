"""An example of each kind of channel for the contract suite: its table in firm.toml, and its receiver's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from actions.signatures import new_key
from tests.actions.receiver import Answering, Receiver, Reply, receiver

TAKEN = Reply(202, body=b'{"status": "success"}')


@dataclass(frozen=True)
class Example:
    """`table` is what firm.toml says, at the address of the receiver; `secrets` are what the files hold that it names.
    `answer` is what a receiver that takes everything says. What a kind judges in its own way says so in
    `temporary`, `permanent` and `gone`."""

    table: Callable[[str], Mapping[str, Any]]
    secrets: Mapping[str, str] = field(default_factory=dict)
    answer: Answering = lambda _: TAKEN
    temporary: tuple[Reply, ...] = (Reply(500), Reply(429, {"retry-after": "120"}), Reply(503), Reply(closes=True))
    permanent: tuple[Reply, ...] = (Reply(400, {"webhook-delivery": "abort-message"}),)
    gone: tuple[Reply, ...] = (Reply(410),)

    @contextmanager
    def receiving(self) -> Iterator[Receiver]:
        """A receiver of this kind."""
        with receiver(self.answer) as found:
            yield found


EXAMPLES: dict[str, Example] = {
    "webhook": Example(
        table=lambda url: {"url": f"{url}/hooks/erp", "keys": {"file": "keys"}}, secrets={"keys": new_key()}
    )
}
