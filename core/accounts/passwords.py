"""Passwords, kept as argon2id hashes. Whether a name is known cannot be told from how long a refusal takes."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.errors import WrongUse

SHORTEST, LONGEST = 10, 1000
_hasher = PasswordHasher()


def hashed(password: str) -> str:
    """The hash to keep; refuses a password that is too short to be one."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WrongUse(f"A password has {SHORTEST} to {LONGEST} characters; this one has {len(password)}.")
    return _hasher.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether the password is the one that was hashed; takes as long where there is none."""
    try:
        _hasher.verify(kept or _nobodys(), password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody has this password")
