"""Part of a text, whatever the size of its letters: SQLite knows that of A to Z only, so others are tried in each size."""

from string import ascii_lowercase, ascii_uppercase
from typing import Any

from sqlalchemy import ColumnElement, func, or_

_SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)


def holds(column: Any, words: str) -> ColumnElement[bool]:
    """Whether a column holds these words."""
    sizes = (words, words.lower(), words.upper(), words.title())
    variants = dict.fromkeys(one.translate(_SMALL) for one in sizes)
    return or_(*(func.lower(column).contains(one, autoescape=True) for one in variants))
