"""Codes of attendance statements, like K7QF-2M9D-X4TR: twelve signs that nobody takes for one another, the last of them a check
that notices any one wrong sign and any two that changed places."""

import secrets
import unicodedata
from collections.abc import Callable, Sequence

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 1 I L O; 31 signs: a prime, which the check needs
LENGTH, GROUP = 12, 4
MOST_TYPED = 60
_BETWEEN = " -\u2010\u2011\u2012\u2013\u2014._/\u00a0\u202f"
_WEIGHTS = (*range(2, LENGTH + 1), 1)  # all different and none 0 modulo 31; the check's own is 1


def new_code(choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """A code that nobody can guess (about 54 bits), in groups."""
    signs = "".join(choose(ALPHABET) for _ in range(LENGTH - 1))
    return grouped(signs + check_sign(signs))


def check_sign(signs: str) -> str:
    """The last sign to the first eleven: the weighted sum of all twelve is 0 modulo 31."""
    total = sum(weight * ALPHABET.index(sign) for weight, sign in zip(_WEIGHTS, signs, strict=False))
    return ALPHABET[-total % len(ALPHABET)]


def grouped(signs: str) -> str:
    return "-".join(signs[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read(typed: str) -> str | None:
    """The code that somebody typed, small or large, with or without groups; None when it cannot be one of ours."""
    if len(typed) > MOST_TYPED:
        return None
    folded = unicodedata.normalize("NFKC", typed).upper()
    signs = "".join(sign for sign in folded if sign not in _BETWEEN and not sign.isspace())
    if len(signs) != LENGTH or any(sign not in ALPHABET for sign in signs):
        return None
    return grouped(signs) if check_sign(signs[:-1]) == signs[-1] else None
