"""Passwords as argon2id hashes; the parameters are argon2-cffi's defaults (RFC 9106, low-memory profile)."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH = 10
_hasher = PasswordHasher()


@cache
def _decoy() -> str:
    """A hash of nothing anyone knows: verifying against it costs the same as against a real one."""
    return _hasher.hash("no account has this password: 6b0f1c7e")


def hashed(password: str) -> str:
    return _hasher.hash(password)


def is_right(password: str, stored: str | None) -> bool:
    """Whether the password fits; takes as long for an unknown account (`stored` None) as for a known one."""
    decoy = _decoy()  # for known accounts too, so that the first unknown one takes no longer
    try:
        matches = _hasher.verify(stored or decoy, password)
    except (VerificationError, InvalidHashError):
        return False
    return matches and stored is not None
