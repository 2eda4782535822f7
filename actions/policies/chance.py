"""Which subjects a policy holds out at random, so that what its action does can be measured."""

import hashlib

from actions.policies.declaration import Policy
from actions.policies.history import Subject


def is_held_out(policy: Policy, subject: Subject) -> bool:
    """The lot of a subject: even over all subjects, and the same whenever it is drawn."""
    text = f"{policy.name}\0{subject.type}\0{subject.id}".encode()
    return int.from_bytes(hashlib.sha256(text).digest()[:8], "big") < policy.hold_out * 2**64
