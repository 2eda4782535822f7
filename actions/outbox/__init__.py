"""The outbox: a message is kept in the transaction of the change that causes it, once for each channel it goes to."""

from actions.outbox.posting import post

__all__ = ["post"]
