"""Passwords as argon2id hashes; the parameters are argon2-cffi's defaults (RFC 9106, low-memory profile)."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.errors import Conflict
from portal.vocabulary.labels import N_

MIN_LENGTH, MAX_LENGTH = 10, 200
TOO_SHORT = N_("Das Passwort braucht mindestens 10 Zeichen. Gut sind mehrere Wörter hintereinander.")
TOO_LONG = N_("Das Passwort darf höchstens 200 Zeichen haben.")
TOO_PLAIN = N_("Dieses Passwort ist zu leicht zu raten. Nehmen Sie zum Beispiel vier Wörter hintereinander.")
_GUESSED_FIRST = frozenset(
    "1234567890 0123456789 12345678910 123456789a passwort123 passwort1234 password123 password1234 passwordpassword "
    "passwortpasswort hallo12345 hallohallo qwertzuiop qwertyuiop qwertzuiopü 1q2w3e4r5t 1qay2wsx3edc schatz1234 "
    "iloveyou123 willkommen willkommen1 willkommen123 administrator admin12345 geheim1234 sommer2026 sommer2027 "
    "winter2026 winter2027".split()
)
_hasher = PasswordHasher()


@cache
def _decoy() -> str:
    """A hash of nothing anyone knows: verifying against it costs the same as against a real one."""
    return _hasher.hash("no account has this password: 6b0f1c7e")


def _same(password: str) -> str:
    """The same letters in one spelling: keyboards write ü as one character or as two (RFC 8265)."""
    return unicodedata.normalize("NFC", password)


def hashed(password: str) -> str:
    return _hasher.hash(_same(password))


def is_right(password: str, stored: str | None) -> bool:
    """Whether the password fits; takes as long for an unknown account (`stored` None) and for one that has no password yet
    ('') as for any other, and neither is ever opened."""
    decoy = _decoy()  # for known accounts too, so that the first unknown one takes no longer
    try:
        matches = _hasher.verify(stored or decoy, _same(password))
    except (VerificationError, InvalidHashError):
        return False
    return matches and bool(stored)


def spend() -> None:
    """Takes as long as looking a password up: for answers that must take the same time whether an account exists or not."""
    is_right("", None)


def check(password: str, *, email: str = "", name: str = "") -> None:
    """Whether somebody may choose this password. Raises Conflict naming the field `password`."""
    if len(password) < MIN_LENGTH:
        raise Conflict(TOO_SHORT, "password")
    if len(password) > MAX_LENGTH:
        raise Conflict(TOO_LONG, "password")
    plain = password.casefold()
    known = {email.casefold(), email.casefold().partition("@")[0], name.casefold()}
    if plain in _GUESSED_FIRST or plain in known or len(set(plain)) < 4:
        raise Conflict(TOO_PLAIN, "password")
